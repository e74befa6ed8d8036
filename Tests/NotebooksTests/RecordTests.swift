// A recorded file is at every moment what `save` would write.
import Files
import Notebooks
import TestSupport
import Testing

@Suite struct RecordTests {
  private let folder = TemporaryFolder(fast: true)
  private var file: String { folder.path + "/a.md" }

  private func saved(_ notebook: RecordedNotebook) -> String {
    NotebookDocument(
      origin: notebook.notebook.origin, cells: Array(notebook.notebook.cells)
    ).markdown
  }

  @Test func itBeginsWithTheCellsThereAre() {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("data xor n=20", "record \(file)")
    #expect(fileText(file) == saved(notebook))
    notebook.run("set lr 0.5", "record stop", "set lr 0.25")
    #expect(fileText(file).hasSuffix("> set lr 0.5\nlr = 0.5   (learning rate; was 0.03)\n```\n"))
  }

  /// Whatever is typed, undone, edited or run again, after every command.
  @Test(arguments: 1...20)
  func itIsWhatSaveWouldWrite(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("record \(file)")
    let commands = [
      "data xor n=20", "set lr 0.3", "layers 3", "train 2", "eval", "set nothing", "note a word",
      "undo", "redo", "edit 1 set lr 0.1", "delete 1", "rerun stale", "insert 1 set seed 3",
      "note ```` a fence", "cells", "save \(folder.path)/b.md", "open \(folder.path)/b.md",
      "set lr \\\n 0.7", "move 1 2", "step",
    ]
    for _ in 0..<40 {
      let command = try #require(commands.randomElement(using: &random))
      notebook.run(command)
      #expect(fileText(file) == saved(notebook), "after \(command)")
    }
  }

  /// What somebody else has made of the file stays as it is.
  @Test func whatOthersWriteIsNotMixedIn() throws {
    for text in ["", "other text", "more of it\n"] {
      try write("", to: file)
      let notebook = RecordedNotebook(mayWrite: true)
      notebook.run("record \(file)", "data xor n=20", "set lr 0.5")
      try write(text, to: file)
      notebook.run("train 1")
      #expect(fileText(file) == text)
      #expect(notebook.hints.contains { $0.hasPrefix("Not recording any more") })
      notebook.run("train 1")
      #expect(fileText(file) == text && notebook.hints.isEmpty)
    }
  }

  @Test func aFileThatCannotBeWrittenIsSaidOnce() throws {
    let inner = folder.path + "/inner"
    try makeFolder(inner)
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("record \(inner)/a.md", "data xor n=20")
    try removeFolder(inner)
    #expect(notebook.run("set lr 0.5") == .done)
    #expect(notebook.hints.filter { $0.contains("Not recording any more") }.count == 1)
    #expect(notebook.run("set lr 0.25") == .done)
    #expect(notebook.hints.isEmpty)
    #expect(notebook.run("record stop") == .failed)
    #expect(notebook.refusal == "not-recording")
  }

  @Test func oneFileAtATime() {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("record")
    #expect(notebook.hints.first?.contains("Nothing is recorded") == true)
    #expect(notebook.run("record stop") == .failed)
    notebook.run("record \(file)")
    #expect(notebook.run("record \(folder.path)/b.md") == .failed)
    #expect(notebook.refusal == "already-recording")
    #expect(folder.names == ["a.md"])
    #expect(notebook.run("record") == .done)
    #expect(notebook.hints.isEmpty)
    #expect(notebook.run("record stop", "record \(folder.path)/b.md") == .done)
    #expect(folder.names == ["a.md", "b.md"])
  }

  @Test func aFilesCommandsRecordNothingUnasked() {
    let notebook = RecordedNotebook(mayWrite: false)
    #expect(notebook.run("record \(file)") == .failed)
    #expect(notebook.refusal == "writes-not-allowed")
    #expect(folder.names.isEmpty)
  }
}
