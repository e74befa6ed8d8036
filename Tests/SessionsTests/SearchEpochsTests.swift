import CommandLanguage
import Datasets
import Events
import Experiments
import HyperparameterSearch
import NeuralNetwork
import SessionSupport
import Testing

/// Searches that try how long to train: every trial has epochs of its own, and so has whatever becomes of it.
@Suite struct SearchEpochsTests {
  private static let setup = ["data iris", "layer 4 tanh", "set schedule cosine"]
  private static let search = "search random trials=6 epochs=2..12 lr=0.01..1:log"

  private func searched(_ commands: String..., threads: Int = 2) -> RecordedSession {
    let session = RecordedSession(threads: threads)
    session.run(Self.setup)
    #expect(session.run(commands) == .done)
    return session
  }

  private func epochs(_ trial: Trial) throws -> Int {
    guard case .integer(let epochs)? = trial.param("epochs") else {
      throw Missing(name: "the epochs of trial \(trial.number)")
    }
    return epochs
  }

  private struct Missing: Error {
    let name: String
  }

  /// The validation loss after each epoch of one training by the engine alone, its schedule over all of them.
  private func losses(
    of trial: Trial, in session: RecordedSession, seed: UInt64? = nil
  ) throws -> [Double] {
    let search = try #require(session.state.search)
    let data = try #require(session.state.data)
    let parts = data.validating(seed: search.study.seed)
    var settings = TrainingSettings()
    settings.schedule = .cosine
    settings.learningRate = try #require(trial.param("lr")?.asNumber)
    settings.seed = seed ?? search.study.trialSeed(trial.number)
    let shape = NetworkShape(
      inputs: parts.training.inputCount, hidden: [HiddenLayer(units: 4, activation: .tanh)],
      outputs: 3)
    var state = TrainingState(shape: shape, seed: settings.seed)
    state.plan = TrainingPlan(start: 0, end: try epochs(trial))
    let trainer = Trainer(
      examples: parts.training, loss: .softmaxCrossEntropy, settings: settings, state: state)
    return (0..<(try epochs(trial))).map { _ in
      _ = trainer.runEpoch(shouldStop: { false })
      return evaluate(
        examples: parts.validation, shape: shape, parameters: trainer.state.parameters,
        loss: .softmaxCrossEntropy, settings: settings
      ).dataLoss
    }
  }

  // MARK: What a trial trains

