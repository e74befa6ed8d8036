import CommandLanguage
import HyperparameterSearch
import SessionSupport
import Testing

/// What commands do to the session: all or nothing, and exactly undone.
@Suite struct SessionTests {
  /// Bad commands and the diagnostic each must give.
  static let failures: [(command: String, id: String, marked: String)] = [
    ("blah", "unknown-command", "blah"), ("layer 0", "out-of-range", "0"),
    ("layer 1000000000", "out-of-range", "1000000000"),
    ("layer 50000000 relu", "network-too-large", "50000000"),
    ("set lerning_rate 0.03", "unknown-setting", "lerning_rate"),
    ("set lr nan", "not-a-number", "nan"), ("set lr -1", "out-of-range", "-1"),
    ("set optimizer adm", "wrong-type", "adm"), ("layer 8 rellu", "wrong-type", "rellu"),
    ("set loss huber", "loss-mismatch", "huber"),
    ("train -5", "out-of-range", "-5"), ("train ten", "wrong-type", "ten"),
    ("train until", "missing-argument", ""), ("train unitl loss < 1", "unknown-keyword", "unitl"),
    ("train until los < 1", "unknown-quantity", "los"),
    ("train until test_r2 > 0.5", "quantity-missing", "test_r2"),
    ("train 5 until epoch > 9 or validation_loss<1", "quantity-missing", "validation_loss"),
    ("train until test_accuracy>=95", "out-of-range", "95"),
    ("train until epoch=1 and loss < 1", "never-holds", "epoch=1 and loss < 1"),
    ("set patience -1", "out-of-range", "-1"), ("set patience some", "wrong-type", "some"),
    ("data load nowhere.csv target=x", "csv-no-such-file", "nowhere.csv"),
    ("search random lr=1..0.1", "reversed-range", "1..0.1"),
    ("search random lr=0..1:log", "log-needs-positive", "0"),
    ("search random colour=1..2", "unknown-search-parameter", "colour"),
    ("explain nonsense", "unknown-topic", "nonsense"), ("use best", "no-search-yet", "use"),
    ("undo 5", "nothing-to-undo", ""), ("predict 1 2 3", "example-field-count", "1 2 3"),
    ("predict 1 x", "example-not-a-number", "x"),
    ("layers tanh 8", "activation-without-size", "tanh"), ("layer edit 3 8", "no-such-layer", "3"),
  ]

  @Test func lossesFollowTheData() {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 3 tanh", "train 2", "set loss cross-entropy")
    // Two outputs instead of one: other weights.
    #expect(session.state.training == nil && session.state.shape?.outputs == 2)
    #expect(session.run("train 2") == .done && session.run("predict 1 2") == .done)
    #expect(session.run("confusion") == .done && session.run("eval") == .done)
    #expect(session.run("set loss squared") == .failed)
    session.run("data sine n=60")
    for command in ["train 1", "step", "eval", "predict 1", "search random trials=1 lr=0.1..1"] {
      #expect(session.run(command) == .failed, "\(command)")
      #expect(session.diagnostic?.id == "loss-mismatch")
    }
    #expect(session.run("set loss huber") == .done && session.run("train 2") == .done)
    let training = session.state.training
    #expect(session.run("set loss absolute") == .done && session.state.training == training)
    #expect(session.run("train 2") == .done && session.run("explain layers") == .done)
  }

