// Which commands are cells, and which of these are still true.
import Events
import Files
import Notebooks
import Sessions
import TestSupport
import Testing

@Suite struct CellTests {
  @Test func commandsAreCellsButForThoseAboutTheNotebook() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=20", "history", "set lr 7000000", "cells", "clear", "undo", "redo")
    notebook.run("note something", "eval nonsense")
    #expect(
      notebook.list == [
        "1 true data xor n=20", "2 true set lr 7000000", "3 note something",
        "4 failed eval nonsense",
      ])
  }

  /// Whoever shows it as it comes and whoever keeps it have the same, presented once.
  @Test(arguments: [["data xor n=20"], ["data xor n=20", "train 20"], ["eval nonsense"]])
  func cellSaysWhatWasHandedOn(commands: [String]) {
    let notebook = RecordedNotebook()
    notebook.run(commands)
    #expect(!notebook.said.blocks.isEmpty)
    #expect(notebook.notebook.cells.last?.output == notebook.said)
  }

  @Test func undoTakesTheCellOutAndRedoPutsItBack() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=20", "set lr 0.5", "train 2", "undo 2")
    #expect(notebook.list == ["1 true data xor n=20"])
    notebook.run("redo")
    #expect(notebook.list == ["1 true data xor n=20", "2 true set lr 0.5"])
    notebook.run("train 2")
    #expect(notebook.list.last == "3 true train 2")
  }

  /// A cell that changes nothing stays where it is when what it told of is taken back.
  @Test func cellOfWhatWasUndoneIsStale() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=20", "train 2", "eval", "undo")
    #expect(notebook.list == ["1 true data xor n=20", "2 stale eval"])
    // It is in nobody's way.
    #expect(notebook.run("note a word", "train 1") == .done)
  }

  @Test func editMakesCellsBelowStaleAndRunsNothing() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=20", "set lr 0.1", "train 2", "eval")
    let before = notebook.notebook.session.state.training
    notebook.run("edit 2 set lr 0.2")
    #expect(notebook.change?.stale == [2, 3, 4])
    #expect(notebook.notebook.session.state.training == before)
    #expect(notebook.run("train 2") == .failed)
    #expect(notebook.refusal == "stale-cells")
    // Commands about the notebook go on.
    #expect(notebook.run("cells") == .done)
  }

  @Test func howOneLikesToWorkIsInNoState() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=20", "set explain full", "train 2", "edit 2 set explain off")
    notebook.run("rerun stale")
    #expect(notebook.change?.unchanged.isEmpty == true)
    #expect(notebook.list.allSatisfy { $0.contains(" true ") })
  }

  @Test func fileThatChangedMakesItsCellStale() throws {
    let folder = TemporaryFolder(fast: true)
    let file = folder.path + "/a.csv"
    try ReplacingFile.replace(file, with: Array("x,y\n1,2\n2,3\n3,5\n4,6\n".utf8))
    let notebook = RecordedNotebook()
    notebook.run("data load \(file) target=y", "data")
    #expect(notebook.list.allSatisfy { $0.contains(" true ") })
    try ReplacingFile.replace(file, with: Array("x,y\n1,2\n2,3\n3,5\n4,9\n".utf8))
    #expect(notebook.list.first?.hasPrefix("1 stale") == true)
    notebook.run("rerun stale")
    #expect(notebook.list.allSatisfy { $0.contains(" true ") })
  }

  @Test func cellIsShownAgain() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=20", "layers", "cell 1")
    #expect(notebook.again == notebook.notebook.cells[0].output)
    #expect(notebook.run("cell 3") == .failed)
    #expect(notebook.refusal == "no-such-cell")
  }
}

@Suite struct NotebookHelpTests {
  /// Of the commands about the notebook, which a session alone does not have.
  @Test func everyExampleWorks() throws {
    let folder = TemporaryFolder(fast: true)
    let commands = RecordedNotebook().notebook.catalog.commands.filter {
      $0.signature.area == CommandArea.notebook
    }
    #expect(commands.count >= 10)
    for example in commands.flatMap(\.signature.examples) {
      let notebook = RecordedNotebook(mayWrite: true)
      let lines = (example.setup + [example.command]).map {
        $0.replacing("moons.", with: folder.path + "/moons.")
      }
      for line in lines { #expect(notebook.run(line) == .done, "\(line)") }
    }
  }
}
