// What a notebook's commands leave alone: text that its user wrote into a file, cells typed since a change, and
// cells below one that fails.
import Events
import Notebooks
import TestSupport
import Testing

struct KeptTextTests {
  private let folder = TemporaryFolder()
  private var file: String { folder.path + "/report.md" }
  private static let report = """
    # My report

    I typed for hours.

    ```descent
    > set lr 0.5
    ```

    """

  @Test func aNotebookWithTextOfItsOwnIsNotReplaced() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("set lr 0.1")
    try write(Self.report, to: file)
    for command in ["save \(file)", "record \(file)"] {
      #expect(notebook.run(command) == .failed)
      #expect(notebook.refusal == "would-lose-text")
    }
    #expect(fileText(file) == Self.report)
    // Whoever has opened it knows what it has; whoever changes it afterwards, not.
    notebook.run("open \(file)", "delete 1", "rerun stale")
    #expect(notebook.run("save \(file)") == .done)
    #expect(notebook.run("save \(file)") == .done)
    try write(fileText(file) + "\nAnd one more line.\n", to: file)
    #expect(notebook.run("save \(file)") == .failed)
    // One without text is a script's own, written again by its next run.
    #expect(RecordedNotebook(mayWrite: true).run("save \(folder.path)/new.md") == .done)
    let next = RecordedNotebook(mayWrite: true)
    #expect(next.run("set lr 0.2", "save \(folder.path)/new.md") == .done)
  }

  @Test func aRecordingStopsWhereTheFileIsChanged() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("record \(file)", "set lr 0.1")
    let mine = fileText(file) + "\nMine.\n"
    try write(mine, to: file)
    notebook.run("set lr 0.2")
    #expect(notebook.hints.contains { $0.hasPrefix("Not recording any more") })
    #expect(fileText(file) == mine)
  }

  @Test func whatFailsAtLastLeavesTheCellsBelow() {
    let notebook = RecordedNotebook()
    notebook.run(
      "data xor n=40", "layr 3", "layers 3", "train 2", "edit 1 data load none.csv target=y")
    notebook.run("rerun stale")
    #expect(
      notebook.list == [
        "1 failed data load none.csv target=y", "2 stale layr 3", "3 stale layers 3",
        "4 stale train 2",
      ])
    // What had failed before stops nothing.
    notebook.run("edit 1 data moons n=40", "rerun stale")
    #expect(
      notebook.list == [
        "1 true data moons n=40", "2 failed layr 3", "3 true layers 3", "4 true train 2",
      ])
  }

  @Test func otherCommandsAreNotCompared() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=40", "train 2", "eval", "edit 3 train 2", "rerun stale")
    #expect(notebook.change?.changed.map(\.remark) == ["run"])
    #expect(notebook.change?.changed.flatMap(\.numbers).isEmpty == true)
  }

  @Test func rowsWithNamesAreTold() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=40", "layers 3", "train 2", "eval", "edit 3 train 9", "rerun stale")
    let names = notebook.change?.changed.last?.numbers.map(\.name) ?? []
    #expect(names.contains("accuracy train") && !names.contains("accuracy"), "\(names)")
  }

  @Test func undoingARerunKeepsWhatWasTypedSince() {
    let notebook = RecordedNotebook()
    notebook.run("data xor n=40", "set lr 0.1", "train 2", "edit 2 set lr 0.2", "rerun stale")
    notebook.run("eval", "status", "undo")
    #expect(
      notebook.list == [
        "1 true data xor n=40", "2 stale set lr 0.2", "3 stale train 2", "4 stale eval",
        "5 stale status",
      ])
    notebook.run("redo")
    #expect(notebook.list.suffix(2) == ["4 true eval", "5 true status"])
  }

  @Test func aFileThatWasNeverWrittenIsNoneOfAnEarlierRun() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("data xor n=40", "train 1", "model save \(folder.path)/a.safetensors")
    notebook.run("edit 3 model save \(folder.path)/b.safetensors", "rerun stale")
    #expect(notebook.list.last == "3 unrun model save \(folder.path)/b.safetensors")
    // It stands in nobody's way.
    #expect(notebook.run("train 1") == .done)
    notebook.run("rerun 3")
    #expect(notebook.list[2].hasPrefix("3 true"))
  }

  @Test func preferencesAreNoPartOfTheStatus() {
    let notebook = RecordedNotebook()
    notebook.run("status")
    let before = notebook.said
    notebook.run("set rerun auto", "set keep 1GB", "status")
    #expect(notebook.said == before)
  }
}
