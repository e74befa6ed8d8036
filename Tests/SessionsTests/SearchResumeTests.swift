import CommandLanguage
import Events
import HyperparameterSearch
import SessionSupport
import TestSupport
import Testing

/// A search that was stopped, however, goes on as if it had not been.
@Suite struct SearchResumeTests {
  private func study(of session: RecordedSession) throws -> Study {
    try #require(session.state.search).study
  }

  static let searches = [
    "search random trials=9 epochs=2 lr=1e-3..1:log units=2..6",
    "search grid epochs=2 lr=0.01,0.1,1 units=2,3,4",
    "search random trials=5 epochs=2 repeats=2 lr=1e-3..1:log",
    "search bayes trials=10 epochs=2 wave=3 lr=1e-3..1:log units=2..6",
    "search tpe trials=13 epochs=1 lr=1e-3..1:log units=2..6",
    "search sobol trials=5 epochs=2 lr=1e-3..1:log activation=relu|tanh",
    "search halving trials=9 epochs=9 lr=1e-3..1:log",
    "search bayes trials=10 epochs=1..4 lr=1e-3..1:log",
  ]

  @Test(arguments: searches) func goesOnWhereItStopped(search: String) throws {
    // On one thread nothing is asked but by the trials, however slow the machine is.
    let whole = RecordedSession(threads: 1)
    whole.run("data iris", "layer 3 tanh")
    let questions = Countdown()
    whole.run(search, asking: questions)
    let trialCount = try study(of: whole).trials.count
    for (threads, share) in [(1, 0.02), (3, 0.4), (2, 0.8)] {
      var (session, journal) = (RecordedSession(), MemoryStudyJournal())
      // Later if no trial had ended: in a search that cuts them, many end together.
      for part in 0..<10 {
        session = RecordedSession(threads: threads)
        session.run("data iris", "layer 3 tanh")
        journal = MemoryStudyJournal()
        session.session.environment.studies = journal
        let stop = Int(Double(questions.asked) * (share + 0.05 * Double(part)))
        #expect(session.run(search, stoppingAfter: stop) == .interrupted)
        if share < 0.4 || session.state.search?.study.trials.isEmpty == false { break }
      }
      let finished = session.state.search?.study.trials ?? []
      #expect(finished.count < trialCount && (share < 0.8 || !finished.isEmpty))
      // In this session, and in another one from the journal alone.
      let other = RecordedSession(threads: 2)
      other.session.environment.studies = journal
      if finished.isEmpty {
        #expect(session.run(search) == .done)
        #expect(try study(of: session) == study(of: whole))
      } else {
        #expect(other.run("search resume") == .done)
        #expect(try study(of: other) == study(of: whole))
        #expect(other.run("use best") == .done)
        #expect(other.state.hidden?.isEmpty == false)
      }
      let again = RecordedSession(threads: 2)
      again.run("data iris", "layer 3 tanh")
      again.session.environment.studies = journal
      #expect(again.run("search resume 1") == .done, "\(again.diagnostic?.message ?? "")")
      #expect(try study(of: again) == study(of: whole))
    }
  }

  @Test func addsTrialsToAFinishedSearch() throws {
    let long = RecordedSession(threads: 2)
    long.run("data iris", "layer 3 tanh", "search random trials=7 epochs=2 lr=0.01..1:log")
    let session = RecordedSession(threads: 2)
    session.run(
      "data iris", "layer 3 tanh", "search random trials=4 epochs=2 lr=0.01..1:log",
      "set lr 0.5", "layers 9", "search resume trials=3")
    #expect(session.trialReports.map(\.number) == [4, 5, 6])
    #expect(try study(of: session) == study(of: long))
    #expect(session.run("search resume") == .failed)
    #expect(session.diagnostic?.id == "search-complete")
  }

  @Test func otherRowsAreRefused() {
    let journal = MemoryStudyJournal()
    let session = RecordedSession()
    session.session.environment.studies = journal
    session.run("data iris seed=3", "layer 3", "search random trials=2 epochs=1 lr=0.01..1")
    let other = RecordedSession()
    other.session.environment.studies = journal
    other.run("data iris seed=4")
    #expect(other.run("search resume 1 trials=1") == .failed)
    #expect(other.diagnostic?.id == "other-data")
    #expect(other.diagnostic?.suggestion?.contains("`data iris seed=3`") == true)
    #expect(other.run("data iris seed=3", "search resume 1 trials=1") == .done)
    #expect(other.run("search resume 2") == .failed)
  }

