// Any edits in any order, undone and done again: brought up to date, every cell says what it says when the same
// words are typed into a new notebook, however little memory there is.
import Experiments
import Notebooks
import TestSupport
import Testing

@Suite struct EditedNotebookTests {
  @Test(arguments: 1...30)
  func isAsTypedAnew(seed: Int) { check(seed, edits: 25, keep: SessionSettings().keep) }

  @Test(arguments: 1...30, [0, 64 << 10])
  func isAsTypedAnewWithLittleMemory(seed: Int, keep: Int) { check(seed, edits: 25, keep: keep) }

  /// Enough cells for some to be in the file.
  @Test(arguments: 1...3, [0, 64 << 10])
  func isAsTypedAnewWithManyCells(seed: Int, keep: Int) { check(seed, edits: 300, keep: keep) }

  private static let commands = [
    "data xor n=20", "data circle n=30", "set lr 0.3", "set lr 0.01", "layers 3", "layers 2 2",
    "train 2", "train 1", "eval", "set l2 0.1", "reset", "step", "set explain full",
    "set nothing", "set batch 5",
  ]

  private func check(_ seed: Int, edits: Int, keep: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let folder = TemporaryFolder(fast: true)
    let notebook = RecordedNotebook(keep: keep, folders: [folder.path])
    for _ in 0..<edits {
      let count = notebook.notebook.cells.count
      let place = Int.random(in: 1...max(1, count), using: &random)
      let other = Int.random(in: 1...max(1, count), using: &random)
      let command = Self.commands.randomElement(using: &random) ?? "eval"
      switch Int.random(in: 0..<14, using: &random) {
      case 0: notebook.run("edit \(place) \(command)")
      case 1: notebook.run("insert \(place) \(command)")
      case 2: notebook.run("delete \(place)")
      case 3: notebook.run("move \(place) \(other)")
      case 4, 5: notebook.run("undo")
      case 6: notebook.run("redo")
      case 7: notebook.run("rerun \(min(place, other))..\(max(place, other))")
      case 8: notebook.run("rerun stale")
      case 9: notebook.run("note a word")
      default: notebook.run(command)
      }
    }
    // One that fails for the first time ends it.
    repeat { notebook.run("rerun stale") } while notebook.change?.stale.isEmpty == false
    let fresh = RecordedNotebook()
    for cell in notebook.notebook.cells {
      fresh.run(cell.content == .note ? "note \(cell.source)" : cell.source)
    }
    #expect(notebook.outputs == fresh.outputs)
    #expect(
      notebook.notebook.session.state.training == fresh.notebook.session.state.training)
    #expect(
      notebook.notebook.session.state.settings.training
        == fresh.notebook.session.state.settings.training)
    #expect(directoryEntries(folder.path).isEmpty)
  }
}
