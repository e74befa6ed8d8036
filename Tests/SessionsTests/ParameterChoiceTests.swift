// What `explain weight` and its sisters take for an answer: names, numbers, and what is said of others.
import SessionSupport
import Testing

@Suite struct ParameterChoiceTests {
  @Test func parametersGoByNameOrNumber() {
    let session = RecordedSession()
    session.run("data iris", "layer 4 relu", "step")
    for (typed, name) in [
      ("weight 1 petal_width_cm 2", "hidden 1: unit 2 ← petal_width_cm"),
      ("weight 1 4 2", "hidden 1: unit 2 ← petal_width_cm"),
      ("weight OUTPUT 3 Virginica", "output: class virginica ← unit 3"),
      ("weight 2 3 3", "output: class virginica ← unit 3"),
      ("bias output setosa", "output: class setosa, bias"), ("bias 1 4", "hidden 1: unit 4, bias"),
    ] {
      #expect(session.run("explain \(typed)") == .done)
      guard case .step(let report)? = session.events.last else {
        Issue.record("no step report")
        return
      }
      #expect(report.parameter == name)
    }
  }

  /// Cross-entropy has an output for each of two classes, logistic loss one for the second.
  @Test func twoClassesAreTold() {
    let session = RecordedSession()
    session.run("data circle n=60", "set loss cross-entropy", "layer 2", "step")
    for name in ["0", "1"] {
      session.run("explain bias output \(name)")
      guard case .step(let report)? = session.events.last else {
        Issue.record("no step report")
        return
      }
      #expect(report.parameter == "output: class \(name), bias")
    }
  }

  @Test(arguments: [
    ("explain weight 3 1 1", "unknown-layer"), ("explain weight 0 1 1", "unknown-layer"),
    ("explain weight 1 x3 1", "unknown-input"), ("explain weight 1 3 1", "unknown-input"),
    ("explain weight 1 x1 9", "unknown-unit"), ("explain weight output 4 1", "unknown-unit"),
    ("explain bias output 2", "unknown-unit"), ("explain bias 1", "missing-argument"),
    ("explain forward 31", "no-such-row"), ("explain forward test 31", "no-such-row"),
    ("explain backward 0", "out-of-range"), ("explain forward values 1", "example-field-count"),
    ("explain forward values 1 y", "example-not-a-number"),
  ])
  func whatIsNotThereIsSaid(command: String, id: String) {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 3 tanh", "step")
    #expect(session.run(command) == .failed)
    #expect(session.diagnostic?.id == id)
  }

  @Test func withoutAStepOrTestRows() {
    let session = RecordedSession()
    session.run("data circle n=60 test=0", "layer 3 tanh")
    session.run("explain weight 1 1 1")
    #expect(session.diagnostic?.id == "no-step-yet")
    session.run("explain forward test 1")
    #expect(session.diagnostic?.id == "no-test-rows")
  }

  /// Looking changes nothing that training goes on from.
  @Test func explainingLeavesTheSessionAsItIs() throws {
    let session = RecordedSession()
    session.run("data iris", "layer 4 dropout=0.2", "set optimizer adam", "train 1")
    let before = try #require(session.state.training)
    session.run("explain forward 3", "explain backward 3", "explain weight 1 1 1")
    #expect(session.state.training == before)
  }
}
