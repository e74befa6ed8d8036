import CommandLanguage
import HyperparameterSearch
import SessionSupport
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `features`: what the network sees of two inputs, recomputed here with the C library.
@Suite struct FeaturesTests {
  private static let all = "features x1 x2 x1^2 x2^2 x1*x2 sin(x1) sin(x2)"

  private func expected(_ x1: Float, _ x2: Float) -> [Double] {
    let (a, b) = (Double(x1), Double(x2))
    return [a, b, a * a, b * b, a * b, sin(a), sin(b)]
  }

  private func isClose(_ left: [Float], _ right: [Double]) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy { abs(Double($0) - $1) <= 1e-6 * max(1, abs($1)) }
  }

  @Test func allSevenAreMadeOfTheTwoInputs() throws {
    let session = RecordedSession(explain: .off)
    session.run("data spiral n=80 seed=3")
    let plain = try #require(session.state.data)
    #expect(session.run(Self.all) == .done)
    let data = try #require(session.state.data)
    #expect(
      data.inputNames == ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"])
    for (before, after) in [(plain.training, data.training), (plain.test, data.test)] {
      let (before, after) = (try #require(before), try #require(after))
      #expect(after.targets == before.targets)
      for row in 0..<before.count {
        let x = before.inputs(ofRow: row)
        #expect(isClose(after.inputs(ofRow: row), expected(x[0], x[1])))
      }
    }
    #expect(isClose(try data.encode(["0.5", "-2"]), expected(0.5, -2)))
  }

  @Test func choosingAgainStartsFromTheInputs() throws {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=60")
    let plain = try #require(session.state.data)
    #expect(session.run("features x1*x2", "FEATURES X2^2 x1^2") == .done)
    #expect(session.state.data?.inputNames == ["x2^2", "x1^2"])
    #expect(session.run("features x1 x2") == .done)
    #expect(session.state.data == plain)
    #expect(session.run("undo") == .done)
    #expect(session.state.data?.featureText == "x2^2 x1^2")
  }

  /// Whoever makes the data again divides the rows as they were, and chooses the last features only.
  @Test func theOtherCommandsThatMadeTheDataStay() {
    let journal = MemoryStudyJournal()
    let session = RecordedSession(explain: .off)
    session.session.environment.studies = journal
    session.run(
      "data circle n=60 seed=3", "features x1*x2", "data validation", "FEATURES x1 x2 x1^2",
      "layer 2 tanh", "search random trials=1 epochs=1 lr=0.1..1:log")
    #expect(
      session.state.dataCommands == [
        "data circle n=60 seed=3", "data validation seed=1", "FEATURES x1 x2 x1^2",
      ])
    let other = RecordedSession(explain: .off)
    other.session.environment.studies = journal
    #expect(other.run("search resume 1 trials=1") == .done)
    #expect(other.state.data == session.state.data)
    #expect(session.run("data circle n=60") == .done)
    #expect(session.state.dataCommands == ["data circle n=60 seed=1"])
  }

  /// With squares alone, a network without hidden layers tells a disk from its ring.
  @Test func weightsGoAndTheNetworkLearns() {
    let session = RecordedSession(explain: .off)
    session.run("data circle noise=0", "layers none", "train 1")
    #expect(session.run("features x1^2 x2^2") == .done)
    #expect(session.state.training == nil)
    #expect(session.run("set lr 0.1", "train 30") == .done)
    #expect((session.epochReports.last?.test?.accuracy ?? 0) > 0.98)
    #expect(session.run("predict 0 0.2") == .done)
    #expect(session.run("predict 0 0.2 1") == .failed)
    // The features there are already: nothing is lost.
    #expect(session.run("features x1^2 x2^2") == .done)
    #expect(session.state.training?.epoch == 30)
  }

  @Test func otherDataIsRefused() {
    let session = RecordedSession(explain: .off)
    for data in ["iris", "sine n=60"] {
      #expect(session.run("data \(data)", "features x1^2") == .failed)
      #expect(session.diagnostic?.id == "features-two-inputs")
    }
    #expect(session.state.data?.inputNames == ["x"])
  }

  /// Of a table's standardized columns the features are standardized numbers' features.
  @Test func columnsOfATableAreUsedAsTheNetworkSeesThem() throws {
    let folder = TemporaryFolder()
    let table = folder.path + "/t.csv"
    let rows = (0..<12).map { "\($0 * $0),\(100 - $0),\($0 % 2 == 0 ? "a" : "b")\n" }
    try write("width,height,kind\n" + rows.joined(), to: table)
    let session = RecordedSession(explain: .off)
    #expect(session.run("data load \(table) target=kind test=0", "features x1^2 x2") == .done)
    let data = try #require(session.state.data)
    let scale = try #require(data.standardization)
    for row in 0..<12 {
      let x1 = (Double(row * row) - scale.means[0]) / scale.deviations[0]
      let x2 = (Double(100 - row) - scale.means[1]) / scale.deviations[1]
      #expect(isClose(data.training.inputs(ofRow: row), [x1 * x1, x2]))
      #expect(
        try data.encode(["\(row * row)", "\(100 - row)"]) == data.training.inputs(ofRow: row))
    }
  }

  @Test(arguments: [
    ("features x3", "unknown-feature"), ("features x1^3", "unknown-feature"),
    ("features cos(x1)", "unknown-feature"), ("features x1 -x2", "mixed-features"),
    ("features x1 x1", "repeated-feature"), ("features -x1 -x2", "no-columns-left"),
  ])
  func nothingElseIsAccepted(command: String, id: String) {
    let session = RecordedSession(explain: .off)
    #expect(session.run("data circle n=60", command) == .failed)
    #expect(session.diagnostic?.id == id)
    #expect(session.state.data?.featureText == nil)
  }

  @Test func shownByData() {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=60", "features x1^2 sin(x2)", "data")
    guard case .data(let report)? = session.events.last else {
      Issue.record("no report")
      return
    }
    #expect(report.features == ["x1^2", "sin(x2)"])
    #expect(report.inputCount == 2)
    #expect(report.columns.map(\.name) == ["x1", "x2"])
  }

  /// A network that saw features sees them again, whatever is chosen when it is loaded.
  @Test func savedModelsBringTheirFeatures() {
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    let session = RecordedSession(explain: .off, mayWrite: true)
    session.run("data circle n=60", "layer 2", "features x1^2 x2^2", "model save \(file)")
    session.run("features x1 x2")
    #expect(session.run("model load \(file)") == .done)
    guard case .modelLoaded(let report)? = session.events.last else {
      Issue.record("no report")
      return
    }
    #expect(report.notes == [.prepared(isReordered: false)])
    #expect(session.state.data?.inputNames == ["x1^2", "x2^2"])
    session.run("undo")
    #expect(session.state.data?.inputNames == ["x1", "x2"])
  }
}
