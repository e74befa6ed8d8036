// Rows prepared for a model that was trained on others: the same rows become the same inputs, to the bit,
// whatever the split and the order of columns, and what a model does not know is refused by its name.

import Datasets
import Numerics
import TestSupport
import Testing

@Suite struct ModelMatchTests {
  /// A table whose columns hold numbers of every kind there is, categories and gaps.
  private struct Table {
    var header: [String]
    var rows: [[String]]

    static func random(_ seed: UInt64, count: Int, isRegression: Bool) -> Table {
      var random = SeededGenerator(seed: seed)
      let rows = (0..<count).map { row -> [String] in
        let number = random.unit() * 200 - 100
        let gap = random.below(8) == 0
        return [
          String(random.below(50)), String((number * 100).rounded() / 100),
          // More digits than an input holds.
          String(number * 1e-3), gap ? "" : String(Double(random.below(1000)) / 8 * 1e9),
          "-7.25", row % 5 == 0 ? "-0.0" : "0.5",
          random.below(9) == 0 ? "NA" : ["red", "green", "\"deep, blue\""][random.below(3)],
          isRegression ? String(number * number / 7) : ["b", "a", "c"][random.below(3)],
        ]
      }
      return Table(
        header: ["whole", "cents", "long", "large", "same", "zero", "color", "y"], rows: rows)
    }

    func text(order: [Int]? = nil) -> String {
      let order = order ?? Array(header.indices)
      return ([header] + rows).map { row in order.map { row[$0] }.joined(separator: ",") }
        .joined(separator: "\n") + "\n"
    }
  }

  private static func data(
    _ text: String, seed: UInt64, standardize: Bool = true, test: Double = 0.3
  ) throws -> PreparedData {
    try load(
      text, missing: .mean, testFraction: test, standardize: standardize, seed: seed)
  }

