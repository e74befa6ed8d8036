// `edit N` in the built program on a pseudo-terminal: the editor is a small program of the shell.
import TestSupport
import Testing

struct EditorTests {
  /// A shell with three cells, the second `set lr 0.1`.
  private func shell(
    _ environment: [String: String], home: TemporaryFolder? = nil
  ) throws -> TerminalShell {
    let shell = try TerminalShell(environment, home: home, rows: 40)
    for command in ["data xor n=20", "set lr 0.1", "train 2"] { try shell.run(command) }
    return shell
  }

  /// What `cells` says of the second.
  private func secondCell(_ shell: TerminalShell) throws -> String {
    try shell.run("clear")
    try shell.run("cells")
    return shell.terminal.screen.lines.first { $0.contains("set lr") } ?? ""
  }

  @Test(arguments: [
    ["EDITOR": "sed -i s/0.1/0.3/"], ["EDITOR": "false", "VISUAL": "sed -i s/0.1/0.3/"],
    ["EDITOR": "sed -i s/0.1/0.3/", "VISUAL": " "],
  ])
  func theEnvironmentNamesTheEditor(environment: [String: String]) throws {
    let shell = try shell(environment)
    try shell.run("edit 2")
    #expect(shell.terminal.screen.text.contains("rerun stale"))
    #expect(try secondCell(shell).contains("set lr 0.3"))
    try shell.quit()
  }

  @Test(arguments: [
    ("true", "stays as it was"), ("truncate -s 0", "stays as it was"), ("false", "status 1"),
    ("no-such-editor", "there is no program"),
  ])
  func nothingChanges(editor: String, said: String) throws {
    let shell = try shell(["EDITOR": editor])
    try shell.run("edit 2")
    #expect(shell.terminal.screen.text.contains(said))
    #expect(try secondCell(shell).contains("set lr 0.1"))
    try shell.quit()
  }

  /// It leaves the terminal as it was, also where it did not put it back itself.
  @Test func modesAreTheShellsOwnAfterwards() throws {
    let shell = try shell(["EDITOR": "stty raw -echo; sed -i s/0.1/0.3/"])
    try shell.run("edit 2")
    #expect(try secondCell(shell).contains("set lr 0.3"))
    try shell.quit()
  }

  /// Ctrl-C in an editor is the editor's.
  @Test func interruptsAreTheEditors() throws {
    let shell = try shell(["EDITOR": "trap '' INT; kill -INT 0; sed -i s/0.1/0.3/"])
    try shell.run("edit 2")
    #expect(try secondCell(shell).contains("set lr 0.3"))
    try shell.quit()
  }

  /// One that stops itself is gone on with where nobody else could do that.
  @Test func stoppedEditorGoesOn() throws {
    let shell = try shell(["EDITOR": "kill -STOP $$; sed -i s/0.1/0.3/"])
    try shell.run("edit 2")
    #expect(try secondCell(shell).contains("set lr 0.3"))
    try shell.quit()
  }

  @Test func noShellReadsWhatACellSays() throws {
    let home = TemporaryFolder()
    let shell = try shell(["EDITOR": "sed -i s/word/text/"], home: home)
    let trap = home.path + "/trap"
    try shell.run("note word $(touch \(trap)) '\"")
    try shell.run("note word `touch \(trap)`")
    try shell.run("edit 4")
    try shell.run("edit 5")
    #expect(!directoryEntries(home.path).contains("trap"))
    try shell.quit()
  }

  @Test func theFileIsItsUsersAloneAndGoesAway() throws {
    let (home, folder) = (TemporaryFolder(), TemporaryFolder())
    let report = home.path + "/report"
    let shell = try shell(
      [
        "EDITOR": "ls -la $TMPDIR > \(report); cd $TMPDIR/descent-*; touch backup .swap; true",
        "TMPDIR": folder.path,
      ],
      home: home)
    try shell.run("edit 2")
    #expect(
      fileText(report).split(separator: "\n").contains {
        $0.hasPrefix("drwx------") && $0.contains("descent-")
      })
    #expect(directoryEntries(folder.path, hidden: true).isEmpty)
    try shell.quit()
  }

  @Test func pipesHaveNone() throws {
    let home = TemporaryFolder()
    let result = try Process.run(
      "/bin/sh", ["-c", "EDITOR=true exec '\(Descent.path)' -c 'data xor; edit 1'"],
      environment: Descent.pipeEnvironment(home), timeout: 60)
    #expect(String(decoding: result.errors, as: UTF8.self).contains("`edit 1 TEXT`"))
  }
}
