// What cells may do that stand in a file somebody else wrote, and where their paths start.
import Files
import Notebooks
import Sessions
import TestSupport
import Testing

@Suite struct OriginTests {
  private static let table = "x,y\n1,2\n2,3\n3,5\n4,6\n5,8\n6,9\n7,11\n8,12\n"

  /// A notebook with the cells of `theirs/notes.md`, which has a table beside it and one above.
  private func opened(
    _ commands: String..., in folder: TemporaryFolder, allowing: FilePermissions = .init()
  ) throws -> RecordedNotebook {
    let theirs = folder.path + "/theirs"
    try makeFolder(theirs)
    try write(Self.table, to: theirs + "/near.csv")
    try write(Self.table, to: folder.path + "/far.csv")
    let lines = commands.map { "> \($0)\n" }.joined()
    try write("# Theirs\n\n```descent\n\(lines)```\n", to: theirs + "/notes.md")
    let notebook = RecordedNotebook(mayWrite: true, filePermissions: allowing)
    notebook.run("open \(theirs)/notes.md")
    return notebook
  }

  private func errors(_ notebook: RecordedNotebook) -> [String] {
    notebook.outputs.joined().filter { $0.contains("--allow-") || $0.contains("not") }
  }

  @Test func pathsStartAtTheFolderOfTheFile() throws {
    let folder = TemporaryFolder(fast: true)
    let notebook = try opened("data load near.csv target=y", in: folder)
    notebook.run("rerun stale")
    #expect(notebook.list.last == "2 true data load near.csv target=y")
    #expect(
      notebook.notebook.cells[1].effect.reads.map(\.path) == [folder.path + "/theirs/near.csv"])
    // What it read is what is compared.
    try write(Self.table.replacing("12", with: "13"), to: folder.path + "/theirs/near.csv")
    #expect(notebook.list.last == "2 stale data load near.csv target=y")
  }

  @Test(arguments: ["data load ../far.csv target=y", "data load ABOVE/far.csv target=y"])
  func nothingIsReadThatDoesNotLieBesideTheFile(command: String) throws {
    let folder = TemporaryFolder(fast: true)
    let command = command.replacing("ABOVE", with: folder.path)
    let notebook = try opened(command, in: folder)
    notebook.run("rerun stale")
    #expect(notebook.list.last == "2 failed \(command)")
    #expect(!errors(notebook).isEmpty)
    #expect(notebook.notebook.cells[1].effect.reads.isEmpty)
    // Named or not.
    notebook.run("rerun 2")
    #expect(notebook.list.last == "2 failed \(command)")

    let allowed = try opened(command, in: folder, allowing: FilePermissions(reads: true))
    allowed.run("rerun stale")
    #expect(allowed.list.last == "2 true \(command)")
  }

  @Test func nothingIsWrittenWithoutLeave() throws {
    let folder = TemporaryFolder(fast: true)
    let file = folder.path + "/theirs/a.safetensors"
    let commands = ["data xor n=20", "model save a.safetensors"]
    let notebook = try opened(commands[0], commands[1], in: folder)
    notebook.run("rerun stale", "rerun 3")
    #expect(bytes(of: file).isEmpty)
    #expect(notebook.list.last == "3 failed model save a.safetensors")
    #expect(errors(notebook).contains { $0.contains("--allow-writes") })

    let allowed = try opened(
      commands[0], commands[1], in: folder, allowing: FilePermissions(writes: true))
    allowed.run("rerun stale")
    #expect(bytes(of: file).isEmpty)
    allowed.run("rerun 3")
    #expect(!bytes(of: file).isEmpty)
  }

  /// The same words mean another file, and may do something else, where their user says them.
  @Test func whatIsTypedIsTheUsersOwn() throws {
    let folder = TemporaryFolder(fast: true)
    let far = "data load \(folder.path)/far.csv target=y"
    let notebook = try opened("set lr 0.5", far, in: folder)
    notebook.run("rerun stale")
    #expect(notebook.list.last == "3 failed \(far)")
    notebook.run("edit 3 \(far)", "rerun stale")
    #expect(notebook.list.last == "3 true \(far)")
    // Known from that, but not to the file.
    notebook.run("undo 2", "rerun stale")
    #expect(notebook.list.last == "3 failed \(far)")
    notebook.run("insert 3 \(far)", "rerun stale")
    #expect(notebook.list[2] == "3 true \(far)")
    #expect(notebook.list[3] == "4 failed \(far)")
  }

  @Test func movingAndGoingBackChangeNoOrigin() throws {
    let folder = TemporaryFolder(fast: true)
    let far = "data load ../far.csv target=y"
    let notebook = try opened("set lr 0.5", far, "set l2 0.1", in: folder)
    let places: [([String], Int)] = [
      (["move 3 2"], 2), (["undo"], 3), (["redo"], 2), (["move 2 4", "rerun stale"], 4),
      (["undo", "redo", "rerun stale"], 4), (["save \(folder.path)/mine.md", "rerun 4"], 4),
    ]
    for (commands, number) in places {
      notebook.run(commands)
      #expect(notebook.notebook.cells[number - 1].source == far, "\(commands)")
      #expect(notebook.notebook.cells[number - 1].file != nil, "\(commands)")
      #expect(notebook.notebook.cells[number - 1].ending != .done, "\(commands)")
    }
  }

  /// A cell that is about the notebook could be about itself.
  @Test(arguments: ["rerun 2", "rerun stale", "open notes.md", "edit 2 eval", "delete 2"])
  func cellsSayNothingAboutTheNotebook(command: String) throws {
    let folder = TemporaryFolder(fast: true)
    let notebook = try opened(
      command, in: folder, allowing: FilePermissions(writes: true, reads: true))
    notebook.run("rerun stale")
    #expect(notebook.list.last == "2 failed \(command)")
    #expect(notebook.outputs[1].joined().contains("about the notebook"))
  }

  /// A file may have several commands in a line, none, and such as are not to be run.
  @Test func linesOfAFileAreRunAsTheyStand() throws {
    let folder = TemporaryFolder(fast: true)
    let notebook = try opened("data xor n=20; set lr 0.5", "# nothing", "train 1", in: folder)
    notebook.run("rerun stale")
    #expect(
      notebook.list == [
        "1 note # Theirs", "2 true data xor n=20; set lr 0.5", "3 true # nothing",
        "4 true train 1",
      ])
    #expect(notebook.outputs[1].contains { $0.contains("0.5") })
    notebook.run("rerun 2..4")
    #expect(notebook.change?.unchanged == [2, 3, 4])

    try write(
      "```descent :skip\n> data moons n=30\n```\n\n```descent\n> data xor n=20\n```\n",
      to: folder.path + "/skip.md")
    notebook.run("open \(folder.path)/skip.md", "rerun stale")
    #expect(notebook.list == ["1 unrun data moons n=30", "2 true data xor n=20"])
    #expect(notebook.run("train 1") == .done)
  }
}
