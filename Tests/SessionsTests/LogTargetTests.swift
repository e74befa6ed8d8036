// `target=log(price)`: what is learned is the logarithm, what is told is the price, here and in files.
import CommandLanguage
import Datasets
import Events
import Experiments
import SessionSupport
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct LogTargetTests {
  private let folder = TemporaryFolder()

  private func table(zeroInRow: Int? = nil) throws -> String {
    let path = folder.path + "/t.csv"
    let rows = (0..<40).map { row in
      let price = row == zeroInRow ? "0" : "\(Double(row * row + 3) / 8)"
      return "\(row),\(row * 7 % 11),\(price)"
    }
    try write((["x,z,price"] + rows).joined(separator: "\n") + "\n", to: path)
    return path
  }

  private func session(_ options: String = "") throws -> RecordedSession {
    let session = RecordedSession(explain: .off, mayWrite: true)
    session.run(
      "data load \(try table()) target=log(price) \(options)", "layer 4 tanh", "train 5")
    return session
  }

  private func prediction(_ session: RecordedSession, _ values: String) throws -> Double {
    #expect(session.run("predict \(values)") == .done)
    guard case .prediction(let report)? = session.events.last else { return .nan }
    #expect(report.outputs.map(\.name) == ["price"])
    return try #require(report.outputs.first?.value)
  }

  /// Mean and deviation of the training rows' logarithms, by another library.
  @Test(arguments: ["", "standardize=off"]) func logarithmsAreLearned(_ options: String) throws {
    let session = try session(options)
    let data = try #require(session.state.data)
    let prices = try #require(data.origins).training.map { Double($0 * $0 + 3) / 8 }
    let logs = prices.map { log($0) }
    let mean = logs.reduce(0, +) / Double(logs.count)
    let square = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count)
    guard case .values(let values) = data.training.targets else { return }
    for (value, learned) in zip(values, logs) {
      let expected = options.isEmpty ? (learned - mean) / square.squareRoot() : learned
      #expect(abs(Double(value) - expected) < 1e-5)
    }
    #expect(data.targetName == "price" && data.transform == .log)
  }

  /// The mean of |prediction - price|, each prediction that of `predict`.
  @Test(arguments: ["", "standardize=off"]) func errorsAreInItsOwnUnits(_ options: String) throws {
    let session = try session(options)
    session.run("eval")
    guard
      case .evaluation(let report)? = session.events.first(where: {
        if case .evaluation = $0 { true } else { false }
      })
    else {
      Issue.record("no evaluation")
      return
    }
    let rows = try #require(session.state.data?.origins).test.map(Int.init)
    var sum = 0.0
    for row in rows {
      let answer = try prediction(session, "\(row) \(row * 7 % 11)")
      #expect(answer > 0)
      sum += abs(answer - Double(row * row + 3) / 8)
    }
    let error = try #require(report.epoch.test?.meanAbsoluteError)
    #expect(abs(error - sum / Double(rows.count)) < 1e-4 * error)
  }

  @Test func aColumnOfThatNameIsItself() throws {
    let path = folder.path + "/own.csv"
    let rows = (0..<12).map { "\($0),\($0 * 3)" }
    try write((["x,log(y)"] + rows).joined(separator: "\n") + "\n", to: path)
    let session = RecordedSession()
    #expect(session.run("data load \(path) target=log(y) task=regress") == .done)
    #expect(session.state.data?.transform == TargetTransform.none)
    #expect(session.state.data?.targetName == "log(y)")
  }

  @Test func numbersWithoutALogarithmArePointedAt() throws {
    let session = RecordedSession()
    let path = try table(zeroInRow: 11)
    #expect(session.run("data load \(path) target=log(price)") == .failed)
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.id == "csv-log-not-positive")
    #expect(diagnostic.file?.line == 13 && diagnostic.file?.column == 6)
    #expect(session.run("data load \(path) target=log(price) task=classify") == .failed)
    #expect(session.diagnostic?.id == "csv-log-of-classes")
    #expect(session.run("data load \(path) target=log(prize)") == .failed)
    #expect(session.diagnostic?.id == "csv-no-target")
  }

  @Test func modelsKnowWhatTheyLearned() throws {
    let saved = try session()
    let expected = try prediction(saved, "7 3")
    #expect(saved.run("model save \(folder.path)/m.safetensors") == .done)
    // On the same rows with the price itself as the target.
    let other = RecordedSession(explain: .off)
    #expect(
      other.run(
        "data load \(try table()) target=price", "layer 4 tanh",
        "model load \(folder.path)/m.safetensors") == .done)
    #expect(other.state.data?.transform == .log)
    #expect(other.state.data?.training == saved.state.data?.training)
    #expect(try prediction(other, "7 3") == expected)
    let zero = RecordedSession(explain: .off)
    zero.run("data load \(try table(zeroInRow: 4)) target=price", "layer 4 tanh")
    #expect(zero.run("model load \(folder.path)/m.safetensors") == .failed)
    #expect(zero.diagnostic?.id == "model-no-logarithm")
  }

  @Test(arguments: ["", "standardize=off"]) func exportedModelsAnswerInItsUnits(
    _ options: String
  ) throws {
    let session = try session(options)
    #expect(session.run("model export \(folder.path)/m.onnx") == .done)
    let model = try ONNXReader(bytes(of: folder.path + "/m.onnx"))
    for row in ["7 3", "39 0", "0 10"] {
      let answer = try prediction(session, row)
      let outputs = try model.outputs(of: row.split(separator: " ").compactMap { Double($0) })
      #expect(outputs.count == 1 && abs(outputs[0] - answer) <= 1e-4 * answer)
    }
  }
}
