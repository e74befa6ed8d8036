// `edit N` without a text: what comes back from an editor takes the cell's place, or changes nothing.
import Notebooks
import Sessions
import Synchronization
import TestSupport
import Testing

/// An editor that answers in a test's words and keeps what it was given.
final class TestEditor: Sendable {
  private let shown = Mutex<[String]>([])
  private let answers: Mutex<[Result<String, TextEditorFailure>]>

  init(_ answers: Result<String, TextEditorFailure>...) { self.answers = Mutex(answers.reversed()) }

  var texts: [String] { shown.withLock { $0 } }

  func sit(at notebook: RecordedNotebook) {
    notebook.notebook.session.environment.editor = { text, name in
      self.shown.withLock { $0.append(name + ": " + text) }
      return self.answers.withLock { $0.popLast() } ?? .failure(TextEditorFailure("no answer left"))
    }
  }
}

@Suite struct EditorTests {
  private static let beginning = ["data xor n=20", "set lr 0.1", "train 2"]

  private func notebook(_ editor: TestEditor) -> RecordedNotebook {
    let notebook = RecordedNotebook()
    notebook.run(Self.beginning)
    editor.sit(at: notebook)
    return notebook
  }

  private static let unchangedList = [
    "1 true data xor n=20", "2 true set lr 0.1", "3 true train 2",
  ]

  @Test func whatComesBackTakesTheCellsPlace() {
    let editor = TestEditor(.success("set lr 0.3\n"))
    let notebook = notebook(editor)
    #expect(notebook.run("edit 2") == .done)
    #expect(editor.texts == ["cell-2.descent: set lr 0.1\n"])
    #expect(notebook.change?.stale == [2, 3])
    let typed = RecordedNotebook()
    typed.run(Self.beginning + ["edit 2 set lr 0.3", "rerun stale"])
    notebook.run("rerun stale")
    #expect(notebook.outputs == typed.outputs)
    notebook.run("undo 2")
    #expect(notebook.list == Self.unchangedList)
  }

  /// The same again, nothing at all, or an editor that fails.
  @Test(arguments: [
    "set lr 0.1\n", "set lr 0.1", "\n set lr 0.1 # as it was\n", "", " \n\n", "# no",
  ])
  func nothingNewChangesNothing(back: String) {
    let notebook = notebook(TestEditor(.success(back)))
    #expect(notebook.run("edit 2") == .done)
    #expect(notebook.change == nil)
    #expect(!notebook.said.blocks.isEmpty)
    #expect(notebook.list == Self.unchangedList)
    // It is nothing to undo either.
    notebook.run("undo")
    #expect(notebook.list == Array(Self.unchangedList.dropLast()))
  }

  @Test func editorThatFailsChangesNothing() {
    let notebook = notebook(TestEditor(.failure(TextEditorFailure("it failed"))))
    #expect(notebook.run("edit 2") == .failed)
    #expect(notebook.refusal == "editor-failed")
    #expect(notebook.list == Self.unchangedList)
  }

  @Test func whereNobodySitsTheTextIsToBeTyped() {
    let notebook = RecordedNotebook()
    notebook.run(Self.beginning)
    #expect(notebook.run("edit 2") == .failed)
    #expect(notebook.refusal == "no-editor")
    #expect(notebook.list == Self.unchangedList)
  }

  @Test func severalCommandsAreSeveralCells() {
    let notebook = notebook(TestEditor(.success("set lr 0.3\n# and\nset l2 0.1; layers 3\n")))
    notebook.run("edit 2", "rerun stale")
    #expect(
      notebook.list == [
        "1 true data xor n=20", "2 true set lr 0.3", "3 true set l2 0.1", "4 true layers 3",
        "5 true train 2",
      ])
  }

  @Test func commandsAndNotesOfSeveralLinesStayWhole() {
    let editor = TestEditor(.success("layers 3 \\\n  tanh\n"), .success("one\n\ntwo # three\n"))
    let notebook = notebook(editor)
    notebook.run("layers 4 \\\n  relu", "note one", "edit 4", "edit 5")
    #expect(editor.texts == ["cell-4.descent: layers 4 \\\n  relu\n", "cell-5.md: one\n"])
    #expect(notebook.notebook.cells[3].source == "layers 3 \\\n  tanh")
    #expect(notebook.notebook.cells[4].source == "one\n\ntwo # three")
    #expect(notebook.notebook.cells[4].content == .note)
  }

  /// It says where, and what was written is not lost.
  @Test(arguments: [("# first\ntrain many", "wrong-type", 2, 7), ("cells", "not-a-cell", 1, 1)])
  func whatCannotBeReadComesAgain(back: String, id: String, line: Int, column: Int) throws {
    let editor = TestEditor(.success(back), .success("set lr 0.3"), .success(""))
    let notebook = notebook(editor)
    #expect(notebook.run("edit 2") == .failed)
    #expect(notebook.refusal == id)
    let place = try #require(notebook.refusedPlace)
    #expect((place.line, place.column) == (line, column))
    #expect(notebook.list == Self.unchangedList)
    #expect(notebook.run("edit 2") == .done)
    #expect(editor.texts.last == "cell-2.descent: " + back)
    #expect(notebook.notebook.cells[1].source == "set lr 0.3")
    notebook.run("edit 2")
    #expect(editor.texts.last == "cell-2.descent: set lr 0.3\n")
  }

  /// A cell that a file brought cannot open an editor when it is run.
  @Test func noCellOpensOne() throws {
    let folder = TemporaryFolder(fast: true)
    let file = folder.path + "/a.md"
    try write("```descent\n> data xor n=20\n> edit 1\n```\n", to: file)
    let editor = TestEditor(.success("data circle n=20"))
    let notebook = notebook(editor)
    notebook.run("open \(file)", "rerun stale")
    #expect(editor.texts.isEmpty)
  }

  /// What was written there is on the disk like what was typed.
  @Test func journalKeepsWhatWasWritten() throws {
    let folder = TemporaryFolder(fast: true)
    let path = folder.path + "/a.journal"
    let notebook = notebook(TestEditor(.success("set lr 0.3\nset l2 0.1")))
    let again = RecordedNotebook()
    do {
      let first = RecordedNotebook()
      first.notebook.journal = try SessionJournal(
        creating: path,
        SessionJournal.Begin(version: "test", seed: 1, explain: "brief", folder: "", time: 0))
      TestEditor(.success("set lr 0.3\nset l2 0.1")).sit(at: first)
      first.run(Self.beginning + ["edit 2", "rerun stale"])
    }
    let kept = try SessionJournal.reading(path)
    #expect(again.notebook.resume(kept) == kept.commandCount)
    notebook.run("edit 2", "rerun stale")
    #expect(again.list == notebook.list)
    #expect(again.outputs == notebook.outputs)
    #expect(again.notebook.session.environment.editor == nil)
  }
}