  @Test(arguments: failures.indices)
  func badInputLeavesTheSessionAsItWas(index: Int) throws {
    let (command, id, marked) = Self.failures[index]
    let session = RecordedSession()
    session.run("data circle n=60", "layer 3 tanh", "train 2")
    let before = session.state
    #expect(session.run(command) == .failed)
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.id == id, "\(diagnostic)")
    if !marked.isEmpty {
      let range = try #require(diagnostic.range)
      let bytes = Array(command.utf8)[range.start..<range.end]
      #expect(String(decoding: bytes, as: UTF8.self) == marked)
    }
    #expect(session.state.training == before.training)
    #expect(session.state.settings == before.settings)
    #expect(session.state.hidden == before.hidden)
    #expect(session.state.data == before.data)
    #expect(session.state.epochs == before.epochs)
  }

  @Test func undoAndRedoAreExact() {
    let session = RecordedSession()
    session.run("data xor n=80", "layer 4 tanh", "set optimizer adam", "train 3")
    let afterThree = session.state
    session.run("train 4")
    let afterSeven = session.state
    session.run("layers 8 relu")
    #expect(session.state.training == nil)
    session.run("undo 2")
    #expect(session.state.training == afterThree.training)
    #expect(session.state.hidden == afterThree.hidden)
    #expect(session.state.epochs == afterThree.epochs)
    session.run("redo")
    #expect(session.state.training == afterSeven.training)
    // Going on from the undone state gives the very same weights again.
    session.run("undo", "train 4")
    #expect(session.state.training == afterSeven.training)
  }

  @Test func sayingTheSameIsNothingToUndo() {
    let session = RecordedSession()
    session.run("layers 8", "set lr 0.1", "set lr 0.1", "layers 8 relu", "undo")
    #expect(session.state.settings.training.learningRate == 0.03)
    #expect(session.state.hidden?.count == 1)
  }

  @Test func stepsThatFinishAnEpochReportIt() {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 3 tanh", "train 2", "step 4", "train 1")
    #expect(session.state.epochs.map(\.epoch) == [1, 2, 3, 4])
    let trained = RecordedSession()
    trained.run("data circle n=60", "layer 3 tanh", "train 4")
    #expect(session.state.epochs.map(\.training) == trained.state.epochs.map(\.training))
  }

  @Test func lookingIsNothingToUndo() {
    let session = RecordedSession()
    session.run("data circle n=60", "set lr 0.5", "set", "help", "layers", "data", "explain l2")
    session.run("undo")
    #expect(session.state.settings.training.learningRate == 0.03)
  }

  @Test func trainingInPartsEqualsTrainingAtOnce() {
    let whole = RecordedSession()
    whole.run("data moons n=90", "layer 5 tanh", "set optimizer momentum", "set l2 0.01", "train 9")
    let parts = RecordedSession()
    parts.run("data moons n=90", "layer 5 tanh", "set optimizer momentum", "set l2 0.01")
    parts.run("train 4", "step 3", "train 4", "train 1")
    #expect(parts.state.training?.epoch == 9)
    // Three steps belong to the fifth epoch, which the next `train` finishes.
    #expect(parts.state.training == whole.state.training)
  }

  @Test func interruptedTrainingGoesOnToTheSameWeights() throws {
    let whole = RecordedSession()
    whole.run("data moons n=90", "layer 5 tanh", "train 8")
    let session = try #require(
      stopped("train 8", after: ["data moons n=90", "layer 5 tanh"]) {
        $0.state.training?.stepCount == 17
      })
    let training = try #require(session.state.training)
    #expect(training.epoch < 8 && training.rowsDoneInEpoch > 0)
    session.run("train")
    #expect(session.state.training == whole.state.training)
  }

  @Test func resetGivesTheSameStart() {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 4 tanh", "train 3")
    let first = session.state.training
    session.run("reset", "train 3")
    #expect(session.state.training == first)
    session.run("reset new", "train 3")
    #expect(session.state.training?.parameters != first?.parameters)
    #expect(session.state.settings.training.seed == 2)
  }

  @Test func abandoningTakesBackTheWholeCommand() {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 4 tanh", "train 3")
    let before = session.state.training
    session.session.environment.isAbandoned = { true }
    #expect(session.run("train 3") == .interrupted)
    #expect(session.state.training == before)
  }

  @Test func newcomersAreLedOn() {
    for command in ["train", "step", "eval", "search random trials=2 epochs=1", "data"] {
      let session = RecordedSession()
      #expect(session.run(command) == .done, "\(command)")
      let assumptions = session.events.compactMap {
        if case .assumed(let assumption) = $0 { assumption } else { nil }
      }
      #expect(assumptions.contains { $0.subject == .data }, "\(command)")
      // What was taken for granted can be said as a command.
      for assumption in assumptions where assumption.subject != .space {
        #expect(RecordedSession().run(assumption.command) == .done)
      }
    }
    for command in ["layer 16 relu", "set lr 0.03"] {
      #expect(RecordedSession().run(command) == .done)
    }
  }

  @Test(arguments: ["step 1000", "step"])
  func divergingStepsAreReported(command: String) {
    let session = RecordedSession()
    session.run("data plane", "layer 4 linear", "set lr 5")
    for _ in 0..<40 { session.run(command) }
    let reasons = session.events.compactMap {
      if case .trainingEnded(let end) = $0 { end.reason } else { nil }
    }
    guard case .diverged? = reasons.last else {
      Issue.record("steps with lr 5 did not diverge")
      return
    }
  }

  /// Before every step: stopped a question later, no more than one step more is taken.
  @Test func stepsCanBeInterrupted() {
    var steps: [Int] = []
    let session = stopped("step 100", after: ["data circle n=60", "layer 3 tanh"]) {
      steps.append($0.state.training?.stepCount ?? 0)
      return steps.last == 8
    }
    #expect(session != nil && steps.first == 0)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { [0, 1].contains($1 - $0) })
  }

  @Test func divergenceKeepsFiniteWeightsAndSaysSo() throws {
    let session = RecordedSession()
    session.run("data diabetes", "layer 8 relu", "set lr 50", "train 5")
    let end = session.events.compactMap {
      if case .trainingEnded(let end) = $0 { end } else { nil }
    }.last
    guard case .diverged = try #require(end).reason else {
      Issue.record("training with lr 50 did not diverge")
      return
    }
    let parameters = try #require(session.state.training?.parameters)
    #expect(parameters.allSatisfy { $0.isFinite })
  }
}
