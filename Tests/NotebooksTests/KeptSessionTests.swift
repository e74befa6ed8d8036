// Sessions that are kept: which is whose, which go, what is listed, written and refused. That a shell goes over
// to one is seen in the program itself.
import Events
import Files
import Notebooks
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct KeptSessionTests {
  private let home = TemporaryFolder(fast: true)
  private var folder: SessionFolder { SessionFolder(home.path + "/sessions") }
  private var names: [String] { directoryEntries(folder.path) }

  private func begin(_ version: String = "test") -> SessionJournal.Begin {
    SessionJournal.Begin(
      version: version, seed: 1, explain: "brief", folder: home.path, time: 1_700_000_000)
  }

  /// The journal of a session that ran these; its shell is gone once that is released.
  private func journal(_ commands: String...) throws -> SessionJournal {
    let notebook = RecordedNotebook(mayWrite: true)
    let journal = try folder.makeJournal(begin())
    notebook.notebook.journal = journal
    notebook.run(commands)
    return journal
  }

  private func notebook(mayWrite: Bool = true) -> RecordedNotebook {
    RecordedNotebook(mayWrite: mayWrite, sessions: RecordedNotebook.sessions(in: folder))
  }

  private func list() -> [String] {
    let notebook = notebook()
    notebook.run("sessions")
    return (notebook.sessions?.sessions ?? []).map { session in
      let landmarks = session.landmarks.joined(separator: " … ")
      return "\(session.number) \(session.status.rawValue) \(session.commands) \(landmarks)"
    }
  }

  @Test func theLatestIsFirst() throws {
    folder.finish(try journal("data xor n=20", "set lr 0.1", "train 1"))
    let open = try journal("set lr 0.1", "set nothing")
    _ = try journal("layers 3", "data circle n=20")
    #expect(
      list() == [
        "3 cut_off 2 data circle n=20", "2 open 2 set lr 0.1",
        "1 finished 3 data xor n=20 … train 1",
      ])
    withExtendedLifetime(open) {}
  }

  @Test func aSessionWithoutACommandIsNotKept() throws {
    folder.finish(try journal())
    #expect(names.isEmpty)
    // Nor is one that was cut off.
    _ = try journal("note")
    #expect(folder.takeLeft().cutOff?.number == nil)
    #expect(names.isEmpty)
  }

  @Test func whatOneShellHasNoOtherTakes() throws {
    _ = try journal("set lr 0.1")
    _ = try journal("set lr 0.2")
    do {
      let first = try #require(folder.takeLeft().cutOff)
      let second = try #require(folder.takeLeft().cutOff)
      #expect([first.number, second.number] == [2, 1])
      #expect(folder.takeLeft().cutOff?.number == nil)
      #expect(throws: FileError.self) { try folder.claim(2) }
      withExtendedLifetime((first, second)) {}
    }
    // Released, they are offered again, the latest first.
    #expect(try #require(folder.takeLeft().cutOff).number == 2)
  }

  @Test func finishedOnesAreNotOffered() throws {
    folder.finish(try journal("set lr 0.1"))
    #expect(folder.takeLeft().cutOff?.number == nil)
    // Also where the end was noted and the mark was not.
    #expect(unlink(folder.path + "/1.finished") == 0)
    #expect(folder.takeLeft().cutOff?.number == nil)
    #expect(names == ["1.finished", "1.journal"])
    // One that is gone on with is no longer finished.
    let claim = try folder.claim(1)
    folder.goOn(with: claim)
    let notebook = RecordedNotebook(mayWrite: true)
    #expect(notebook.notebook.resume(claim.kept) == 1)
    notebook.notebook.journal = claim.journal
    notebook.run("set lr 0.5")
    #expect(list() == ["1 open 2 set lr 0.5"])
  }

  /// Those that were finished last stay; what was cut off stays in any case.
  @Test func finishedOnesHaveABound() throws {
    _ = try journal("set lr 0.1")
    for _ in 0..<53 { folder.finish(try journal("set lr 0.2")) }
    let numbers = names.filter { $0.hasSuffix(".journal") }.compactMap { Int($0.dropLast(8)) }
    #expect(numbers.sorted() == [1] + Array(5...54))
    #expect(names.filter { $0.hasSuffix(".finished") }.count == 50)
  }

  @Test func deletingNamesWhatItDeletes() throws {
    folder.finish(try journal("data xor n=20", "train 1"))
    _ = try journal("set lr 0.2")
    let open = try journal("set lr 0.3")
    let notebook = notebook()
    #expect(notebook.run("sessions delete 3") == .failed)
    #expect(notebook.refusal == "session-in-use")
    #expect(notebook.run("sessions delete 4") == .failed)
    #expect(notebook.refusal == "no-such-session")
    #expect(notebook.run("sessions delete 1") == .done)
    #expect(notebook.sessions?.areDeleted == true)
    #expect(notebook.sessions?.sessions.first?.landmarks == ["data xor n=20", "train 1"])
    #expect(list() == ["3 open 1 set lr 0.3", "2 cut_off 1 set lr 0.2"])
    #expect(notebook.run("sessions delete all") == .done)
    #expect(names == ["3.journal"])
    withExtendedLifetime(open) {}
  }

  @Test func aFilesCommandsDeleteAndReadNothingUnasked() throws {
    folder.finish(try journal("set lr 0.1"))
    let notebook = notebook(mayWrite: false)
    for command in ["sessions delete 1", "sessions delete all", "sessions export 1 a.md"] {
      #expect(notebook.run(command) == .failed)
      #expect(notebook.refusal == "writes-not-allowed")
    }
    #expect(names == ["1.finished", "1.journal"])
  }

  @Test func whatIsDamagedIsListedAndCanBeDeleted() throws {
    _ = try journal("set lr 0.1")
    try write("no journal", to: folder.path + "/1.journal")
    #expect(folder.takeLeft().cutOff?.number == nil)
    #expect(list() == ["1 damaged 0 "])
    let notebook = notebook()
    #expect(notebook.run("sessions export 1 \(home.path)/a.md") == .failed)
    #expect(notebook.refusal == "damaged-session")
    #expect(notebook.run("sessions delete 1") == .done)
    #expect(names.isEmpty)
  }

  /// Only a shell can go over.
  @Test func openingNeedsAShell() throws {
    folder.finish(try journal("set lr 0.1"))
    let present = try journal("set lr 0.2")
    let sessions = RecordedNotebook.sessions(in: folder)
    let notebook = RecordedNotebook(mayWrite: true, sessions: sessions)
    #expect(notebook.run("sessions open 1") == .failed)
    #expect(notebook.refusal == "no-shell")
    sessions.shellHas(present.path)
    #expect(notebook.run("sessions open 2") == .failed)
    #expect(notebook.refusal == "session-in-use")
    #expect(sessions.takeWanted() == nil)
    #expect(notebook.run("sessions open 1") == .done)
    #expect(sessions.takeWanted() == 1)
    #expect(sessions.takeWanted() == nil)
    notebook.run("sessions")
    #expect(notebook.sessions?.sessions.map(\.status) == [.present, .finished])
  }

  @Test func exportingWritesWhatTheSessionDid() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.notebook.journal = try folder.makeJournal(begin())
    notebook.run("data xor n=20", "set lr 0.1", "train 2", "undo", "set nothing", "note a word")
    // That of the shell that it is still open in, too.
    #expect(self.notebook().run("sessions export 1 \(home.path)/a.md") == .done)
    let document = NotebookDocument(
      origin: NotebookOrigin(version: "test", seed: 1, explain: .brief),
      cells: Array(notebook.notebook.cells))
    #expect(fileText(home.path + "/a.md") == document.markdown)
    #expect(document.markdown.contains("```descent :error\n> set nothing"))
  }

  /// What does not hold any more stands there to be run, in the words that it had.
  @Test func whatCannotBeRunAgainIsNotLost() throws {
    let table = home.path + "/t.csv"
    try write("x,y\n1,2\n2,3\n3,5\n4,6\n", to: table)
    let commands = ["set lr 0.1", "data load \(table) target=y", "train 2", "undo", "layers"]
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.notebook.journal = try folder.makeJournal(begin())
    notebook.run(commands)
    notebook.notebook.journal = nil
    #expect(unlink(table) == 0)
    let claim = try folder.claim(1)
    let document = RecordedNotebook().notebook.documentGoingOn(with: claim.kept)
    #expect(
      document.cells.map(\.source).filter { !$0.hasPrefix("Here") }
        == commands.filter { $0 != "undo" })
    #expect(document.cells.map(\.ending) == [.done, .unrun, .unrun, .unrun, .unrun])
    // The session that goes on with what holds has a journal of its own.
    let next = RecordedNotebook(mayWrite: true)
    let count = next.notebook.resume(claim.kept)
    #expect(count == 1)
    try next.notebook.beginJournal(
      in: folder, begin("next"), goingOnWith: claim.kept, count: count)
    next.run("set lr 0.3")
    let (cells, path) = (next.outputs, try #require(next.notebook.journal?.path))
    next.notebook.journal = nil
    let again = RecordedNotebook(mayWrite: true)
    #expect(again.notebook.resume(try SessionJournal.reading(path)) == 3)
    #expect(again.outputs == cells)
    #expect(list() == ["2 cut_off 3 set lr 0.3", "1 open 5 \(commands[1]) … layers"])
    withExtendedLifetime(claim) {}
  }
}