  /// Inputs and target of every row as bits, by the row's digest.
  private static func bits(_ data: PreparedData) throws -> [Int64: [UInt32]] {
    var found: [Int64: [UInt32]] = [:]
    for (part, examples) in [(PreparedData.Part.training, data.training), (.test, data.test)] {
      guard let examples else { continue }
      for (row, digest) in try data.rowDigests(part).enumerated() {
        let target =
          examples.classes.isEmpty
          ? examples.values[row].bitPattern : UInt32(examples.classes[row])
        found[digest] = examples.row(row).map(\.bitPattern) + [target]
      }
    }
    return found
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func theSameRowsBecomeTheSameBits(_ seed: UInt64) throws {
    for isRegression in [true, false] {
      let text = Table.random(seed, count: 60, isRegression: isRegression).text()
      let model = try Self.data(text, seed: seed)
      let wanted = try Self.bits(model)
      #expect(wanted.count == 60)
      for (other, standardize) in [(seed + 1, true), (seed + 2, false)] {
        let data = try Self.data(text, seed: other, standardize: standardize)
        let prepared = try ModelMatch(data, model.preparation).preparedData()
        #expect(try Self.bits(prepared) == wanted)
        #expect(prepared.preparation == model.preparation)
        #expect(prepared.training.count == data.training.count)
        // The way back is still there: prepared as they were the rows are what they were.
        let back = try ModelMatch(prepared, data.preparation).preparedData()
        #expect(back.training == data.training && back.test == data.test)
        #expect(back.preparation == data.preparation)
      }
    }
  }

  @Test func dataOfTheModelItselfStayAsTheyAre() throws {
    let data = try Self.data(Table.random(3, count: 40, isRegression: true).text(), seed: 4)
    let match = try ModelMatch(data, data.preparation)
    #expect(match.memoryNeed == 0)
    #expect(try match.preparedData() == data)
  }

  /// In another order the columns are put right, and rows keep their digests once they are.
  @Test(arguments: 0..<10 as Range<UInt64>) func permutedColumnsArePutRight(_ seed: UInt64) throws {
    let table = Table.random(seed, count: 50, isRegression: seed % 2 == 0)
    let model = try Self.data(table.text(), seed: 9)
    var order = Array(table.header.indices)
    var random = SeededGenerator(seed: seed)
    for place in order.indices.dropLast() {
      order.swapAt(place, place + random.below(order.count - place))
    }
    let data = try Self.data(table.text(order: order), seed: 9)
    let match = try ModelMatch(data, model.preparation)
    #expect(match.isReordered == (data.columns.map(\.name) != model.columns.map(\.name)))
    let prepared = try match.preparedData()
    #expect(prepared.training == model.training && prepared.test == model.test)
    #expect(prepared.inputNames == model.inputNames)
    #expect(prepared.standardization == model.standardization)
    #expect(try prepared.rowDigests(.test) == model.rowDigests(.test))
    // Examples typed by hand go the model's way too.
    let typed = table.rows[0].enumerated().dropLast().map { $1 == "" || $1 == "NA" ? "red" : $1 }
    if !typed[3].hasPrefix("red") {
      let fields = typed.map { $0.filter { $0 != "\"" } }
      #expect(try prepared.encode(fields) == model.encode(fields))
    }
  }

  @Test func gapsAreFilledAsTheModelFillsThem() throws {
    let model = try load(
      "a,color,y\n1,red,0\n2,red,1\n3,blue,0\n,,1\n", task: .classify, missing: .mean,
      standardize: true)
    let data = try load(
      "a,color,y\n10,blue,0\n,blue,1\n30,,0\n", task: .classify, missing: .mean,
      standardize: true)
    let prepared = try ModelMatch(data, model.preparation).preparedData()
    #expect(try prepared.training.row(1) == model.encode(["2", "blue"]))
    #expect(try prepared.training.row(2) == model.encode(["30", "red"]))
    #expect(
      prepared.notes == [
        .filledWithMean(column: "a", rows: 1, mean: 2),
        .filledWithMostFrequent(column: "color", rows: 1, category: "red"),
        .oneHot(column: "color", inputs: 2), .preparedByModel,
      ])
    let unfilled = DataPreparation(
      columns: model.preparation.columns.map { .init(name: $0.name, kind: $0.kind) },
      targetName: "y", target: .classes(["0", "1"]))
    #expect(Self.refusal(data, unfilled)?.id == "model-no-fill")
  }

  /// Some of the classes and categories are enough; they keep the model's numbers.
  @Test func partsOfWhatTheModelKnowsWillDo() throws {
    let model = try load("a,color,y\n1,red,p\n2,blue,q\n3,green,r\n", task: .classify)
    let data = try load("a,color,y\n1,green,r\n2,red,q\n", task: .classify)
    let prepared = try ModelMatch(data, model.preparation).preparedData()
    #expect(prepared.classNames == ["p", "q", "r"])
    #expect(prepared.training.targets == .classes([2, 1], count: 3))
    #expect(prepared.training.row(0) == [1, 0, 1, 0])
  }

  @Test func featuresAreThoseOfTheModel() throws {
    let model = try makeSynthetic(.circle, seed: 1, checkStop: neverStops)
      .seen(through: [.x1Squared, .x2Squared, .x1])
    let plain = makeSynthetic(.circle, seed: 2, checkStop: neverStops)
    for data in [plain, try plain.seen(through: [.product])] {
      let prepared = try ModelMatch(data, model.preparation).preparedData()
      let wanted = try plain.seen(through: [.x1Squared, .x2Squared, .x1])
      #expect(prepared.training == wanted.training)
      #expect(prepared.inputNames == ["x1^2", "x2^2", "x1"])
      let back = try ModelMatch(prepared, plain.preparation).preparedData()
      #expect(back.training == plain.training && back.test == plain.test)
    }
  }

