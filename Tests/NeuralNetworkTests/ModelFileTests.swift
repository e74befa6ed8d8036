// Networks in safetensors files: what is saved comes back to the bit and goes on as if it had never
// stopped, a file of the Python library is read, and no hostile file does any harm.

import NeuralNetwork
import SampleNetworks
import TestSupport
import Testing

@Suite struct ModelFileTests {
  private static let shape = NetworkShape(
    inputs: 2, hidden: [HiddenLayer(units: 3, activation: .tanh)], outputs: 1)

  /// Written by Tests/Fixtures/model_files.py.
  private static let theirs = bytes(of: checkout + "/Tests/Fixtures/theirs.safetensors")

  /// A training with momentum, then Adam, stopped in the middle of an epoch.
  private static func trained() -> (state: TrainingState, settings: TrainingSettings) {
    let examples = makeExamples(.squaredError, rows: 30, inputs: 2)
    var state = TrainingState(shape: shape, seed: 3)
    var settings = TrainingSettings(optimizer: .momentum, learningRate: 0.01)
    for optimizer in [OptimizerKind.momentum, .adam] {
      settings.optimizer = optimizer
      let trainer = Trainer(
        examples: examples, loss: .squaredError, settings: settings, state: state)
      for _ in 0..<5 { _ = trainer.step(tracing: false) }
      state = trainer.state
    }
    return (state, settings)
  }

  private static func contents(
    _ bytes: [UInt8], _ shape: NetworkShape = shape
  ) throws(ModelFileError) -> ModelFile.Contents {
    try ModelFile(ModelBytes(bytes)).contents(for: shape)
  }

  /// A file with this header and so many zero bytes behind it.
  private static func errorID(_ bytes: [UInt8]) -> String? {
    do throws(ModelFileError) {
      _ = try contents(bytes)
      return nil
    } catch {
      return error.id
    }
  }

  // MARK: What is written

  @Test func whatWasSavedComesBack() throws {
    let (state, settings) = Self.trained()
    #expect(state.rowsDoneInEpoch > 0)
    let file = TemporaryPath("old content")
    let description = ModelDescription(
      activations: [.tanh], loss: "squared error", data: "a \"name\"\n", trainingRows: 30,
      settings: [.init(name: "lr", value: "0.01")], targetEpoch: 9)
    let size = try saveModel(state, description, to: file.path)
    let written = bytes(of: file.path)
    #expect(written.count == size)
    let read = try ModelFile(ModelBytes(path: file.path))
    #expect(read.description == description)
    #expect(read.sizes == [2, 3, 1])
    #expect(read.hidden == Self.shape.hidden)
    let contents = try read.contents(for: Self.shape)
    #expect(contents.state == state)
    #expect(contents.hasOptimizerState)

    let examples = makeExamples(.squaredError, rows: 30, inputs: 2)
    let ends = [state, contents.state].map { start in
      let trainer = Trainer(
        examples: examples, loss: .squaredError, settings: settings, state: start)
      for _ in 0..<3 { _ = trainer.runEpoch(shouldStop: { false }) }
      return trainer.state
    }
    #expect(ends[0] == ends[1])
  }

  /// What was best in a run that is watched comes back too, for each optimizer that remembers.
  @Test(arguments: OptimizerKind.allCases)
  func whatWasBestComesBack(optimizer: OptimizerKind) throws {
    let trainer = Trainer(
      examples: makeExamples(.squaredError, rows: 30, inputs: 2), loss: .squaredError,
      settings: TrainingSettings(optimizer: optimizer, learningRate: 0.01),
      state: TrainingState(shape: Self.shape, seed: 3))
    var watch = EarlyStopping(patience: 7)
    // Before the first finite loss there is nothing best to save.
    for loss in [.nan, 0.1 + 0.2, 0.5, 0.4] {
      _ = trainer.runEpoch(shouldStop: { false })
      _ = watch.shouldStop(after: trainer.state, loss: loss)
      let file = TemporaryPath("")
      _ = try saveModel(trainer.state, ModelDescription(), earlyStopping: watch, to: file.path)
      let contents = try Self.contents(bytes(of: file.path))
      #expect(contents.earlyStopping == watch)
      #expect(contents.state == trainer.state)
      // Its tensors belong to it: a file that lost the metadata is refused, and so is the reverse.
      let header = bytes(of: file.path).firstRange(of: Array("best_loss".utf8))
      #expect((header != nil) == (watch.best != nil))
      if let header {
        var bytes = bytes(of: file.path)
        bytes.replaceSubrange(header, with: Array("lost_loss".utf8))
        #expect(Self.errorID(bytes) == "model-names")
      }
    }
    #expect(watch.best?.epoch == 2 && watch.best?.parameters != trainer.state.parameters)
  }

