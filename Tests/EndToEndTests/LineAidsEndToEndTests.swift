// What helps while a line is typed, in the built program on a pseudo-terminal: suggestions, checks and hints, and where
// there are none.
import TestSupport
import Testing

struct LineAidsTests {
  /// What stands in the cursor's row, with what is suggested.
  private func row(_ screen: TerminalScreen) -> String { screen.lines[screen.cursor.row] }

  @Test func whatAnErrorMeantIsSuggested() throws {
    let shell = try TerminalShell()
    try shell.run("trian 5")
    try shell.terminal.waitForScreen("the mended line") { row($0).hasSuffix("> train 5") }
    #expect(shell.terminal.screen.cursorLine.hasSuffix(">"))
    // A word of it, then all.
    try shell.terminal.send("\u{1B}f")
    try shell.terminal.waitForScreen("a word") { $0.cursorLine.hasSuffix("> train") }
    try shell.terminal.send("\u{1B}[C")
    try shell.terminal.waitForScreen("all") { $0.cursorLine.hasSuffix("> train 5") }
    try shell.terminal.send("\u{15}")
    try shell.terminal.waitForScreen("again") { row($0).hasSuffix("> train 5") }
    // Something else that is typed takes it away.
    try shell.terminal.send("x")
    try shell.terminal.waitForScreen("none") { row($0).hasSuffix("> x") }
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func earlierLinesAreSuggested() throws {
    let shell = try TerminalShell()
    try shell.run("set lr 0.25")
    try shell.terminal.send("set")
    try shell.terminal.waitForScreen("the earlier line") { row($0).hasSuffix("> set lr 0.25") }
    try shell.terminal.send("\u{05}\r")
    try shell.waitForPrompt()
    #expect(shell.terminal.screen.lines.filter { $0.hasSuffix("> set lr 0.25") }.count == 2)
    try shell.quit()
  }

  @Test func theArgumentAtTheCursorIsExplained() throws {
    let shell = try TerminalShell()
    try shell.run("data circle n=40; layers 3; train 2; set lr 0.5; train 2; set lr 0.03")
    try shell.terminal.send("set lr ")
    try shell.terminal.waitForScreen("what it takes, is and was") { screen in
      screen.lines.contains { $0.hasPrefix("lr: number > 0, now 0.03; tried 0.5 → ") }
    }
    // It goes with the line.
    try shell.terminal.control("c")
    try shell.terminal.waitForScreen("an empty prompt") { screen in
      screen.isAtPrompt && !screen.lines.contains { $0.hasPrefix("lr: number") }
    }
    try shell.quit()
  }

  @Test func whatWouldBeRefusedIsUnderlined() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("set lr 0.1x l2=0")
    try shell.terminal.waitFor("\u{1B}[4;38;5;163m")
    try shell.terminal.send("\u{01}")
    shell.terminal.observe(seconds: 0.1)
    #expect(shell.terminal.screen.cursorLine.hasSuffix("> set lr 0.1x l2=0"))
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  /// A terminal finds the prompts by them.
  @Test func promptsAreMarked() throws {
    let shell = try TerminalShell()
    try shell.run("# one")
    let text = shell.terminal.transcriptText
    for mark in ["A", "B"] { #expect(text.split(separator: "\u{1B}]133;\(mark)").count >= 3) }
    try shell.quit()
  }

  @Test(arguments: [
    (["TERM": "dumb"], 80), (["NO_COLOR": "1"], 80), (["TERM": "xterm-256color"], 20),
  ])
  func elsewhereTheLineIsAlone(_ environment: [String: String], _ columns: Int) throws {
    let shell = try TerminalShell(environment, columns: columns)
    try shell.terminal.send("# a\r")
    try shell.waitForPrompt()
    try shell.terminal.send("lay")
    shell.terminal.observe(seconds: 0.2)
    let shown = shell.terminal.screen.lines.joined().filter { $0 != " " }
    #expect(shown.hasSuffix("descent>lay"))
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func aScreenReaderHearsTheLineAlone() throws {
    let shell = try TerminalShell()
    try shell.run("set screenreader on")
    try shell.terminal.send("set lr ")
    shell.terminal.observe(seconds: 0.2)
    #expect(shell.terminal.screen.lines.last { !$0.isEmpty } == "[1] descent> set lr")
    // A list is printed, and the line once more.
    try shell.terminal.send("\u{15}lay\t\t")
    try shell.terminal.waitForScreen("both") { screen in
      screen.lines.contains { $0.hasPrefix("layers ") } && screen.cursorLine.hasSuffix("> layer")
    }
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }
}