  /// What an archive says that makes the data may be long work; half of it would be other data.
  @Test func commandsThatMakeTheDataAreDoneAsAWhole() throws {
    let journal = MemoryStudyJournal()
    let session = RecordedSession()
    session.session.environment.studies = journal
    session.run("data circle n=60", "layers none", "search random trials=1 epochs=1 lr=0.1..1")
    var record = try journal.load(StudyID(1))
    record.setup.insert((key: "data", text: "train 100000"), at: 1)
    let other = RecordedSession()
    let changed = MemoryStudyJournal()
    _ = changed.create(record)
    other.session.environment.studies = changed
    #expect(other.run("search resume 1 trials=1", stoppingAfter: 200) == .interrupted)
    #expect(other.diagnostic?.id == "stopped" && other.outcomes == [.interrupted(again: nil)])
    #expect(other.state.data == nil && other.state.training == nil)
  }

  @Test func searchesAreListed() {
    let journal = MemoryStudyJournal()
    let session = RecordedSession()
    session.session.environment.studies = journal
    session.run(
      "data iris", "layer 3", "search random trials=2 epochs=1 lr=0.01..1",
      "search grid epochs=1 lr=0.01,0.1", "search list")
    guard case .studies(let list)? = session.events.last else {
      Issue.record("no list")
      return
    }
    #expect(list.studies.map(\.id.number) == [2, 1])
    #expect(list.studies.map(\.recordedTrials) == [2, 2])
    #expect(list.studies.allSatisfy { $0.isFinished })
    #expect(session.run("search resume 1") == .done)
    #expect(session.state.search?.study.sampler.name == "random")
  }

