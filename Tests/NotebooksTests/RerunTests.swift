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

  /// Where a run began, and how much else there is, are no results.
  @Test func differenceIsOfResults() throws {
    let notebook = RecordedNotebook()
    notebook.run("data iris", "layers 4", "train 5", "edit 1 data iris seed=4", "rerun stale")
    let train = try #require(notebook.change?.changed.first { $0.number == 3 })
    #expect(train.numbers.contains { $0.name == "loss" })
    #expect(!train.numbers.contains { $0.name.hasPrefix("first") })
    #expect(train.remark == nil)
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
}
