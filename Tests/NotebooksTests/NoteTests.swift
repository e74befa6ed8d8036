// Prose between the cells: it comes back from a file as it is, runs nothing and takes nothing.
import Notebooks
import TestSupport
import Testing

@Suite struct NoteTests {
  @Test(arguments: ["```", "```descent", "a\n```descent\n> set lr 7"])
  func whatAFileCouldNotGiveBackIsRefused(text: String) {
    let notebook = RecordedNotebook()
    notebook.run("set lr 0.1", "note before")
    let editor = TestEditor(.success(text), .success("kept"))
    editor.sit(at: notebook)
    #expect(notebook.run("edit 2") == .failed)
    #expect(notebook.refusal == "unreadable-note")
    #expect(notebook.notebook.cells[1].source == "before")
    // What was written is not lost.
    notebook.run("edit 2")
    #expect(editor.texts.last?.hasSuffix(text) == true)
  }

  @Test func codeThatIsClosedIsProse() throws {
    let folder = TemporaryFolder(fast: true)
    let text = "see\n```python\nx = 1\n```\nabove"
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("note first")
    let editor = TestEditor(.success(text))
    editor.sit(at: notebook)
    #expect(notebook.run("edit 1") == .done)
    notebook.run("set lr 0.2", "save \(folder.path)/a.md", "open \(folder.path)/a.md")
    #expect(notebook.notebook.cells.map(\.source) == [text, "set lr 0.2"])
  }

  /// Also where what is known would make cells below true again.
  @Test func aNoteTakesNothing() {
    let notebook = RecordedNotebook()
    notebook.run("set lr 0.1", "set l2 0.1", "edit 1 set lr 0.2", "rerun stale", "undo", "note why")
    #expect(notebook.list == ["1 stale set lr 0.2", "2 stale set l2 0.1", "3 note why"])
  }
}
