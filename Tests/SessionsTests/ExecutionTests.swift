// Executions: every command of every line is one, with a number of its own, what was typed, and how it
// ended; its events lie between its beginning and its end.
import CommandLanguage
import Events
import HyperparameterSearch
import SessionSupport
import TestSupport
import Testing

@Suite struct ExecutionTests {
  private func sources(_ session: RecordedSession) -> [String] {
    session.output.compactMap {
      if case .began(let execution) = $0 { execution.source } else { nil }
    }
  }

  @Test func everythingSaidBelongsToOne() {
    let session = RecordedSession()
    var serials: [Int] = []
    for line in ["data circle n=24; train 2", "undo; undo", "nonsense", "train 1; eval; help lr"] {
      session.run(line)
      var open: Execution?
      for output in session.output {
        switch output {
        case .began(let execution):
          #expect(open == nil && execution.outcome == nil)
          open = execution
          serials.append(execution.serial)
        case .event(_, let execution): #expect(open == execution)
        case .ended(let execution):
          #expect(open?.serial == execution.serial && execution.outcome != nil)
          open = nil
        case .progress: Issue.record("progress where nobody watches")
        }
      }
      #expect(open == nil)
    }
    #expect(serials == Array(1...8))
  }

  @Test func outcomes() {
    let session = RecordedSession()
    session.run("data circle n=24; layers zzz; eval")
    #expect(session.outcomes == [.done, .failed])
    #expect(sources(session) == ["data circle n=24", "layers zzz"])
    #expect(session.run("quit; eval") == .quit && session.outcomes == [.done])
    #expect(session.run("  # nothing") == .done && session.output.isEmpty)
  }

  /// What cannot be read as commands is one too, from where it begins.
  @Test(arguments: [
    ("set lr \"0.5", ["set lr \"0.5"]), ("eval ; set lr “1”  ", ["eval", "set lr “1”"]),
    ("eval;;  \"", ["eval", "\""]), ("eval \\\n; a\u{7}b; eval", ["eval", "a\u{7}b; eval"]),
  ])
  func linesThatCannotBeRead(line: String, wanted: [String]) {
    let session = RecordedSession()
    #expect(session.run(line) == .failed)
    #expect(sources(session) == wanted)
    #expect(session.outcomes.last == .failed && session.outcomes.count == wanted.count)
  }

  // MARK: Interruptions

  @Test(arguments: [1, 3, 17]) func interruptedStepsCanBeTypedAgain(questions: Int) throws {
    let setup = ["data moons n=60", "layers 4 tanh", "set optimizer adam", "step 2"]
    let stopped = RecordedSession()
    stopped.run(setup)
    #expect(stopped.run("step 100", stoppingAfter: questions) == .interrupted)
    guard case .interrupted(let again?)? = stopped.outcomes.last else {
      Issue.record("no words for it")
      return
    }
    #expect(again.hasPrefix("step 100 stop="))
    let other = RecordedSession()
    other.run(setup)
    #expect(other.run(again) == .done)
    #expect(other.state.training == stopped.state.training)
  }

  @Test(arguments: [
    "train 3", "step", "set lr 1", "undo", "data iris",
    "search random trials=2 epochs=1 lr=0.1..1", "race sgd adam epochs=1",
  ])
  func whatIsAbandonedChangesNothing(line: String) throws {
    let session = RecordedSession()
    session.run("data circle n=24", "layers 3 tanh", "train 1")
    let before = StateDigest(session.state)
    session.session.environment.isAbandoned = { true }
    #expect(session.run("\(line); set lr 2") == .interrupted)
    #expect(session.outcomes == [.interrupted(again: nil)])
    #expect(StateDigest(session.state) == before && session.events.count == 1)
    guard case .hint(let said)? = session.events.last else {
      Issue.record("nothing was said")
      return
    }
    #expect("\(said)".contains("abandoned") && "\(said)".contains(line))
    session.session.environment.isAbandoned = { false }
    #expect(session.run("undo") == .done && session.state.training?.epoch ?? 0 == 0)
  }

  /// A command that was stopped before it had begun has said why, and is no failure.
  @Test func readingThatIsStoppedIsInterrupted() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/t.csv"
    let rows = (0..<100).map { "\($0),\($0 % 2)" }
    try write("a,kind\n" + rows.joined(separator: "\n"), to: path)
    let session = RecordedSession()
    session.session.environment.shouldStop = { true }
    #expect(session.run("data load \(path) target=kind") == .interrupted)
    #expect(session.outcomes == [.interrupted(again: nil)] && session.diagnostic != nil)
    #expect(session.state.data == nil)
  }

  // MARK: What only doing it shows

  /// A file that cannot be written after all: an error of that execution, and what was assumed holds.
  @Test func aWriteThatFailsIsAnErrorOfItsExecution() {
    let session = RecordedSession(mayWrite: true)
    session.session.environment.studyExporter = FullDisk()
    session.run("data circle n=24", "search random trials=2 epochs=1 lr=0.1..1")
    let before = StateDigest(session.state)
    #expect(session.run("search export /tmp/descent-never-there.csv; eval") == .failed)
    #expect(session.diagnostic?.id == "export-unwritable" && session.events.count == 1)
    #expect(session.outcomes == [.failed] && StateDigest(session.state) == before)
  }
}

private struct FullDisk: StudyExporter {
  private static let full = StorageError(id: "export-unwritable", message: "the disk is full")
  func check(_ path: String) throws(StorageError) {}
  func export(
    _ record: StudyRecord, named name: String, to path: String
  ) throws(StorageError) { throw Self.full }
}
