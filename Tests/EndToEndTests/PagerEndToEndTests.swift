// What the built program shows through a pager, and what never.
import TestSupport
import Testing

/// A pager that marks what goes through it.
struct PagerTests {
  private static let pager = ["PAGER": "sed 's/^/PAGED /'"]

  @Test func whatIsTallerThanTheWindowGoesThroughThePager() throws {
    let shell = try TerminalShell(Self.pager, rows: 12)
    try shell.run("help train")
    #expect(shell.terminal.screen.lines.contains { $0.hasPrefix("PAGED") })
    try shell.quit()
  }

  @Test func whatFitsDoesNot() throws {
    let shell = try TerminalShell(Self.pager, rows: 24)
    try shell.run("help quit")
    try shell.run("set lr")
    // What grows is never held back.
    try shell.run("train 200")
    #expect(!shell.terminal.transcriptText.contains("PAGED"))
    try shell.quit()
  }

  @Test func aSettingTurnsItOff() throws {
    let shell = try TerminalShell(Self.pager, rows: 12)
    try shell.run("set pager off")
    try shell.run("help train")
    #expect(!shell.terminal.screen.lines.contains { $0.hasPrefix("PAGED") })
    try shell.quit()
  }

  @Test(arguments: ["", "no-such-program-here"]) func withoutOneItIsPrinted(pager: String) throws {
    let shell = try TerminalShell(["PAGER": pager], rows: 12)
    try shell.run("help train")
    #expect(shell.terminal.transcriptText.contains("examples"))
    try shell.quit()
  }

  /// Also of a pager that is left early.
  @Test func aPagerMayBeLeftEarly() throws {
    let shell = try TerminalShell(["PAGER": "head -n 2"], rows: 12)
    try shell.run("help train")
    try shell.run("set lr 0.5")
    #expect(shell.terminal.screen.text.contains("lr = 0.5"))
    try shell.quit()
  }

  @Test func pipesHaveNone() throws {
    let home = TemporaryFolder()
    let result = try Process.run(
      "/bin/sh", ["-c", "PAGER='sed s/^/PAGED/' exec '\(Descent.path)' -c 'help train'"],
      environment: Descent.pipeEnvironment(home), timeout: 60)
    #expect(result.errors.isEmpty)
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(text.contains("examples"))
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("PAGED") })
  }
}
