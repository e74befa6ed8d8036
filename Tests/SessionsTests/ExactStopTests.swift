// An interrupted command can be typed again: wherever it was interrupted, the words that its record holds
// give the same state in a new session, to the bit, and going on from there is the same too.
import CommandLanguage
import Numerics
import SessionSupport
import Synchronization
import TestSupport
import Testing

@Suite struct ExactStopTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var setup: [String]
    /// A line; one of its commands is interrupted.
    var line: String
    /// What goes on from there.
    var then: [String] = ["train"]

    var testDescription: String { (setup + [line]).joined(separator: "; ") }
  }

  static let trainings = [
    Sample(setup: ["data circle n=60 noise=0.3", "layers 6 relu"], line: "train 7"),
    Sample(setup: ["data moons n=50", "set schedule cosine"], line: "train 2; train 5; train 3"),
    Sample(
      setup: ["data iris", "layers 8 relu", "set optimizer adam", "set patience 2", "set lr 0.1"],
      line: "train 12"),
    Sample(
      setup: ["data iris", "layers 5 tanh", "set explain full"],
      line: "train 9 until train_accuracy > 97%"),
    Sample(setup: ["data circle n=40", "set optimizer gd"], line: "train 6"),
    Sample(setup: ["data circle n=3000", "layers 30 30", "set batch full"], line: "train 3"),
    Sample(
      setup: ["data circle n=60", "layers 9000 tanh", "set batch 20", "set lr 0.001"],
      line: "train 3"),
    Sample(setup: ["data hills n=40", "layers 8 relu"], line: "set lr 1e6; train 8"),
    Sample(
      setup: ["data circle n=60", "layer 4 relu dropout=0.2", "train 9 stop=11"], line: "train"),
    Sample(setup: ["data xor n=40", "layers 6 relu", "set lr 3"], line: "train 24"),
    Sample(setup: ["data circle n=60", "layers 4 tanh", "train 1"], line: "step 40"),
  ]

  static let others = [
    Sample(
      setup: ["data circle n=40", "layers 4 tanh"], line: "race sgd adam lr=0.1 epochs=5",
      then: ["use B", "train"]),
    Sample(
      setup: ["data circle n=40", "layers 4 tanh", "train 5"], line: "what if lr=0.3 units=3",
      then: ["use A", "train"]),
    Sample(
      setup: ["data iris", "layers 4"], line: "search random trials=4 epochs=2 lr=0.01..1:log",
      then: ["search resume"]),
    Sample(
      setup: ["data iris", "search bayes trials=6 epochs=1 lr=0.01..1:log stop=2"],
      line: "search resume trials=2", then: ["search resume", "use best"]),
    Sample(
      setup: ["data iris", "layers 4"], line: "search halving trials=6 epochs=4 lr=0.01..1:log",
      then: ["search resume"]),
  ]

  /// How often a line asks whether to go on.
  private func questions(_ sample: Sample) -> Int {
    let session = RecordedSession()
    session.run(sample.setup)
    let countdown = Countdown()
    session.run(sample.line, asking: countdown)
    return countdown.asked
  }

  private func session(_ sample: Sample) -> RecordedSession {
    let session = RecordedSession()
    for line in sample.setup {
      session.run(line)
      #expect(session.diagnostic == nil)
    }
    return session
  }

  @Test(arguments: trainings + others) func interruptedCommandsCanBeTypedAgain(_ sample: Sample) {
    let questions = questions(sample)
    #expect(questions > 4)
    var random = RandomStream(seed: 11, purpose: .search, index: UInt64(questions))
    var hadWords = false
    // The first few are in the training; what is tried beside it asks the more.
    for point in [0, 1, 3, 5, questions - 2].filter({ $0 < questions })
      + (0..<7).map({ _ in random.below(questions) })
    {
      let stopped = session(sample)
      stopped.run(sample.line, stoppingAfter: point)

      let typed = session(sample)
      for case .ended(let execution) in stopped.output {
        switch execution.outcome {
        case .interrupted(let again?):
          hadWords = true
          typed.run(again)
          #expect(typed.outcomes == [.done], "\(again)")
        // Nothing came of it.
        case .interrupted(nil): break
        default: typed.run(execution.source)
        }
      }
      let note: Comment = "at question \(point) of \(questions)"
      #expect(StateDigest(typed.state) == StateDigest(stopped.state), note)
      expectSameTraining(typed.state, stopped.state, note)
      for line in sample.then {
        stopped.run(line)
        typed.run(line)
        expectSameTraining(typed.state, stopped.state, note)
        #expect(StateDigest(typed.state) == StateDigest(stopped.state), note)
      }
    }
    #expect(hadWords)
  }

  // MARK: What stop= says

  @Test func trainingEndsExactlyThere() {
    let session = RecordedSession()
    session.run("data circle n=60 test=0", "layers 4 tanh", "set batch 10", "train 5 stop=14")
    #expect(session.state.training?.stepCount == 14 && session.outcomes == [.done])
    #expect(session.state.epochs.map(\.epoch) == [1, 2])
    session.run("train")
    let whole = RecordedSession()
    whole.run("data circle n=60 test=0", "layers 4 tanh", "set batch 10", "train 5")
    #expect(session.state.training == whole.state.training)
    #expect(session.state.epochs == whole.state.epochs)
  }

  @Test func aStopBeyondTheRunIsToldOf() {
    let session = RecordedSession()
    session.run("data circle n=60 test=0", "set batch 10", "train 2 stop=99")
    #expect(session.outcomes == [.done] && session.state.training?.stepCount == 12)
    #expect(
      session.events.contains {
        if case .hint(let hint) = $0 { hint.values.map(\.value) == [12, 99] } else { false }
      })
  }

  /// An epoch's last step comes with its figures.
  @Test func theEndOfAnEpochHasItsFigures() {
    let session = RecordedSession()
    session.run("data circle n=60 test=0", "layers 4 tanh", "set batch 10", "train 5 stop=12")
    #expect(session.state.epochs.map(\.epoch) == [1, 2])
    #expect(session.state.training?.rowsDoneInEpoch == 0)
  }

  @Test func stepsThatArePastAreRefused() {
    let session = RecordedSession()
    session.run("data circle n=60", "layers 4 tanh", "step 5", "train 3 stop=4")
    #expect(session.diagnostic?.id == "stop-is-past")
    session.run("step 3 stop=4")
    #expect(session.diagnostic?.id == "stop-is-past")
    session.run("train 3 stop=5")
    #expect(session.state.training?.stepCount == 5 && session.outcomes == [.done])
  }

  @Test func aStepThatIsNotTakenIsNothingToUndo() {
    let session = RecordedSession()
    session.run("data circle n=60", "layers 4 tanh", "train 2")
    let steps = session.state.training?.stepCount ?? 0
    #expect(session.run("step stop=\(steps)") == .done)
    #expect(session.run("undo") == .done)
    #expect(session.state.epochs.map(\.epoch) == [], "`train 2` is undone")
  }

  @Test func racersEndTogether() throws {
    let session = RecordedSession()
    session.run("data circle n=60", "layers 4 tanh", "race sgd adam epochs=9 stop=4")
    let end = try #require(session.raceEnd)
    #expect(
      end.finishes.map(\.report.epoch) == [4, 4] && end.finishes.allSatisfy { $0.steps == 12 })
    session.run("use B", "train")
    let whole = RecordedSession()
    whole.run("data circle n=60", "layers 4 tanh", "race sgd adam epochs=9", "use B")
    #expect(session.state.training == whole.state.training)
  }

  @Test func searchesEndWithSoManyTrials() {
    let session = RecordedSession()
    session.run("data iris", "layers 4", "search bayes trials=7 epochs=1 lr=0.01..1:log stop=5")
    #expect(session.trialReports.map(\.trial.number) == [0, 1, 2, 3, 4])
    session.run("search resume")
    #expect(session.trialReports.map(\.trial.number) == [5, 6])
  }

  // MARK: What leaves nothing

  @Test(arguments: [
    "eval", "confusion", "explain f1", "explain curvature", "explain gradient",
    "data circle n=40000",
    "features x1^2 x2^2", "search compare random grid trials=3 repeats=2 epochs=1 lr=0.1..1",
  ])
  func whatIsNothingByHalvesLeavesNothing(_ command: String) {
    let session = RecordedSession()
    session.run("data circle n=60", "layers 4 tanh", "train 2")
    let before = StateDigest(session.state)
    session.session.environment.shouldStop = { true }
    session.run(command)
    #expect(session.outcomes == [.interrupted(again: nil)])
    #expect(StateDigest(session.state) == before)
  }

  /// A second Ctrl-C: nothing of the command is left, but its trials in the journal.
  @Test func abandonedCommandsLeaveNothing() throws {
    for command in [
      "train 50", "step 40", "race sgd adam", "search random trials=40 epochs=1 lr=0.1..1",
    ] {
      let session = RecordedSession()
      session.run("data circle n=60", "layers 4 tanh", "train 2")
      let before = StateDigest(session.state)
      let countdown = Countdown(30)
      session.session.environment.isAbandoned = { countdown.asked > 30 }
      session.run(command, asking: countdown)
      #expect(session.outcomes == [.interrupted(again: nil)])
      #expect(StateDigest(session.state) == before)
      if command.hasPrefix("search") {
        let studies = try session.session.environment.studies.studies()
        let kept = try studies.first.map { try session.session.environment.studies.load($0.id) }
        #expect(kept?.study.trials.count == session.trialReports.count)
      }
    }
  }
}
