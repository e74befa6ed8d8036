// `set rerun auto`: what a change of the notebook makes stale is run with it, in one answer.
import Events
import Notebooks
import TestSupport
import Testing

@Suite struct AutomaticRerunTests {
  private static let beginning = [
    "data circle n=60", "set lr 0.1", "train 3", "eval",
  ]

  /// The same as `rerun stale` behind it, and one command to undo.
  @Test(arguments: ["edit 2 set lr 0.4", "insert 2 set l2 0.1", "delete 2", "move 3 2"])
  func changeRunsWhatIsStale(change: String) throws {
    let asked = RecordedNotebook()
    asked.run(Self.beginning + [change, "rerun stale"])
    let notebook = RecordedNotebook()
    notebook.run(Self.beginning + ["set rerun auto"])
    let (list, outputs) = (notebook.list, notebook.outputs)
    let training = notebook.notebook.session.state.training
    notebook.run(change)
    let answer = try #require(notebook.change)
    #expect(answer.stale.isEmpty)
    #expect(answer.changed.contains { $0.source == "train 3" && !$0.numbers.isEmpty })
    #expect(notebook.outputs == asked.outputs)
    #expect(notebook.notebook.session.state.training == asked.notebook.session.state.training)
    #expect(notebook.notebook.session.state.settings.rerun == .auto)
    notebook.run("undo")
    #expect(notebook.list == list)
    #expect(notebook.outputs == outputs)
    #expect(notebook.notebook.session.state.training == training)
    notebook.run("redo")
    #expect(notebook.notebook.session.state.training == asked.notebook.session.state.training)
  }

  @Test func askingIsTheDefault() {
    let notebook = RecordedNotebook()
    notebook.run(Self.beginning + ["edit 2 set lr 0.4"])
    #expect(notebook.change?.stale == [2, 3, 4])
  }

  @Test func filesAreNotWrittenAgain() throws {
    let folder = TemporaryFolder(fast: true)
    let file = folder.path + "/a.safetensors"
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run(
      "set rerun auto", "data xor n=20", "set lr 0.1", "train 1", "model save \(file)")
    let first = bytes(of: file)
    notebook.run("edit 2 set lr 0.4")
    #expect(notebook.change?.stale == [])
    #expect(bytes(of: file) == first)
    #expect(notebook.notebook.cells[3].isFileOfEarlierRun)
  }

  /// Neither opening a file nor writing a note runs anything.
  @Test func openedCellsWait() throws {
    let folder = TemporaryFolder(fast: true)
    let file = folder.path + "/a.md"
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run(
      Self.beginning + ["save \(file)", "set rerun auto", "open \(file)", "note a word"])
    #expect(
      notebook.list == [
        "1 unrun data circle n=60", "2 unrun set lr 0.1", "3 unrun train 3", "4 unrun eval",
        "5 note a word",
      ])
  }
}
