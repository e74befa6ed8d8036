// What stands before the line and what the terminal is told beside it, in the built program on a pseudo-terminal.
import TestSupport
import Testing

struct PromptEndToEndTests {
  @Test func thePromptSaysWhereTheSessionStands() throws {
    let shell = try TerminalShell(columns: 120)
    #expect(shell.terminal.screen.cursorLine == "[1] descent>")
    try shell.run("data xor")
    #expect(shell.terminal.screen.cursorLine == "xor [2] descent>")
    try shell.run("layers 4 tanh")
    #expect(shell.terminal.screen.cursorLine == "xor 2-4-1 [3] descent>")
    try shell.run("train 20")
    let score = try #require(
      shell.terminal.screen.lines.last {
        $0.contains("%") && !$0.contains("descent>") && $0.hasPrefix("     20")
      }?
      .split(separator: " ").last)
    #expect(shell.terminal.screen.cursorLine == "xor 2-4-1 · ep 20 · \(score) [4] descent>")
    // A line that goes on stands under it.
    try shell.terminal.send("set \\\r")
    try shell.terminal.waitForScreen("the next line") { $0.cursorLine.hasSuffix("...>") }
    #expect(
      shell.terminal.screen.cursorLine.count == "xor 2-4-1 · ep 20 · \(score) [4] descent>".count)
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.run("set prompt short")
    #expect(shell.terminal.screen.cursorLine == "[4] descent>")
    // As all that changes the session it can be taken back.
    try shell.run("undo")
    #expect(shell.terminal.screen.cursorLine.hasPrefix("xor 2-4-1 · ep 20 · "))
    try shell.quit()
  }

  @Test func regressionsSayHowWellTheyFit() throws {
    let shell = try TerminalShell(columns: 120)
    try shell.run("data sine n=60; layers 4 tanh; train 5")
    let line = shell.terminal.screen.cursorLine
    #expect(line.hasPrefix("sine 1-4-1 · ep 5 · R² ") && line.hasSuffix(" [4] descent>"))
    try shell.quit()
  }

  @Test func withoutUnicodeItIsASCII() throws {
    let shell = try TerminalShell(["LC_ALL": "C"], columns: 120)
    try shell.run("data xor; layers 4 tanh; train 5")
    #expect(shell.terminal.screen.cursorLine.hasPrefix("xor 2-4-1 | ep 5 | "))
    try shell.quit()
  }

  // MARK: The terminal

  @Test func outputIsMarkedAndTheWindowHasATitle() throws {
    let shell = try TerminalShell()
    try shell.run("data xor; layers 4")
    try shell.run("nonsense")
    try shell.quit()
    let text = shell.terminal.transcriptText
    #expect(text.contains("\u{1B}[22;2t\u{1B}]2;descent\u{1B}\\"))
    #expect(text.contains("\u{1B}]2;descent – xor 2-4-1\u{1B}\\"))
    // Only where it changes.
    #expect(text.ranges(of: "\u{1B}]2;").count == 2)
    #expect(text.ranges(of: "\u{1B}[23;2t").count == 1)
    #expect(text.ranges(of: "\u{1B}]133;C\u{1B}\\").count == 3)
    let ends = text.split(separator: "\u{1B}]133;D;").dropFirst().map { $0.first }
    #expect(ends == ["0", "1", "0"])
    let begin = try #require(text.firstRange(of: "\u{1B}]133;C"))
    #expect(text[begin.upperBound...].contains("four quadrants"))
  }

  @Test(arguments: [["TERM": "linux"], ["TERM": "dumb"], ["NO_COLOR": "1"]])
  func otherTerminalsAreToldNothing(_ environment: [String: String]) throws {
    let shell = try TerminalShell(environment)
    try shell.run("data xor")
    try shell.quit()
    #expect(!shell.terminal.transcriptText.contains("\u{1B}]"))
    #expect(!shell.terminal.transcriptText.contains("2t"))
  }

  @Test func filesHaveNoMarks() throws {
    let shell = try TerminalShell()
    let file = shell.home.path + "/notes.md"
    let cast = shell.home.path + "/notes.cast"
    try shell.run("record \(file)")
    try shell.run("data xor")
    try shell.run("train 3")
    try shell.run("export \(cast)")
    try shell.quit()
    for path in [file, cast] {
      let text = fileText(path)
      #expect(text.contains("xor"))
      #expect(!text.contains("133;") && !text.contains("]2;") && !text.contains("\u{203A} "))
    }
  }

  // MARK: Screen readers

  @Test func nothingIsDrawnForAScreenReader() throws {
    let shell = try TerminalShell(rows: 60, columns: 100)
    try shell.run("set screenreader on")
    let before = shell.terminal.transcriptText.count
    try shell.run("data moons n=60; layers 8")
    #expect(shell.terminal.screen.cursorLine == "[3] descent>")
    try shell.run("train live 400")
    try shell.terminal.send("train 9000000\r")
    shell.terminal.observe(seconds: 0.5)
    try shell.terminal.control("c")
    try shell.terminal.waitFor("stopped at epoch")
    try shell.waitForPrompt()
    let text = String(shell.terminal.transcriptText.dropFirst(before))
    #expect(!text.contains("[###") && !text.contains("loss over epochs"))
    #expect(!text.contains("\u{1B}]"))
    #expect(!text.contains("\u{203A}") && !text.contains("\u{2022}"))
    try shell.run("set screenreader off")
    #expect(shell.terminal.screen.cursorLine.hasPrefix("moons 2-8-1 · ep "))
    try shell.quit()
  }
}
