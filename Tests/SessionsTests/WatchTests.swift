import Datasets
import Events
import Experiments
import Layouts
import NeuralNetwork
import SessionSupport
import Testing
import TestSupport

/// `set watch`: which rows epochs show beside the training rows.
@Suite struct WatchTests {
  private static let setup = ["data moons n=120 noise=0.4", "layer 8 tanh", "set lr 0.3"]

  private func session(
    explain: ExplainLevel = .brief, _ commands: String...
  ) -> RecordedSession {
    let session = RecordedSession(explain: explain, mayWrite: true)
    session.run(Self.setup + commands)
    return session
  }

  private func members(_ event: LearningEvent?) -> [String] {
    guard let event, case .object(let members) = JSONLines().object(for: event) else { return [] }
    return members.map(\.0)
  }

  /// Nothing is said of the test rows, and nothing else changes.
  @Test func watchingNoneTrainsAsEver() {
    let (none, test) = (session("set watch none", "train 3"), session("train 3"))
    #expect(none.state.training?.parameters == test.state.training?.parameters)
    #expect(none.epochReports.map(\.training) == test.epochReports.map(\.training))
    let epochs = none.events.filter { if case .epoch = $0 { true } else { false } }
    #expect(epochs.count == 3)
    for epoch in epochs {
      #expect(members(epoch).contains("train_accuracy"))
      #expect(!members(epoch).contains { $0.hasPrefix("test_") || $0.hasPrefix("validation_") })
    }
    #expect(test.epochReports.allSatisfy { $0.test != nil })
  }

  /// The rows kept are those that patience keeps, so that both train alike.
  @Test func watchingValidationKeepsWhatPatienceKeeps() throws {
    let (watching, patient) = (
      session("set watch validation", "train 3"), session("set patience 1000", "train 3")
    )
    let training = try #require(watching.state.training)
    #expect(training.parameters == patient.state.training?.parameters)
    #expect(watching.epochReports.map(\.validation) == patient.epochReports.map(\.validation))
    #expect(watching.epochReports.allSatisfy { $0.test == nil && $0.watched == $0.validation })
    #expect(watching.trainingEnd?.validation == nil)
    watching.run("eval")
    #expect(watching.evaluation?.epoch.test != nil, "`eval` looks at the test rows on purpose")
  }

  @Test func notesSayWhatIsKeptAndWhatWasTrainedOn() {
    func notes(_ commands: String...) -> String {
      let session = session()
      session.run(commands)
      return session.settingChange?.notes.map(\.text).joined(separator: " ") ?? ""
    }
    #expect(notes("set watch validation").hasSuffix("training rows are kept for validation."))
    #expect(notes("train 2", "set watch validation").contains("were trained on those rows too"))
    #expect(
      notes("set watch validation", "set watch test").contains("takes all training rows again"))
    #expect(notes("set patience 5", "set watch validation") == "")
    #expect(notes("set patience 5", "set watch none") == "")
    #expect(notes("set watch none") == "")
  }

  @Test func undoGivesBackWhatWasWatched() {
    let session = session("set watch validation", "undo", "train 1")
    #expect(session.state.settings.training.watch == .test)
    #expect(session.epochReports.first?.test != nil)
  }

  /// Whoever asks for test rows is shown them, and told what that costs.
  @Test func untilLooksAtTheTestRowsItNames() throws {
    let session = session("set watch none", "train 60 until test_accuracy > 0.6")
    #expect(session.epochReports.last?.test != nil)
    #expect(session.trainingEnd?.reason == .conditionReached)
    let start = session.events.compactMap { event in
      if case .trainingStarted(let start) = event { start } else { nil }
    }.first
    #expect(start?.looksAtTest == true)
    session.run("train 60 until train_accuracy > 0.99")
    #expect(session.epochReports.last?.test == nil)
  }

  @Test func validationRowsCanBeTrainedUntil() {
    #expect(session("set watch validation").run("train 9 until validation_loss < 9") == .done)
    let other = session()
    #expect(other.run("train 9 until validation_loss < 9") == .failed)
    #expect(other.diagnostic?.suggestion == "`set watch validation`")
  }

  @Test func tooFewRowsToKeepAnySayHowToGoOn() {
    let session = RecordedSession()
    session.run("data circle n=10 test=0.8", "set watch validation")
    #expect(session.run("train 1") == .failed)
    #expect(session.diagnostic?.id == "no-validation-rows")
    #expect(session.diagnostic?.suggestion?.hasPrefix("`set watch none`, ") == true)
  }

  /// Overfitting is told by the rows that are watched, and never from two kinds of rows.
  @Test func overfittingSpeaksOfTheWatchedRows() throws {
    let setup = [
      "data moons n=320 noise=0.9 test=0.4", "layer 24 tanh", "set optimizer adam", "set lr 0.05",
    ]
    func overfitting(_ commands: String...) -> CoachNote? {
      let session = RecordedSession(explain: .full)
      session.run(setup + commands)
      return session.coachNotes.last { $0.kind == .overfitting }
    }
    let validation = try #require(overfitting("set watch validation", "train 400"))
    #expect(validation.statement.text.contains("the validation loss was lowest"))
    #expect(!validation.statement.text.contains("test"))
    let test = try #require(overfitting("train 400"))
    #expect(test.statement.text.contains("the test loss was lowest"))
    #expect(overfitting("set watch none", "train 400") == nil)
    // Not even where the run before was watched by other rows.
    #expect(overfitting("train 400", "set watch none", "train 20") == nil)
    #expect(overfitting("train 400", "set watch validation", "train 1") == nil)
  }

  @Test(arguments: ["race sgd adam epochs=3", "what if lr=0.1"])
  func racesAreJudgedByTheRowsKept(race: String) throws {
    let session = session("set watch validation", "train 3", race)
    let end = try #require(session.raceEnd)
    #expect(end.plan.judge == .validationLoss && end.plan.watch == .validation)
    #expect(end.plan.validationRows > 0 && !end.plan.hasTest && end.testLead == nil)
    #expect(end.finishes.allSatisfy { $0.report.test == nil })
  }

  /// A trial is trained on rows kept by the search itself; what is watched changes none of its numbers.
  @Test func searchesJudgeAsEver() {
    let search = "search random trials=3 epochs=2 lr=0.01..1:log"
    let (watching, plain) = (session("set watch validation", search), session(search))
    #expect(watching.trialReports.map(\.value) == plain.trialReports.map(\.value))
    #expect(watching.trialReports.count == 3)
  }

  /// A model file changes no setting: it says that this one was another.
  @Test func modelsSayIt() throws {
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    let saved = session("set watch validation", "train 2", "model save \(file)")
    let loaded = session("model load \(file)")
    let notes = try #require(loaded.modelLoaded).notes
    #expect(
      notes.contains { if case .setting("watch", "validation", _) = $0 { true } else { false } })
    loaded.run("set watch validation")
    saved.run("train 2")
    loaded.run("train 2")
    #expect(loaded.state.training?.parameters == saved.state.training?.parameters)
  }
}