  @Test(arguments: [1, 3]) func everyTrialTrainsItsOwn(threads: Int) throws {
    let session = searched(Self.search, threads: threads)
    let trials = try #require(session.state.search).study.trials
    #expect(trials.count == 6)
    #expect(Set(try trials.map(epochs)).count > 2)
    for trial in trials {
      let losses = try losses(of: trial, in: session)
      #expect(trial.curve.last?.epoch == losses.count)
      #expect(trial.value == losses.last)
      for point in trial.curve { #expect(point.value == losses[point.epoch - 1]) }
    }
  }

  @Test func repetitionsTrainTheirOwn() throws {
    let session = searched(Self.search, "search repeat top=3 seeds=2")
    guard case .repeats(let report)? = session.events.last else {
      Issue.record("no report of the repeats")
      return
    }
    let search = try #require(session.state.search)
    #expect(Set(try report.rows.map { try epochs($0.trial.trial) }).count > 1)
    for row in report.rows {
      let trial = row.trial.trial
      let seeds = (1...2).map { number in
        TrainingSetup.seed(ofRepeat: number, trialSeed: search.study.trialSeed(trial.number))
      }
      let values = try seeds.map { try losses(of: trial, in: session, seed: $0).last }
      #expect(row.values == values)
    }
  }

  @Test func comparedSearchersTrainTheirOwn() throws {
    let session = searched("search compare random tpe trials=3 repeats=2 epochs=1..3 lr=0.1,0.2")
    guard case .compared(let report)? = session.events.last else {
      Issue.record("no comparison")
      return
    }
    #expect(report.plan.axes.map(\.name) == ["epochs", "lr"])
    #expect(report.plan.training?.epochs == 3 && report.plan.training?.variesEpochs == true)
  }

  // MARK: What becomes of it

  @Test func theTrialTakenSaysHowLongToTrain() throws {
    let session = searched(Self.search)
    let study = try #require(session.state.search).study
    for trial in study.trials {
      #expect(session.run("use trial \(trial.number)") == .done)
      #expect(applied(session)?.epochs == (try epochs(trial)))
    }
    #expect(session.run("use best") == .done)
    #expect(applied(session)?.epochs == (try epochs(try #require(study.best))))
  }

  private func applied(_ session: RecordedSession) -> TrialApplied? {
    session.events.compactMap { event -> TrialApplied? in
      guard case .trialApplied(let applied) = event else { return nil }
      return applied
    }.first
  }

  @Test func thePlanSaysHowLongAtMost() throws {
    let session = searched(Self.search)
    let plan = session.events.compactMap { event -> SearchPlan? in
      guard case .searchStarted(let plan) = event else { return nil }
      return plan
    }.first
    #expect(plan?.training?.epochs == 12 && plan?.training?.variesEpochs == true)
    // In the order typed.
    #expect(plan?.axes.map(\.space.name) == ["epochs", "lr"])
    let other = searched("search random trials=2 lr=0.1..1 epochs=2..3 units=2..4")
    #expect(other.state.search?.study.space.axes.map(\.name) == ["lr", "epochs", "units"])
  }

  @Test func importanceLists() {
    let session = searched("search random trials=12 epochs=1..6 lr=0.01..1:log", "importance")
    let shares = session.events.compactMap { event -> [[String]]? in
      guard case .importance(let report) = event else { return nil }
      return report.shares.map(\.axes)
    }.first
    #expect(shares?.contains(["epochs"]) == true)
  }

  @Test func aGuessMayNameThem() throws {
    let session = searched("enqueue epochs=7", Self.search)
    #expect(try epochs(try #require(session.state.search?.study.trials.first)) == 7)
    #expect(session.run("enqueue epochs=0") == .failed)
  }

  // MARK: The space

  @Test(arguments: [
    ("5..40", Domain.integers(5...40), 40), ("5..40:log", .logIntegers(5...40), 40),
    ("5..15:step=5", .steps(from: 5, to: 15, by: 5), 15),
    ("9,3", .levels([.integer(3), .integer(9)]), 9),
  ]) func spaces(_ text: String, _ domain: Domain, most: Int) throws {
    let session = searched("search random trials=1 epochs=\(text)")
    let search = try #require(session.state.search)
    #expect(search.study.space.axes == [Axis(name: "epochs", domain: domain)])
    #expect(search.epochs == most)
  }

  /// One number is no axis.
  @Test func oneNumberIsForAll() throws {
    let session = searched("search random trials=2 epochs=3 lr=0.1..1")
    let search = try #require(session.state.search)
    #expect(search.study.space.axes.map(\.name) == ["lr"] && search.epochs == 3)
    #expect(search.study.trials.allSatisfy { $0.curve.last?.epoch == 3 })
  }

  @Test(arguments: [
    (
      "search halving epochs=5..40:log lr=0.1..1", "epochs-decided", "5..40:log",
      "`epochs=27`, or `search random epochs=5..40:log`"
    ),
    ("search random epochs=0..4", "out-of-range", "0", nil),
    ("search random epochs=0", "out-of-range", "0", nil),
    ("search random epochs=9..3", "reversed-range", "9..3", "`3..9`"),
    ("search random epochs=few", "wrong-type", "few", nil),
    (
      "search random epochs=1..3:each", "misplaced-each", "each",
      "as `units=4..64:each` and `activation=relu|tanh:each` are"
    ),
    (
      "search random optimizer=sgd|adam epochs=1..3:if=optimizer=sgd", "misplaced-condition",
      "optimizer", "leave out the `:if`"
    ),
    ("search epoch=1..3", "unknown-search-parameter", "epoch", "`epochs`"),
  ]) func refusals(_ line: String, _ id: String, _ caret: String, _ suggestion: String?) {
    let session = RecordedSession()
    session.run(Self.setup)
    #expect(session.run(line) == .failed, "\(line)")
    #expect(session.diagnostic?.id == id, "\(line): \(session.diagnostic?.message ?? "")")
    let range = session.diagnostic?.range ?? SourceRange(at: 0)
    #expect(String(decoding: Array(line.utf8)[range.start..<range.end], as: UTF8.self) == caret)
    #expect(session.diagnostic?.suggestion == suggestion)
    #expect(session.state.search == nil)
  }

  @Test func aTableTrainsNothing() {
    let session = RecordedSession()
    session.run("objective phoneme")
    #expect(session.run("search random trials=3 epochs=1..3") == .failed)
    #expect(session.diagnostic?.id == "option-not-for-a-table")
    session.run("search random trials=3", "explain halving")
    // Nothing is said of epochs that there are not.
    #expect(session.topic?.now.flatMap(\.values).isEmpty == true)
  }

  /// Halving is no way to search them, and says why.
  @Test func halvingDecidesThemItself() throws {
    let session = searched("search epochs=5..40 lr=0.1..1")
    guard case .searchOverview(let overview)? = session.events.last else {
      Issue.record("no overview")
      return
    }
    #expect(!overview.methods.contains { $0.name == "search halving" })
    session.run(Self.search, "explain halving")
    let trained = try #require(session.state.search).study.trials.map(epochs)
    let values = session.topic?.now.flatMap(\.values) ?? []
    #expect(values.first { $0.name == "search_epochs" }?.value == Double(trained.reduce(0, +)))
    #expect(values.first { $0.name == "epochs" }?.value == Double(trained.max() ?? 0))
  }
}
