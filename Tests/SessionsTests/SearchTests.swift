import Datasets
import Events
import HyperparameterSearch
import NeuralNetwork
import SessionSupport
import Testing

/// Searches give the same trials for any number of threads, never look at the test rows, and can be
/// taken over by hand.
@Suite struct SearchTests {
  private static let search =
    "search random trials=8 epochs=3 lr=1e-3..1:log l2=1e-6..1e-1:log units=4..16 layers=1..2"

  private func trials(threads: Int, data: String = "data iris") -> [TrialReport] {
    let session = RecordedSession(threads: threads)
    session.run(data, Self.search)
    return session.trialReports
  }

  /// Enough trials for the ones that learn to have learned.
  @Test(arguments: ["random", "sobol", "grid", "tpe", "bayes", "halving"])
  func threadsChangeNothing(method: String) {
    func trials(threads: Int) -> [TrialReport] {
      let session = RecordedSession(threads: threads)
      session.run(
        "data iris", "search \(method) trials=14 epochs=3 lr=1e-3..1:log units=4..16 layers=1..2")
      return session.trialReports
    }
    let one = trials(threads: 1)
    #expect(one.count >= 8)
    #expect(Set(one.map(\.number)) == Set(0..<one.count))
    #expect(trials(threads: 2) == one)
    #expect(trials(threads: 7) == one)
  }

  @Test func aLongerSearchBeginsWithTheSameTrials() {
    let session = RecordedSession(threads: 2)
    session.run("data iris")
    session.run(Self.search.replacing("trials=8", with: "trials=12"))
    let short = trials(threads: 2).map { ($0.value, $0.parameters) }
    let long = session.trialReports.prefix(8).map { ($0.value, $0.parameters) }
    #expect(short.count == 8 && long.count == 8)
    #expect(zip(short, long).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 })
  }

  /// The value of a trial is the data loss of a network trained by the public engine on three quarters
  /// of the training rows, evaluated on the rest.
  @Test func valuesCanBeRecomputed() throws {
    let session = RecordedSession(threads: 2)
    session.run("data iris", "search random trials=3 epochs=4 lr=0.01..1:log units=4..8")
    let data = try #require(session.state.data)
    let search = try #require(session.state.search)
    let parts = data.validating(seed: search.study.seed)
    for report in session.trialReports {
      let lr = try #require(report.parameters.first { $0.name == "lr" }?.value.asNumber)
      let units = try #require(report.parameters.first { $0.name == "units" }?.value.asNumber)
      var settings = TrainingSettings()
      settings.learningRate = lr
      settings.seed = search.study.trialSeed(report.number)
      let shape = NetworkShape(
        inputs: 4, hidden: [HiddenLayer(units: Int(units), activation: .tanh)], outputs: 3)
      let trainer = Trainer(
        examples: parts.training, loss: .softmaxCrossEntropy, settings: settings,
        state: TrainingState(shape: shape, seed: settings.seed))
      for _ in 0..<4 { _ = trainer.runEpoch(shouldStop: { false }) }
      let result = evaluate(
        examples: parts.validation, shape: shape, parameters: trainer.state.parameters,
        loss: .softmaxCrossEntropy, settings: settings)
      #expect(report.value == result.dataLoss)
      #expect(report.score == result.accuracy)
    }
  }

  @Test func testRowsPlayNoPart() {
    // The same training rows with other test rows: nothing of the search may change.
    let session = RecordedSession(threads: 1)
    session.run("data circle n=100 test=0.5", Self.search)
    let withTest = session.trialReports
    let again = RecordedSession(threads: 1)
    again.run("data circle n=100 test=0.5")
    again.session.update { $0.data?.test = nil }
    again.run(Self.search)
    #expect(again.trialReports == withTest)
  }

  @Test func useTakesSettingsAndLayers() throws {
    let session = RecordedSession(threads: 2)
    session.run("data iris", Self.search)
    let best = try #require(session.trialReports.min { ($0.value ?? 9) < ($1.value ?? 9) })
    #expect(session.run("use best") == .done)
    let lr = best.parameters.first { $0.name == "lr" }?.value.asNumber
    #expect(session.state.settings.training.learningRate == lr)
    let layers = best.parameters.first { $0.name == "layers" }?.value.asNumber
    #expect(session.state.hidden?.count == layers.map { Int($0) })
    #expect(session.state.training == nil)
    // The commands that `use` names set up the same by hand.
    guard case .trialApplied(let applied)? = session.events.last else {
      Issue.record("`use best` reported nothing")
      return
    }
    let byHand = RecordedSession()
    byHand.run("data iris")
    for command in applied.commands { #expect(byHand.run(command) == .done, "\(command)") }
    #expect(byHand.state.hidden == session.state.hidden)
    #expect(byHand.state.settings == session.state.settings)
  }

  /// How much is explained and how many threads work belong to the user.
  @Test func useLeavesWhatIsTheUsersOwn() {
    let session = RecordedSession()
    for command in [
      "data iris", "set explain off", "search random trials=2 epochs=1 lr=0.01..0.1",
      "set explain full", "set threads 2", "use best",
    ] { #expect(session.run(command) == .done) }
    #expect(session.state.settings.explain == .full && session.state.settings.threads == 2)
  }

  @Test func useSaysAllThatItChanges() throws {
    let session = RecordedSession(threads: 2)
    session.run("data iris", "search random trials=3 epochs=1 lr=0.01..1")
    session.run("set optimizer adam", "set batch 32", "use best")
    guard case .trialApplied(let applied)? = session.events.last else {
      Issue.record("`use best` reported nothing")
      return
    }
    let byHand = RecordedSession()
    byHand.run("data iris", "set optimizer adam", "set batch 32")
    byHand.run(applied.commands)
    #expect(byHand.state.settings == session.state.settings)
  }

  @Test func otherDataForgetsTheTrials() {
    let session = RecordedSession(threads: 1)
    session.run("data iris", "search random trials=2 epochs=1 lr=0.01..1", "data iris seed=5")
    #expect(session.run("use best") == .failed)
    #expect(session.diagnostic?.id == "no-search-yet")
  }

  @Test func gridTakesEveryCombination() {
    let session = RecordedSession(threads: 2)
    session.run("data iris", "layer 4", "search grid lr=0.01,0.1,1 l2=0,0.01 epochs=1")
    let points = session.trialReports.map { $0.parameters.map(\.value.description) }
    #expect(points.count == 6)
    #expect(Set(points).count == 6)
  }

  /// `search resume` can go on to a million of them.
  @Test func everyTrialThatThereCanBeIsShown() throws {
    let session = RecordedSession()
    session.run("data iris", "layer 4", "search random trials=1 epochs=1 lr=0.01..1")
    var last = try #require(session.state.search?.study.trials.first)
    last.number = 999_999
    session.session.update { [last] state in state.search?.study.record(last) }
    for command in ["trial 999999", "use trial 999999", "trials top=1000000"] {
      #expect(session.run(command) == .done, "\(session.diagnostic?.message ?? "")")
    }
    #expect(session.run("trial 1000000") == .failed)
  }

  @Test func stoppingKeepsFinishedTrials() {
    let session = RecordedSession(threads: 1)
    session.run("data iris", "layer 4")
    let search = "search random trials=50 epochs=1 lr=0.01..1"
    #expect(session.run(search, stoppingAfter: 250) == .interrupted)
    let kept = session.state.search?.reports.count ?? 0
    #expect(kept > 0 && kept < 50)
    #expect(kept == session.trialReports.count)
  }
}