  /// The layout by the format's own words: little-endian length, JSON, then rows of units.
  @Test func bytesAreThoseOfTheFormat() throws {
    let shape = NetworkShape(inputs: 2, hidden: [], outputs: 2)
    var state = TrainingState(shape: shape, parameters: [1, 2, 3, 4, 5, 6])
    state.epoch = 7
    let file = TemporaryPath("")
    _ = try saveModel(state, ModelDescription(), to: file.path)
    let bytes = bytes(of: file.path)
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(length % 8 == 0)
    let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    #expect(header.contains("\"epoch\":\"7\""))
    #expect(
      header.contains(
        "\"layers.0.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
          + "\"layers.0.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[16,24]}}"))
    let values = stride(from: 8 + length, to: bytes.count, by: 4).map { place in
      Float(bitPattern: bytes[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
    }
    // Input 0 has weights 1 and 2 to the units, input 1 has 3 and 4; a unit's row is its inputs.
    #expect(values == [1, 3, 2, 4, 5, 6])
  }

  @Test func fileOfThePythonLibraryIsRead() throws {
    let contents = try Self.contents(Self.theirs)
    #expect(!contents.hasOptimizerState)
    #expect(contents.state.epoch == 0)
    for layer in Self.shape.layers {
      for unit in 0..<layer.units {
        let k = Float(layer.index)
        for input in 0..<layer.inputs {
          let place = layer.weights.lowerBound + input * layer.units + unit
          #expect(contents.state.parameters[place] == k + Float(unit) + Float(input) / 8)
        }
        #expect(
          contents.state.parameters[layer.biases.lowerBound + unit] == -(k + Float(unit)) / 4)
      }
    }
  }

  @Test func valuesThatAreNotFiniteAreCounted() throws {
    var bytes = Self.theirs
    bytes.replaceSubrange((bytes.count - 4)..., with: [0, 0, 0x80, 0x7F])
    #expect(try Self.contents(bytes).nonFiniteCount == 1)
  }