  /// In a new session, without its data: all that reads a search reads this one.
  @Test func aFinishedSearchIsOpenedAgain() throws {
    let journal = MemoryStudyJournal()
    let session = RecordedSession()
    session.session.environment.studies = journal
    session.run(
      "data iris", "layer 3", "search random trials=12 epochs=1 lr=0.01..1:log units=2..9",
      "search grid epochs=1 lr=0.01,0.1")
    let other = RecordedSession()
    other.session.environment.studies = journal
    #expect(other.run("trials") == .failed)
    #expect(other.diagnostic?.notes.contains { $0.contains("`search list`") } == true)
    #expect(other.session.names(NameSpace("search")).map(\.text) == ["2", "1"])
    #expect(other.run("search open 3") == .failed)
    #expect(other.diagnostic?.id == "study-unknown" && other.state.search == nil)
    #expect(other.run("search open 1") == .done)
    let search = try #require(other.state.search)
    #expect(search.study == (try journal.load(StudyID(1))).study)
    #expect(other.run("trials", "importance", "use trial 3") == .done)
    #expect(other.state.data == nil)
    #expect(other.run("trial 3") == .done)
    let script = try #require(
      other.events.compactMap { if case .trialShown(let shown) = $0 { shown } else { nil } }.first
    ).script
    #expect(script.first == "data iris seed=1" || script.first == "data iris", "\(script)")
    #expect(other.run("data wine", "search open 2", "use best") == .done)
    #expect(other.state.search?.study.sampler.name == "grid")
    other.run("undo 3")
    #expect(other.state.search?.study.sampler.name == "random")
  }

  /// A full disk is said once; the search goes on.
  @Test func aJournalThatFailsStopsNothing() throws {
    let session = RecordedSession(threads: 2)
    session.session.environment.studies = FullJournal()
    #expect(
      session.run("data iris", "layer 3", "search random trials=4 epochs=1 lr=0.01..1") == .done)
    let hints = session.events.compactMap { event -> Statement? in
      if case .hint(let statement) = event { statement } else { nil }
    }
    #expect(hints.count == 1)
    #expect(try study(of: session).trials.count == 4)
  }

  // MARK: Guesses

  @Test func guessesAreTriedFirst() throws {
    let plain = RecordedSession(threads: 2)
    let search = "search random trials=4 epochs=1 lr=0.01..1:log units=2..9"
    plain.run("data iris", search)
    let session = RecordedSession(threads: 2)
    session.run("data iris", "enqueue lr=0.5", "enqueue units=3 lr=0.25", search)
    let reports = session.trialReports
    #expect(reports.map(\.number) == [0, 1, 2, 3])
    #expect(reports.prefix(2).allSatisfy { $0.trial.origin == .enqueued })
    #expect(reports[0].trial.param("lr") == .number(0.5))
    // What is not named is what the search would have drawn.
    #expect(reports[0].trial.param("units") == plain.trialReports[0].trial.param("units"))
    #expect(
      reports[1].parameters
        == [ParameterAssignment("lr", .number(0.25)), ParameterAssignment("units", .integer(3))])
    #expect(reports[3].parameters == plain.trialReports[3].parameters)
    #expect(session.state.guesses.isEmpty)
  }

  /// Also when the search is stopped before the first of them was tried.
  @Test func guessesAreTriedOnce() throws {
    let search = "search random trials=4 epochs=1 lr=0.01..1:log"
    let whole = RecordedSession()
    whole.run("data iris", "layer 3", "enqueue lr=0.5", search)
    let session = RecordedSession()
    session.run("data iris", "layer 3", "enqueue lr=0.5", search + " stop=0")
    #expect(session.state.guesses.isEmpty && session.state.search == nil)
    #expect(session.run("search resume") == .done)
    #expect(try study(of: session) == study(of: whole))
  }

  @Test(arguments: ["lr=7", "momentum=0.5", "units=2.5"]) func guessesOutsideAreRefused(
    _ guess: String
  ) {
    let session = RecordedSession()
    session.run("data iris")
    if session.run("enqueue \(guess)") == .done {
      #expect(session.run("search random trials=2 epochs=1 lr=0.01..1 units=2..4") == .failed)
      #expect(session.diagnostic?.id == "guess-outside")
      #expect(session.state.search == nil)
    }
    session.run("enqueue clear")
    #expect(session.state.guesses.isEmpty)
    #expect(session.run("enqueue lr=0.1..1") == .failed)
    #expect(session.run("enqueue lr=0.1 learning_rate=0.2") == .failed)
    #expect(session.run("enqueue bogus=1") == .failed)
  }

  @Test func askedForMoreThanThereIs() throws {
    let session = RecordedSession(threads: 2)
    session.run("data iris", "layer 3", "search random trials=9 epochs=1 batch=4..6")
    #expect(session.trialReports.count == 3)
    guard case .searchEnded(let end)? = session.events.last else {
      Issue.record("no end")
      return
    }
    #expect(end.exhausted && end.finished == 3 && end.planned == 9 && !end.interrupted)
    session.run("search grid trials=50 epochs=1 batch=4..6")
    #expect(session.trialReports.count == 3)
  }

  /// Without a number the search that is not at its end goes on: the session's last, or the latest there is.
  @Test func theLatestThatIsUnfinishedGoesOn() {
    let session = RecordedSession()
    session.session.environment.studies = MemoryStudyJournal()
    let search = "search random epochs=1 lr=1e-3..1:log trials="
    session.run("data iris", "layer 3 tanh", "\(search)3 stop=0", "\(search)4 stop=1", "\(search)2")
    for (number, trials) in [(2, 4), (1, 3)] {
      #expect(session.run("search resume") == .done)
      #expect(session.state.search?.id?.number == number)
      #expect(session.state.search?.study.trials.count == trials)
      let first = session.events.first.flatMap {
        if case .hint(let said) = $0 { said } else { nil }
      }
      #expect(first.map { "\($0)".contains("search \(number)") } == true)
    }
    #expect(session.run("search resume") == .failed)
    #expect(session.diagnostic?.id == "search-complete")
    // What is added is added to the session's own.
    session.run("\(search)5 stop=2", "search open 3")
    #expect(session.run("search resume trials=1") == .done)
    #expect(session.state.search?.id?.number == 3)
    session.run("search open 3", "enqueue lr=0.5")
    #expect(session.run("search resume") == .done && session.state.search?.id?.number == 3)
    #expect(session.run("search resume") == .done && session.state.search?.id?.number == 4)
  }
}

/// Nothing can be written to it.
private struct FullJournal: StudyJournal {
  private static let full = StorageError(id: "studies-full", message: "the disk is full")
  var failure: StorageError? { Self.full }
  func create(_ record: StudyRecord) throws(StorageError) -> StudyID { StudyID(1) }
  func append(_ trials: [Trial], to study: StudyID) throws(StorageError) { throw Self.full }
  func enqueue(
    _ params: [ParameterAssignment], as number: Int, in study: StudyID
  ) throws(StorageError) { throw Self.full }
  func setPlannedTrials(_ count: Int, of study: StudyID) throws(StorageError) { throw Self.full }
  func markFinished(_ study: StudyID) throws(StorageError) { throw Self.full }
  func studies() throws(StorageError) -> [StudySummary] { [] }
  func load(_ study: StudyID) throws(StorageError) -> StudyRecord { throw Self.full }
}
