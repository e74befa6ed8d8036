// Cells run again: what they come to is what a new notebook makes of the same words.
import Events
import Notebooks
import TestSupport
import Testing

@Suite struct RerunTests {
  @Test func differenceIsToldByNamedNumbers() throws {
    let notebook = RecordedNotebook()
    notebook.run("data circle n=60", "set lr 0.1", "train 3", "edit 2 set lr 0.4", "rerun stale")
    let train = try #require(notebook.change?.changed.first { $0.number == 3 })
    let loss = try #require(train.numbers.first { $0.name == "loss" })
    let fresh = RecordedNotebook()
    fresh.run("data circle n=60", "set lr 0.4", "train 3")
    #expect(
      loss.after == fresh.notebook.session.state.network?.epochs.last?.training.loss)
    #expect(loss.before != loss.after)
    #expect(
      notebook.notebook.session.state.training == fresh.notebook.session.state.training)
  }

  @Test func goingBackToWhatIsKnownRunsNothing() {
    let notebook = RecordedNotebook()
    notebook.run("data circle n=60", "set lr 0.1", "train 3", "edit 2 set lr 0.4", "rerun stale")
    let first = notebook.outputs
    notebook.run("edit 2 set lr 0.1")
    #expect(notebook.change?.stale.isEmpty == true)
    notebook.run("edit 2 set lr 0.4")
    #expect(notebook.change?.stale.isEmpty == true)
    #expect(notebook.outputs == first)
    #expect(notebook.run("train 1") == .done)
  }

  @Test func namedCellRunsWhatIsStaleAboveIt() {
    let notebook = RecordedNotebook()
    notebook.run("data circle n=60", "set lr 0.1", "train 3", "eval", "edit 2 set lr 0.4")
    notebook.run("rerun 3")
    #expect(
      notebook.list.map { String($0.split(separator: " ")[1]) } == [
        "true", "true", "true", "stale",
      ])
  }

  /// A file may have several commands in one line, or none.
  @Test func cellOfSeveralCommandsStaysWhole() throws {
    let folder = TemporaryFolder(fast: true)
    let file = folder.path + "/a.md"
    try write(
      "```descent\n> # a remark\n> set lr 0.5; data xor n=20; eval\n> train 2\n```\n", to: file)
    let notebook = RecordedNotebook()
    notebook.run("open \(file)", "rerun stale", "rerun 1..2")
    #expect(
      notebook.list == [
        "1 true # a remark", "2 true set lr 0.5; data xor n=20; eval", "3 true train 2",
      ])
    let fresh = RecordedNotebook()
    fresh.run("set lr 0.5", "data xor n=20", "eval", "train 2")
    #expect(
      notebook.notebook.session.state.training == fresh.notebook.session.state.training)
  }

  @Test func filesAreNotWrittenUnlessNamed() throws {
    let folder = TemporaryFolder(fast: true)
    let file = folder.path + "/a.safetensors"
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("data xor n=20", "set lr 0.1", "train 1", "model save \(file)")
    let first = bytes(of: file)
    notebook.run("edit 2 set lr 0.4", "rerun stale")
    #expect(bytes(of: file) == first)
    notebook.run("rerun 4")
    #expect(bytes(of: file) != first)
  }

  /// Any edits in any order, undone and done again: brought up to date, every cell says what it says when
  /// the same words are typed into a new notebook.
  @Test(arguments: 1...30)
  func editedNotebookIsAsTypedAnew(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let notebook = RecordedNotebook()
    let commands = [
      "data xor n=20", "data circle n=30", "set lr 0.3", "set lr 0.01", "layers 3", "layers 2 2",
      "train 2", "train 1", "eval", "set l2 0.1", "reset", "step", "set explain full",
      "set nothing",
      "set batch 5",
    ]
    for _ in 0..<25 {
      let count = notebook.notebook.cells.count
      let place = Int.random(in: 1...max(1, count), using: &random)
      let other = Int.random(in: 1...max(1, count), using: &random)
      let command = commands.randomElement(using: &random) ?? "eval"
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
    notebook.run("rerun stale")
    let fresh = RecordedNotebook()
    for cell in notebook.notebook.cells {
      fresh.run(cell.content == .note ? "note \(cell.source)" : cell.source)
    }
    #expect(notebook.outputs == fresh.outputs)
    #expect(
      notebook.notebook.session.state.training == fresh.notebook.session.state.training)
    #expect(
      notebook.notebook.session.state.settings == fresh.notebook.session.state.settings)
  }
}