  @Test func aFileThatCannotBeWrittenChangesNothing() throws {
    let (state, _) = Self.trained()
    for path in ["/nowhere/at/all.safetensors", "/tmp", "/dev/null", ""] {
      #expect(throws: ModelFileError.self) {
        _ = try saveModel(state, ModelDescription(), to: path)
      }
    }
    for path in ["/nowhere/at/all.safetensors", "/tmp", "/dev/null", ""] {
      #expect(throws: ModelFileError.self) { _ = try ModelBytes(path: path) }
    }
  }

  // MARK: Hostile files

  @Test func everyTruncationIsRefused() {
    for length in 0..<Self.theirs.count {
      #expect(Self.errorID(Array(Self.theirs.prefix(length))) != nil, "\(length) bytes")
    }
    #expect(Self.errorID(Self.theirs + [0]) == "model-bad-header")
  }

  /// A flipped bit is refused, or it was in a value and changes that one alone.
  @Test func everyFlippedBitIsRefusedOrInAValue() throws {
    let sound = try Self.contents(Self.theirs).state.parameters.map(\.bitPattern)
    let length = Self.theirs.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    for bit in 0..<Self.theirs.count * 8 {
      var bytes = Self.theirs
      bytes[bit / 8] ^= 1 << (bit % 8)
      let contents = try? Self.contents(bytes)
      let changed = contents.map { contents in
        zip(contents.state.parameters, sound).count { $0.bitPattern != $1 }
      }
      // In the header only free text (the metadata and blanks) may differ without harm.
      if bit / 8 >= 8 + length {
        #expect(changed == 1, "bit \(bit)")
      } else if let changed {
        #expect(changed == 0, "bit \(bit)")
      }
    }
  }

  @Test func filesOfOtherNetworksAreRefused() throws {
    let layers: (Int, Int, Int) -> NetworkShape = { inputs, units, outputs in
      NetworkShape(
        inputs: inputs, hidden: [HiddenLayer(units: units, activation: .relu)], outputs: outputs)
    }
    for (shape, id) in [
      (layers(2, 4, 1), "model-shape"), (layers(3, 3, 1), "model-shape"),
      (layers(2, 3, 2), "model-shape"),
      (NetworkShape(inputs: 2, hidden: [], outputs: 3), "model-names"),
      (
        NetworkShape(
          inputs: 2,
          hidden: [.init(units: 3, activation: .relu), .init(units: 1, activation: .relu)],
          outputs: 1), "model-names"
      ),
    ] {
      do throws(ModelFileError) {
        _ = try Self.contents(Self.theirs, shape)
        Issue.record("\(shape) was accepted")
      } catch {
        #expect(error.id == id)
      }
    }
    // The same sizes with other activations are another network.
    let file = TemporaryPath("")
    _ = try saveModel(
      Self.trained().state, ModelDescription(activations: [.tanh]), to: file.path)
    let error = #expect(throws: ModelFileError.self) {
      try ModelFile(ModelBytes(path: file.path)).contents(for: layers(2, 3, 1))
    }
    #expect(error?.id == "model-activations")
    #expect(error?.suggestion == "`layers 3 tanh`")
  }

  private static let weight = "\"layers.0.weight\":{\"dtype\":\"F32\",\"shape\":[3,2],"
  private static let bias = "\"layers.0.bias\":{\"dtype\":\"F32\",\"shape\":[3],"

  @Test(arguments: [
    // Overlap, gap, reversed range.
    ("{\(weight)\"data_offsets\":[0,24]},\(bias)\"data_offsets\":[20,32]}}", 32, "model-overlap"),
    ("{\(weight)\"data_offsets\":[0,24]},\(bias)\"data_offsets\":[28,40]}}", 40, "model-overlap"),
    ("{\(weight)\"data_offsets\":[24,0]}}", 24, "model-bad-header"),
    // Shapes that lie about their bytes, also by overflowing.
    ("{\(weight)\"data_offsets\":[0,20]}}", 20, "model-bad-header"),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}", 0,
      "model-bad-header"
    ),
    ("{\(weight)\"data_offsets\":[0,24]}}", 23, "model-truncated"),
    ("{\(weight)\"data_offsets\":[0,24]}}", 25, "model-bad-header"),
    // Other types, names twice, wrong kinds.
    (
      "{\"layers.0.weight\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[0,12]}}", 12,
      "model-dtype"
    ),
    (
      "{\(bias)\"data_offsets\":[0,12]},\(bias)\"data_offsets\":[12,24]}}", 24, "model-bad-header"
    ),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "model-bad-header"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}", 4, "model-bad-header"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "model-bad-header"),
    ("{\"__metadata__\":{\"epoch\":3}}", 0, "model-bad-header"),
    ("{\"__metadata__\":{\"epoch\":\"-3\"}}", 0, "model-bad-header"),
    ("{\"__metadata__\":{\"epoch\":\"99999999999999999999\"}}", 0, "model-bad-header"),
    ("{\"__metadata__\":{\"activations\":\"softplus\"}}", 0, "model-bad-header"),
    ("{\"__metadata__\":{\"stopping_patience\":\"0\"}}", 0, "model-bad-header"),
    ("{\"__metadata__\":{\"validation_seed\":\"-1\"}}", 0, "model-bad-header"),
    (
      "{\"__metadata__\":{\"stopping_patience\":\"2\",\"best_loss\":\"nan\",\"best_epoch\":\"1\"}}",
      0, "model-bad-header"
    ),
    (
      "{\"__metadata__\":{\"stopping_patience\":\"2\",\"best_loss\":\"1.5\"}}", 0,
      "model-bad-header"
    ),
    // Not JSON.
    ("{\"a\":1,}", 0, "model-bad-header"), ("[]", 0, "model-bad-header"),
    ("{\"a\":01}", 0, "model-bad-header"), ("{\"\\ud800\":1}", 0, "model-bad-header"),
    ("{}x", 0, "model-bad-header"), ("{\"a\":\u{1}}", 0, "model-bad-header"),
    (
      "{\"a\":" + String(repeating: "[", count: 100_000), 0, "model-bad-header"
    ),
    ("{}", 0, "model-names"),
  ])
  func lyingHeadersAreRefused(header: String, bytes: Int, id: String) {
    #expect(Self.errorID(modelFile(header, bytes: bytes)) == id)
  }

  @Test func aHeaderLongerThanTheFileIsRefused() {
    for length in [UInt64.max, 1 << 63, 1 << 40, 5 << 20, 100] {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) }
      let id = Self.errorID(bytes + Array("{}".utf8))
      #expect(id == (length > 4 << 20 ? "model-bad-header" : "model-truncated"))
    }
  }

  @Test func randomBytesDoNoHarm() {
    var random = SeededGenerator(seed: 11)
    let letters = Array("{}[]\",:0123456789\\ue+-. __metadata__layers.0weightdtypeF32shape".utf8)
    for _ in 0..<3000 {
      let text = (0..<random.below(80)).map { _ in letters[random.below(letters.count)] }
      #expect(Self.errorID(modelFile("{" + String(decoding: text, as: UTF8.self), bytes: 0)) != nil)
    }
  }
}

/// A file with this header and so many bytes of zeros.
func modelFile(_ header: String, bytes: Int) -> [UInt8] {
  let text = Array(header.utf8)
  let length = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
  return length + text + [UInt8](repeating: 0, count: bytes)
}
