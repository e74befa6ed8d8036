// The question before a command below stale cells, in the built program on a pseudo-terminal.
import TestSupport
import Testing

struct StaleQuestionTests {
  private func shellWithStaleCells() throws -> TerminalShell {
    let shell = try TerminalShell(rows: 60)
    for command in ["data xor n=20", "set lr 0.1", "train 2", "edit 2 set lr 0.3"] {
      try shell.run(command)
    }
    try shell.terminal.send("train 4\r")
    try shell.terminal.waitForScreen("the question") {
      $0.cursorLine.hasSuffix("Run them first? [Y/n]")
        && $0.text.contains("Cells 2 and 3 are not up to date; they train 2 epochs.")
    }
    return shell
  }

  private func cells(_ shell: TerminalShell) throws -> String {
    try shell.run("clear")
    try shell.run("cells")
    return shell.terminal.screen.text
  }

  @Test(arguments: ["", "y", "YES"]) func yesRunsThemFirst(answer: String) throws {
    let shell = try shellWithStaleCells()
    try shell.terminal.send(answer + "\r")
    try shell.waitForPrompt()
    let cells = try cells(shell)
    #expect(!cells.contains("stale"))
    #expect(cells.contains("train 4"))
    try shell.quit()
  }

  @Test func noSaysHow() throws {
    let shell = try shellWithStaleCells()
    try shell.terminal.send("n\r")
    try shell.waitForPrompt()
    #expect(shell.terminal.screen.text.contains("`rerun stale` first, or `undo`"))
    let cells = try cells(shell)
    #expect(cells.contains("stale"))
    #expect(!cells.contains("train 4"))
    try shell.quit()
  }

  @Test func controlCDoesNothing() throws {
    let shell = try shellWithStaleCells()
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    #expect(!shell.terminal.screen.text.contains("first, or `undo`"))
    // It was meant for the question and hits no command that comes later.
    try shell.run("rerun stale")
    let cells = try cells(shell)
    #expect(!cells.contains("stale"))
    #expect(!cells.contains("train 4"))
    try shell.quit()
  }
}
