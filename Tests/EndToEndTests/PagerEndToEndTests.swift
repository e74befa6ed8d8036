// What the built program shows through a pager, and what never.
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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

  /// Its last line says what to type.
  @Test(.enabled(if: access("/usr/bin/less", X_OK) == 0)) func lessSaysHowToGoOnAndBack() throws {
    let home = TemporaryFolder()
    let terminal = try PseudoTerminal(
      "/usr/bin/env", ["-u", "PAGER", Descent.path], environment: Descent.environment(home: home),
      rows: 12)
    func waitForPrompt() throws {
      try terminal.waitForScreen("an empty prompt") { $0.isAtPrompt }
    }
    try waitForPrompt()
    try terminal.send("help train\r")
    try terminal.waitForScreen("what to type") {
      $0.text.contains("Space: more, q: back to descent")
    }
    try terminal.send("q")
    try waitForPrompt()
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == .exited(0))
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
