// What a saved file says: nothing that was not run there, and the same after it was opened and saved once more.
import Events
import Notebooks
import Sessions
import TestSupport
import Testing

@Suite struct SavedNotebookTests {
  private let folder = TemporaryFolder(fast: true)
  private var file: String { folder.path + "/a.md" }

  private func differences(_ file: String) throws -> [ReplayDifference] {
    let document = try CourseDocument(fileText(file))
    return Replay(
      kind: .transcript, notebooks: .tested(),
      environment: SessionEnvironment(lessonFolders: [checkout + "/lessons"])
    ).run(document).differences
  }

  @Test func whatFailedFailsAfterASecondSave() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("data spiral n=40", "bogus", "layer 3", "save \(file)")
    let text = fileText(file)
    #expect(text.contains("```descent :error"))
    notebook.run("open \(file)", "save \(file)")
    #expect(fileText(file) == text)
    #expect(try differences(file).isEmpty)
  }

  @Test func staleCellsSayNothing() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run(
      "data moons n=40", "layer 4 tanh", "train 2", "edit 2 layer 6 tanh", "save \(file)")
    #expect(fileText(file).contains("> layer 6 tanh\n...\n"))
    #expect(!fileText(file).contains("2 → 4 units"))
    #expect(notebook.hints.contains { $0.contains("2 cells are stale") })
    #expect(try differences(file).isEmpty)
  }

  @Test func oneOfSeveralCommandsFailsByItself() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("set lr 0.1; layer many; eval", "save \(file)")
    #expect(!fileText(file).contains("set lr 0.1; layer"))
    #expect(try differences(file).isEmpty)
  }

  /// How its user likes to work is no part of what was done.
  @Test func preferencesAreNoCells() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("set lr 0.1", "set rerun auto", "set keep=64MB pager=off", "set threads 1", "help")
    #expect(notebook.list == ["1 true set lr 0.1"])
    notebook.run("undo")
    notebook.run("set l2=0.1 pager=off")
    #expect(notebook.list == ["1 true set lr 0.1", "2 true set l2=0.1 pager=off"])
    notebook.run("edit 1 set lr 0.2")
    #expect(notebook.notebook.session.state.settings.rerun == .auto)
    #expect(notebook.run("set rerun ask") == .done)
    notebook.run("edit 1 set lr 0.3")
    // Nor do they wait for cells above.
    #expect(notebook.run("set pager auto") == .done)
    #expect(notebook.run("set l2 0") == .failed)
  }

  @Test func whatIsNoNotebookIsNotReplaced() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("set lr 0.1")
    try write("# My essay\n", to: file)
    for command in ["save \(file)", "record \(file)"] {
      #expect(notebook.run(command) == .failed)
      #expect(notebook.refusal == "not-a-notebook")
    }
    #expect(fileText(file) == "# My essay\n")
    #expect(notebook.run("open \(file)") == .failed)
    #expect(notebook.run("save \(folder.path)/a.csv") == .failed)
    notebook.run("save \(folder.path)/b.md")
    #expect(notebook.run("save \(folder.path)/b.md") == .done)
  }

  @Test func notesCanBePutBetween() throws {
    let notebook = RecordedNotebook()
    notebook.run("set lr 0.1", "set l2 0.1", "insert 2 note now l2")
    #expect(notebook.list == ["1 true set lr 0.1", "2 note now l2", "3 true set l2 0.1"])
  }

  /// Other words in the place of a cell that wrote a file are run.
  @Test func aWritingCellCanBecomeAnother() {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run(
      "data xor n=20", "layers 3", "train 1", "model save \(folder.path)/n.safetensors",
      "edit 4 train 2", "rerun stale")
    #expect(notebook.list.last == "4 true train 2")
    #expect(notebook.notebook.session.state.training?.epoch == 3)
  }

  @Test func undoneExplanationsAreNoCell() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=20", "set explain full", "undo", "train 1")
    #expect(notebook.list == ["1 true data xor n=20", "2 true train 1"])
    notebook.run("undo", "redo")
    #expect(notebook.list == ["1 true data xor n=20", "2 true train 1"])
  }

  /// No two executions have one number, those of cells that were run again neither.
  @Test func serialsAreNeverUsedTwice() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=20", "set lr 0.1", "train 1", "rerun 2..3", "set l2 0.1")
    let serials = notebook.notebook.cells.compactMap(\.serial)
    #expect(serials.count == 4 && Set(serials).count == 4)
  }

  /// What writes a file is said not to have been run.
  @Test func filesThatAreNotWrittenAgainAreSaid() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run(
      "data xor n=20", "layers 3", "train 1", "model save \(folder.path)/n.safetensors",
      "edit 3 train 2", "rerun stale")
    #expect(notebook.change?.changed.last?.remark?.contains("`rerun 4`") == true)
    notebook.run("rerun stale")
    #expect(notebook.change?.done == "Every cell is up to date.")
  }
}
