// The preparation of data in model files: all of it comes back, and what is not sound is refused.

import Datasets
import NeuralNetwork
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct PreparationFileTests {
  private static let hostile = "a \"b\"\\,\n\u{1}\u{9F} \u{E9}\u{1F600}"

  /// Every kind of column, with and without scale and fill.
  private static let preparation = DataPreparation(
    columns: [
      .init(
        name: "x", kind: .number(.init(mean: 0.1 + 0.2, deviation: .leastNonzeroMagnitude)),
        fill: .number(-7)),
      .init(name: hostile, kind: .number(.init(mean: -1e38, deviation: 3))),
      .init(name: "plain", kind: .number(nil), fill: .number(1 / 3)),
      .init(name: "color", kind: .category(["red", hostile, "blue"]), fill: .category(1)),
      .init(name: "", kind: .category(["only"])),
    ],
    targetName: "y", target: .number(.init(mean: 152.1334841628959, deviation: 77.00574586945044)))

  private static func saved(
    _ description: ModelDescription, inputs: Int, rows: RowParts? = nil
  ) throws -> ModelFile {
    let shape = NetworkShape(inputs: inputs, hidden: [], outputs: 1)
    let file = TemporaryPath("")
    _ = try saveModel(
      TrainingState(shape: shape, seed: 1), description, rows: rows, to: file.path)
    let read = try ModelFile(ModelBytes(path: file.path))
    #expect(try read.contents(for: shape).rows == rows)
    return read
  }

  @Test func everythingADescriptionSaysComesBack() throws {
    let description = ModelDescription(
      activations: [], loss: "squared error", data: Self.hostile, trainingRows: 331,
      preparation: Self.preparation, splitSeed: .max, testFraction: 0.1 + 0.2,
      division: "data validation folds=4 fold=2", missing: .mean,
      settings: [.init(name: "lr", value: "0.01")], targetEpoch: 9,
      targetCondition: "test_r2 > 0.5", validationSeed: .max - 1)
    // Of old files alone.
    for case (let name?, let value) in Mirror(reflecting: description).children
    where name != "features" {
      #expect("\(value)" != "nil", "\(name) is not tested")
    }
    let rows = RowParts(
      training: RowDigests([.min, -1, 0, 0, .max]), validation: RowDigests([5, 4]),
      test: RowDigests([7]))
    #expect(try Self.saved(description, inputs: 7, rows: rows).description == description)
  }

  @Test(arguments: [
    DataPreparation.Target.classes(["1", PreparationFileTests.hostile, "0"]), .number(nil),
    .number(.init(mean: 0, deviation: 1)),
  ])
  func targetsAndFeaturesComeBack(_ target: DataPreparation.Target) throws {
    let preparation = DataPreparation(
      columns: ["x1", "x2"].map { .init(name: $0, kind: .number(nil)) }, targetName: Self.hostile,
      target: target, features: InputFeature.allCases.reversed())
    let read = try Self.saved(
      ModelDescription(preparation: preparation), inputs: InputFeature.allCases.count)
    #expect(read.description.preparation == preparation)
  }

  @Test func filesWithoutSayNothing() throws {
    let read = try Self.saved(ModelDescription(), inputs: 3)
    #expect(read.description.preparation == nil && read.description.splitSeed == nil)
  }

  // MARK: What is not sound

  private static let sound =
    #"{"version":1,"columns":[{"name":"a","kind":"number","mean":1.5,"deviation":2,"fill":1},"#
    + #"{"name":"b","kind":"category","categories":["p","q"],"fill":"q"}],"#
    + #""target":{"name":"y","kind":"class","classes":["0","1"]}}"#

  /// A file of a 3-1 network with this for its preparation.
  private static func bytes(_ preparation: String) -> [UInt8] {
    var text = ""
    for scalar in preparation.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return modelFile(
      "{\"__metadata__\":{\"preparation\":\"\(text)\"},"
        + "\"layers.0.weight\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[0,12]},"
        + "\"layers.0.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}}", bytes: 16
    )
  }

  private static func errorID(_ bytes: [UInt8]) -> String? {
    do throws(ModelFileError) {
      _ = try ModelFile(ModelBytes(bytes)).contents(
        for: NetworkShape(inputs: 3, hidden: [], outputs: 1))
      return nil
    } catch {
      return error.message.isEmpty || error.suggestion == nil ? "nothing said" : error.id
    }
  }

  @Test(arguments: [
    // What stands there, what instead, and the refusal.
    ("\"version\":1", "\"version\":2", "model-preparation-version"),
    ("\"version\":1", "\"version\":\"1\"", "model-bad-preparation"),
    ("\"version\":1,", "", "model-bad-preparation"),
    ("\"version\":1", "\"version\":1,\"extra\":0", "model-bad-preparation"),
    ("\"kind\":\"number\"", "\"kind\":\"date\"", "model-bad-preparation"),
    ("\"kind\":\"number\",", "", "model-bad-preparation"),
    ("\"kind\":\"number\"", "\"kind\":\"number\",\"unit\":\"m\"", "model-bad-preparation"),
    ("\"name\":\"a\"", "\"name\":7", "model-bad-preparation"),
    ("\"name\":\"a\"", "\"name\":\"b\"", "model-bad-preparation"),
    ("\"name\":\"a\"", "\"name\":\"y\"", "model-bad-preparation"),
    ("\"deviation\":2", "\"deviation\":0", "model-bad-preparation"),
    ("\"deviation\":2", "\"deviation\":-2", "model-bad-preparation"),
    ("\"deviation\":2", "\"deviation\":null", "model-bad-preparation"),
    ("\"deviation\":2,", "", "model-bad-preparation"),
    ("\"mean\":1.5,", "", "model-bad-preparation"),
    ("\"mean\":1.5", "\"mean\":1e39", "model-bad-preparation"),
    ("\"mean\":1.5", "\"mean\":1e999", "model-bad-preparation"),
    ("\"fill\":1}", "\"fill\":\"one\"}", "model-bad-preparation"),
    ("\"fill\":\"q\"", "\"fill\":\"r\"", "model-bad-preparation"),
    ("\"fill\":\"q\"", "\"fill\":1", "model-bad-preparation"),
    ("[\"p\",\"q\"]", "[]", "model-bad-preparation"),
    ("[\"p\",\"q\"]", "[\"q\",\"q\"]", "model-bad-preparation"),
    ("[\"p\",\"q\"]", "[\"p\",5]", "model-bad-preparation"),
    ("[\"p\",\"q\"]", "{}", "model-bad-preparation"),
    ("[\"p\",\"q\"]", "[\"p\",\"q\",\"r\"]", "model-bad-preparation"),
    ("[\"0\",\"1\"]", "[\"0\"]", "model-bad-preparation"),
    ("\"class\",\"classes\":[\"0\",\"1\"]", "\"none\"", "model-bad-preparation"),
    (",\"target\"", ",\"goal\"", "model-bad-preparation"),
    ("}}", "},\"features\":[\"x1\"]}", "model-bad-preparation"),
    ("}}", "},\"features\":[]}", "model-bad-preparation"),
    ("}}", "},\"features\":[\"cos(x1)\",\"x1\",\"x2\"]}", "model-bad-preparation"),
    ("}}", "}", "model-bad-preparation"),
    ("{\"version\"", "[\"version\"", "model-bad-preparation"),
    ("{\"name\":\"a\"", "[{\"name\":\"a\"", "model-bad-preparation"),
  ])
  func whatIsNotSoundIsRefused(_ found: String, _ instead: String, _ id: String) throws {
    #expect(Self.errorID(Self.bytes(Self.sound)) == nil)
    let range = try #require(Self.sound.firstRange(of: found))
    let text = Self.sound.replacingCharacters(of: range, with: instead)
    #expect(Self.errorID(Self.bytes(text)) == id, "\(text)")
  }

  @Test(arguments: ["", "{}", "[]", "1", "null", "{\"version\":1}", "x"])
  func whatIsNoPreparationIsRefused(_ text: String) {
    #expect(Self.errorID(Self.bytes(text)) == "model-bad-preparation")
  }

  /// Whatever one byte is changed to, nothing worse than a refusal happens.
  @Test func everyByteMayBeAnother() {
    for place in 0..<Self.sound.utf8.count {
      let at = Self.sound.utf8.index(Self.sound.startIndex, offsetBy: place)
      for other in ["", "\"", "9", "}", ","] {
        let text = Self.sound.replacingCharacters(
          of: at..<Self.sound.utf8.index(after: at), with: other)
        let id = Self.errorID(Self.bytes(text))
        #expect(
          [nil, "model-bad-preparation", "model-preparation-version"].contains(id), "\(text)")
      }
    }
  }

  @Test(arguments: [
    ("[2]", "I64", 16, nil), ("[2]", "F32", 8, "model-dtype"),
    ("[1,2]", "I64", 16, "model-bad-header"),
    ("[3]", "I64", 16, "model-bad-header"), ("[]", "I64", 8, "model-bad-header"),
  ])
  func listsOfRowsAreLists(_ shape: String, _ dtype: String, _ size: Int, _ id: String?) {
    let header =
      "{\"data.training_rows\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":[0,\(size)]},"
      + "\"layers.0.weight\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[\(size),\(size + 12)]},"
      + "\"layers.0.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[\(size + 12),\(size + 16)]}}"
    var bytes = modelFile(header, bytes: size + 16)
    #expect(Self.errorID(bytes) == id)
    // Descending: 1, 0.
    bytes[bytes.count - size - 16] = 1
    #expect(Self.errorID(bytes) == id ?? "model-bad-header")
    // Weights are never whole numbers.
    let weights = header.replacingCharacters(
      of: header.firstRange(of: "data.training_rows") ?? header.startIndex..<header.startIndex,
      with: "layers.0.extra")
    #expect(Self.errorID(modelFile(weights, bytes: size + 16)) != nil)
  }
}

extension String {
  fileprivate func replacingCharacters(of range: Range<Index>, with text: String) -> String {
    var changed = self
    changed.replaceSubrange(range, with: text)
    return changed
  }
}