/// A race whose ranking the test rows turn round.
@Suite struct RaceTestLeadTests {
  private static let setup = [
    "data moons n=2000 test=0.95 noise=0.3", "layers 16 16 tanh", "set optimizer adam",
  ]

  /// The network without a penalty knows its 100 rows by heart; 1900 others tell.
  @Test func aTurnedRaceRecommendsNobody() throws {
    let session = RecordedSession()
    session.run(Self.setup + ["race l2=0,0.01 epochs=100"])
    let end = try #require(session.raceEnd)
    #expect(end.winner?.racer.letter == "A")
    let lead = try #require(end.testLead)
    #expect(lead.racer == "B" && lead.winner == "A" && lead.isClear)
    #expect(lead.difference.rows == 1900)
    let losses = end.finishes.compactMap { $0.report.test?.dataLoss }
    #expect(abs(lead.difference.mean - (losses[0] - losses[1])) < 1e-6)
    #expect(end.recommended == nil)
    #expect(session.run("use winner") == .failed)
    #expect(session.diagnostic?.id == "no-winner")
    #expect(session.diagnostic?.suggestion?.hasPrefix("`set watch validation`") == true)
    #expect(session.run("use A") == .done)
  }

  /// The way out that is named leads out.
  @Test func validationRowsChoose() throws {
    let session = RecordedSession()
    session.run(Self.setup + ["set watch validation", "race l2=0,0.01 epochs=100"])
    let end = try #require(session.raceEnd)
    #expect(end.plan.judge == .validationLoss && end.recommended?.racer.letter == "B")
    #expect(session.run("use winner") == .done)
  }

  /// The first and the best on test rows differ by less than these rows can tell.
  @Test func rowsThatDoNotTellTurnNothing() throws {
    let session = RecordedSession()
    session.run("data circle n=40 noise=0.9", "layer 3 tanh", "race seed=1,2,3 epochs=5")
    let end = try #require(session.raceEnd)
    let lead = try #require(end.testLead)
    #expect(lead.racer == "C" && lead.winner == "B" && !lead.isClear)
    #expect(end.recommended == end.winner && end.winner?.racer.letter == "B")
    let note = end.verdict.first { $0.kind == .test }
    #expect(note?.statement.text.contains("do not tell the two apart") == true)
    #expect(session.run("use winner") == .done)
  }
}
