// The shell as a test types into it: it waits for prompts, so that no key is typed too early.
import TestSupport
import Testing

/// The program on a pseudo-terminal.
struct TerminalShell {
  let home: TemporaryFolder
  let terminal: PseudoTerminal

  init(
    _ extra: [String: String] = [:], home: TemporaryFolder? = nil, rows: Int = 24,
    columns: Int = 80
  ) throws {
    self.home = home ?? TemporaryFolder()
    terminal = try PseudoTerminal(
      Descent.path, environment: Descent.environment(home: self.home, extra), rows: rows,
      columns: columns)
    try waitForPrompt()
  }

  /// One that is at its prompt already.
  init(home: TemporaryFolder, on terminal: PseudoTerminal) {
    (self.home, self.terminal) = (home, terminal)
  }

  func waitForPrompt() throws {
    try terminal.waitForScreen("an empty prompt") { $0.isAtPrompt }
  }

  /// Waits for a prompt with `line` typed behind it.
  func waitForLine(_ line: String) throws {
    try terminal.waitForScreen("the line \"\(line)\"") {
      $0.cursorLine.hasSuffix("> " + line)
    }
  }

  /// Types a command and waits until it is done.
  func run(_ command: String) throws {
    try terminal.send(command)
    try terminal.waitForScreen("\"\(command)\" on the screen") {
      $0.shows(typed: command)
    }
    try terminal.send("\r")
    try terminal.waitForScreen("the command's end") {
      $0.isAtPrompt && $0.lastLine == $0.cursorLine
    }
  }

  func quit() throws {
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == .exited(0))
  }
}
