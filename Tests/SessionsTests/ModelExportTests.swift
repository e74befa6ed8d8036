import CommandLanguage
import Events
import Files
import SessionSupport
import TestSupport
import Testing

/// `model export`: a file that computes from values as they stand in the data what `predict` says of them.
@Suite struct ModelExportTests {
  private let folder = TemporaryFolder()
  private var file: String { folder.path + "/net.onnx" }

  private func session(_ commands: [String]) -> RecordedSession {
    let session = RecordedSession(explain: .off, mayWrite: true)
    session.run(commands)
    return session
  }

  private func exported(_ session: RecordedSession) throws -> ONNXReader {
    #expect(session.run("model export \(file)") == .done, "\(session.diagnostic?.message ?? "")")
    let written = bytes(of: file)
    #expect(report(session)?.bytes == written.count)
    return try ONNXReader(written)
  }

  private func report(_ session: RecordedSession) -> ModelExported? {
    guard case .modelExported(let report)? = session.events.last else { return nil }
    return report
  }

  private func predicted(_ fields: [String], _ session: RecordedSession) throws -> [Double] {
    #expect(session.run("predict " + fields.joined(separator: " ")) == .done)
    guard case .prediction(let report)? = session.events.last else { return [] }
    return report.outputs.map(\.value)
  }

  private func expectSame(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == expected.count && !found.isEmpty)
    for (one, other) in zip(found, expected) {
      #expect(abs(one - other) <= 1e-5 * max(1, abs(other)), "\(found) for \(expected)")
    }
  }

  /// Numbers and names, one of each missing.
  private static let mixed = (0..<60).map { row in
    let color = row < 3 ? "red" : ["red", "green", "blue=1"][row % 3]
    return row == 7 ? ",,\(row)\n" : "\(row * row % 97),\(color),\(row * 3)\n"
  }

  @Test(arguments: [
    (data: "data xor n=60", after: ["layers 5 gelu 4 tanh"], row: ["0.5", "-2"]),
    (data: "data xor n=60", after: ["layers none"], row: ["1", "2.5"]),
    (data: "data plane n=60", after: ["layers 4 sigmoid"], row: ["-3", "2"]),
    (
      data: "data circle n=60", after: ["layers 5 relu", "features x2 sin(x1) x1^2"],
      row: ["-2.5", "1.25"]
    ),
    (
      data: "data circle n=60",
      after: ["layers 5 leakyrelu", "features sin(x2) x1*x2 x2^2 x1", "set loss cross-entropy"],
      row: ["3", "-4"]
    ),
    (data: "data iris", after: ["layers 5 relu 4 linear"], row: ["5.1", "3.5", "1.4", "0.2"]),
    (
      data: "data sine n=60", after: ["set loss huber", "layer 6 tanh dropout=0.3"], row: ["0.7"]
    ),
  ])
  func theFilePredictsAsTheProgramDoes(data: String, after: [String], row: [String]) throws {
    let session = session([data] + after + ["set optimizer adam", "train 3"])
    let model = try exported(session)
    #expect(model.operatorSet >= 17)
    expectSame(
      try model.outputs(of: row.compactMap { Double($0) }), try predicted(row, session))
  }

  @Test func categoriesAndMissingValuesGoInAsTheyAreListed() throws {
    let table = folder.path + "/t.csv"
    try write("x,color,y\n" + Self.mixed.joined(), to: table)
    let session = session([
      "data load \(table) target=y task=regress test=0 missing=mean", "layer 4 tanh", "train 2",
    ])
    let model = try exported(session)
    #expect(model.inputs == [.init(name: "inputs", width: 4)])
    #expect(model.outputs == [.init(name: "prediction", width: 1)])
    #expect(model.metadata["inputs"] == #"["x","color=blue=1","color=green","color=red"]"#)
    #expect(model.metadata["outputs"] == #"["y"]"#)
    #expect(model.metadata["epoch"] == "2")
    expectSame(
      try model.outputs(of: [12.5, 0, 1, 0]), try predicted(["12.5", "green"], session))
    // What stands for a value that is missing, as the session found it.
    let numbers: [Double] = (0..<60).filter { $0 != 7 }.map { Double($0 * $0 % 97) }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    expectSame(
      try model.outputs(of: [.nan, .nan, .nan, .nan]), try predicted(["\(mean)", "red"], session))
    expectSame(
      try model.outputs(of: [3, .nan, .nan, .nan]), try predicted(["3", "red"], session))
  }

  /// Means far from 0 lose nothing by being 32-bit numbers, as long as the values are.
  @Test(arguments: [(1_000_000, false), (1_000_000_000, true)])
  func valuesFarFromZero(start: Int, isRounded: Bool) throws {
    let table = folder.path + "/t.csv"
    let rows = (0..<40).map { "\(start + $0 * $0 % 41),\($0 % 2 == 0 ? "a" : "b")\n" }
    try write("time,kind\n" + rows.joined(), to: table)
    let session = session(["data load \(table) target=kind test=0", "layer 3 tanh", "train 2"])
    let model = try exported(session)
    #expect(report(session)?.roundedColumns == (isRounded ? ["time"] : []))
    let value = Double(Float(start)) + (isRounded ? 0 : 7)
    expectSame(try model.outputs(of: [value]), try predicted(["\(Int(value))"], session))
  }

  @Test func weightsHaveTheNamesAndShapesOfAModelFile() throws {
    let session = session(["data iris", "layers 3 tanh", "train 1"])
    let model = try exported(session)
    let training = try #require(session.state.training)
    for layer in training.shape.layers {
      let weights = try #require(model.tensors["layers.\(layer.index).weight"])
      #expect(weights.shape == [layer.units, layer.inputs])
      for (place, number) in layer.weights.enumerated() {
        let (input, unit) = place.quotientAndRemainder(dividingBy: layer.units)
        let weight = Double(training.parameters[number])
        #expect(weights.values[unit * layer.inputs + input] == weight)
      }
      let biases = try #require(model.tensors["layers.\(layer.index).bias"])
      #expect(biases.values == layer.biases.map { Double(training.parameters[$0]) })
    }
  }

  @Test func exportingChangesNothingAndIsThereAsAWhole() throws {
    let session = session(["data iris", "layers 3 tanh", "train 1"])
    let before = StateDigest(session.state)
    try write("old", to: file)
    _ = try exported(session)
    #expect(StateDigest(session.state) == before)
    #expect(TextFile.names(in: folder.path) == ["net.onnx"])
    let careful = RecordedSession()
    #expect(careful.run("data iris", "model export \(folder.path)/other.onnx") == .failed)
    #expect(careful.diagnostic?.id == "writes-not-allowed")
    #expect(TextFile.names(in: folder.path) == ["net.onnx"])
  }
}
