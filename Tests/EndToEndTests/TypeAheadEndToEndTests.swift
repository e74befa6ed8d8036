// What is typed while a command runs, in the built program on a pseudo-terminal.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

struct TypeAheadEndToEndTests {
  /// Starts a training that goes on until it is stopped, and waits for its line of progress.
  private func training(_ terminal: PseudoTerminal) throws {
    try terminal.send("train 9000000\r")
    try terminal.waitForScreen("a line of progress") { $0.lastLine.hasPrefix("[---") }
  }

  @Test func keysAreShownOnTheLineOfProgressAlone() throws {
    let shell = try TerminalShell(columns: 100)
    try training(shell.terminal)
    try shell.terminal.send("set lr\u{1B}[A 0.2\u{7F}1")
    try shell.terminal.waitForScreen("what was typed") {
      $0.lastLine.hasSuffix("  typed: set lr 0.1")
    }
    let lines = shell.terminal.screen.lines
    #expect(lines.count { $0.contains("set lr") } == 1)
    #expect(!shell.terminal.transcriptText.contains("^["))
    shell.terminal.signal(SIGINT)
    try shell.terminal.waitFor("stopped at epoch")
    // It was for what came before the interrupt.
    try shell.waitForPrompt()
    #expect(!shell.terminal.screen.text.contains("typed:"))
    try shell.quit()
  }

  /// Nothing is lost: lines run when the command has ended, and what is unfinished stands at the prompt.
  @Test(arguments: [[:], ["NO_COLOR": "1"], ["TERM": "dumb"]])
  func theNextPromptHasIt(_ environment: [String: String]) throws {
    let shell = try TerminalShell(environment, columns: 100)
    try shell.terminal.send("data digits; layers 32; train 30\r")
    try shell.terminal.waitFor("epoch")
    try shell.terminal.send("set lr 0.25\rset l2 0.")
    try shell.terminal.waitForScreen("the rest at the prompt") {
      $0.cursorLine.hasSuffix("> set l2 0.")
    }
    #expect(shell.terminal.screen.text.contains("lr = 0.25"))
    try shell.terminal.send("5\r")
    try shell.terminal.waitForScreen("the setting") { $0.text.contains("l2 = 0.5") }
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func quitTypedEarlyLeaves() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("data digits; layers 32; train 20\r")
    try shell.terminal.waitFor("epoch")
    try shell.terminal.send("quit\r")
    #expect(try shell.terminal.waitForExit() == .exited(0))
    #expect(shell.terminal.isCooked)
  }

  /// Those keys end the process as ever, and leave a terminal that shows what is typed.
  @Test func quitSignalLeavesTheTerminalAsItWas() throws {
    // What Swift would say of a crash takes seconds, and asks for keys.
    let shell = try TerminalShell(["SWIFT_BACKTRACE": "enable=no"])
    try training(shell.terminal)
    #expect(!shell.terminal.isCooked)
    try shell.terminal.control("\\")
    #expect(try shell.terminal.waitForExit() == .signaled(SIGQUIT))
    #expect(shell.terminal.isCooked)
  }

  @Test func threePressesLeaveTheTerminalAsItWas() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("data digits; layers 64 64; train 100000\r")
    try shell.terminal.waitForScreen("a line of progress") { $0.lastLine.hasPrefix("[---") }
    for _ in 0..<4 { shell.terminal.signal(SIGINT) }
    // One may be too late for the command, and belong to the prompt.
    shell.terminal.observe(seconds: 0.5)
    try? shell.terminal.send("quit\r")
    _ = try shell.terminal.waitForExit()
    #expect(shell.terminal.isCooked)
  }

  /// Stopped in the middle of a training and gone on with, twice: the outer shell gets the terminal as it was, and
  /// the training has its own again.
  @Test func stoppingGivesTheTerminalBack() throws {
    let home = TemporaryFolder()
    let terminal = try PseudoTerminal(
      "/bin/sh", ["-i"], environment: Descent.environment(home: home, ["PS1": "outer$ "]),
      columns: 100)
    try terminal.waitFor("outer$ ")
    try terminal.send(Descent.path + "\r")
    try terminal.waitForScreen("the prompt") { $0.isAtPrompt }
    try training(terminal)
    for round in 1...2 {
      #expect(!terminal.isCooked)
      try terminal.control("z")
      try terminal.waitFor("outer$ ")
      #expect(terminal.isCooked)
      try terminal.send("echo round-\(round)\r")
      try terminal.waitFor("round-\(round)\r\nround-\(round)")
      try terminal.waitFor("outer$ ")
      try terminal.send("fg\r")
      try terminal.send("# round \(round)")
      try terminal.waitForScreen("what was typed") {
        $0.lastLine.contains("typed: ") && $0.lastLine.hasSuffix("# round \(round)")
      }
    }
    try terminal.control("c")
    try terminal.waitFor("stopped at epoch")
    try terminal.waitForScreen("the next prompt") {
      $0.cursorLine.hasSuffix("> ") || $0.cursorLine.hasSuffix(">")
    }
    try terminal.send("quit\r")
    try terminal.waitFor("outer$ ")
    #expect(terminal.isCooked)
  }

  /// Stopped by a signal that cannot be caught.
  @Test func goingOnTakesTheTerminalAgain() throws {
    let shell = try TerminalShell(columns: 100)
    try training(shell.terminal)
    shell.terminal.signal(SIGSTOP)
    shell.terminal.signal(SIGCONT)
    try shell.terminal.send("later")
    try shell.terminal.waitForScreen("what was typed") { $0.lastLine.hasSuffix("typed: later") }
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
    #expect(shell.terminal.isCooked)
  }
}