  /// Pictures stay bytes under a scale they share, and are numbers under one a pixel.
  @Test func picturesAreScaledByTheModel() throws {
    let folder = checkout + "/Tests/Fixtures/fashion"
    let data = try FashionMNIST.load(folder: folder)
    let plain = try FashionMNIST.load(folder: folder, standardize: false)
    var model = data.preparation
    for place in model.columns.indices {
      model.columns[place].kind = .number(.init(mean: 3, deviation: 8))
    }
    let shared = try ModelMatch(data, model)
    #expect(shared.memoryNeed == 0)
    let prepared = try shared.preparedData()
    guard case .bytes = prepared.training.storage else {
      Issue.record("pictures became numbers")
      return
    }
    let scaled: [Float] = plain.training.inputs.map { ($0 - 3) / 8 }
    #expect(prepared.training.inputs == scaled)
    #expect(try ModelMatch(prepared, plain.preparation).preparedData().training == plain.training)
    model.columns[0].kind = .number(.init(mean: 2, deviation: 4))
    let single = try ModelMatch(prepared, model)
    #expect(single.memoryNeed > 0)
    let numbers = try single.preparedData()
    let first: [Float] = [35.0 / 4, 45.0 / 8]
    #expect(Array(numbers.training.row(1).prefix(2)) == first)
    let back = try ModelMatch(numbers, plain.preparation).preparedData()
    #expect(back.training.inputs == plain.training.inputs)
    for other in [plain, prepared, numbers, back] {
      #expect(try other.rowDigests(.test) == data.rowDigests(.test))
    }
  }

  // MARK: What a model does not know

  private static func refusal(_ data: PreparedData, _ model: DataPreparation) -> DataError? {
    do throws(DataError) {
      _ = try ModelMatch(data, model)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("size,y\n1,p\n2,q\n", "model-missing-column", "`color`"),
    ("size,colour,y\n1,red,p\n2,red,q\n", "model-missing-column", "`color`"),
    ("size,color,notes,y\n1,red,2,p\n2,red,3,q\n", "model-unknown-column", "`notes`"),
    ("size,color,y\nbig,red,p\n2,red,q\n", "model-column-kind", "`size`"),
    ("size,color,y\n1,3,p\n2,4,q\n", "model-column-kind", "`color`"),
    ("size,color,y\n1,red,p\n2,rot,q\n", "model-unknown-category", "`rot`"),
    ("size,color,y\n1,Red,p\n2,red,q\n", "model-unknown-category", "`Red`"),
    ("size,color,y\n1,red,p\n2,red,Q\n", "model-unknown-class", "`Q`"),
    ("size,color,y\n1,red,1.5\n2,red,7.5\n", "model-task", "`y`"),
  ])
  func whatTheModelDoesNotKnowIsNamed(_ text: String, _ id: String, _ name: String) throws {
    let model = try load("size,color,y\n1,red,p\n2,blue,q\n").preparation
    let error = Self.refusal(try load(text), model)
    #expect(error?.id == id)
    #expect(error?.message.contains(name) == true)
    #expect(error?.suggestion != nil)
  }

  @Test func otherTargetsAreRefused() throws {
    let model = try load("a,b,y\n1,2,0.5\n2,3,0.7\n3,1,0.1\n").preparation
    let other = try load("a,y,b\n1,2,0.5\n2,3,0.7\n3,1,0.1\n", target: "b")
    #expect(Self.refusal(other, model)?.id == "model-target")
    let option = Self.refusal(other, model)?.option
    #expect(option?.name == .target && option?.values == ["y"])
    let renamed = try load("a,b,z\n1,2,0.5\n2,3,0.7\n3,1,0.1\n", target: "z")
    #expect(Self.refusal(renamed, model)?.id == "model-target")
    let classes = try load("a,b,y\n1,2,p\n2,3,q\n3,1,p\n")
    #expect(Self.refusal(classes, model)?.id == "model-task")
  }
}
