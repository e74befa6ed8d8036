// Control keys and signals, at the prompt and while a command runs, in the built program on a
// pseudo-terminal.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

struct SignalTests {
  @Test func controlCAtThePromptDropsTheLine() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("half a line")
    try shell.waitForLine("half a line")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    #expect(shell.terminal.screen.text.contains("half a line^C"))
    try shell.quit()
  }

  @Test func clearEmptiesTheWindow() throws {
    let shell = try TerminalShell()
    try shell.run("set lr 0.5")
    #expect(shell.terminal.screen.text.contains("lr = 0.5"))
    try shell.terminal.send("clear\r")
    try shell.terminal.waitForScreen("an empty window") { screen in
      screen.isAtPrompt && !screen.text.contains("lr = 0.5")
        && !screen.text.contains("clear")
    }
    try shell.quit()
  }

  /// It would stand where the next line begins, and shift it.
  @Test func controlCIsNotShownWhileACommandRuns() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("train 9000000\r")
    shell.terminal.observe(seconds: 0.3)
    try shell.terminal.control("c")
    try shell.terminal.waitFor("stopped at epoch")
    try shell.waitForPrompt()
    #expect(!shell.terminal.transcriptText.contains("^C"))
    // At the prompt it is.
    try shell.terminal.send("half a line")
    try shell.waitForLine("half a line")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    #expect(shell.terminal.screen.text.contains("half a line^C"))
    try shell.quit()
  }

  @Test func controlCStopsTrainingAndNothingElse() throws {
    let shell = try TerminalShell()
    try shell.run("data xor")
    try shell.run("layer 4 tanh")
    try shell.terminal.send("train 9000000\r")
    shell.terminal.observe(seconds: 0.3)
    try shell.terminal.control("c")
    try shell.terminal.waitFor("stopped at epoch")
    try shell.waitForPrompt()
    // The interrupt belonged to that command.
    try shell.run("train 2")
    #expect(shell.terminal.screen.text.ranges(of: "stopped at epoch").count == 1)
    try shell.quit()
  }

  @Test func controlCEndsARaceAndLeavesTheNetworkAsItWas() throws {
    let shell = try TerminalShell(rows: 60)
    try shell.run("data xor; layer 4 tanh; train 2; model")
    func fingerprints() -> [String] {
      shell.terminal.screen.lines.filter { $0.contains("fingerprint of the weights: ") }
    }
    let before = fingerprints()
    try shell.terminal.send("race lr=0.01,0.1 epochs=9000000\r")
    shell.terminal.observe(seconds: 0.3)
    try shell.terminal.control("c")
    try shell.terminal.waitFor("Your own network is as before.")
    try shell.waitForPrompt()
    try shell.run("model")
    #expect(Set(before).count == 1 && fingerprints() == before + before.suffix(1))
    // No line of progress is left over.
    #expect(!shell.terminal.screen.text.contains("of 9000000"))
    try shell.quit()
  }

  @Test func controlDOnAnEmptyLineLeaves() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("x")
    try shell.waitForLine("x")
    try shell.terminal.control("d")
    shell.terminal.observe()
    try shell.terminal.send("\u{7F}")
    try shell.waitForPrompt()
    try shell.terminal.control("d")
    #expect(try shell.terminal.waitForExit() == .exited(0))
    #expect(shell.terminal.isCooked)
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func aSignalEndsAnIdleShell(_ number: Int32) throws {
    let shell = try TerminalShell()
    try shell.terminal.send("half a line")
    try shell.waitForLine("half a line")
    shell.terminal.signal(number)
    #expect(try shell.terminal.waitForExit() == .signaled(number))
    #expect(shell.terminal.isCooked)
  }

  @Test func aSignalEndsTraining() throws {
    let shell = try TerminalShell()
    try shell.run("data xor")
    try shell.run("layer 4 tanh")
    try shell.terminal.send("train 9000000\r")
    shell.terminal.observe(seconds: 0.3)
    shell.terminal.signal(SIGTERM)
    #expect(try shell.terminal.waitForExit() == .signaled(SIGTERM))
    #expect(shell.terminal.isCooked)
  }

  @Test func closingTheWindowEndsTheShell() throws {
    let shell = try TerminalShell()
    shell.terminal.hangUp()
    #expect(try shell.terminal.waitForExit() == .signaled(SIGHUP))
  }

  @Test func controlZStopsAndForegroundGoesOn() throws {
    let home = TemporaryFolder()
    // A shell with job control, as people have around the program.
    let terminal = try PseudoTerminal(
      "/bin/sh", ["-i"], environment: Descent.environment(home: home, ["PS1": "outer$ "]))
    try terminal.waitFor("outer$ ")
    try terminal.send(Descent.path + "\r")
    try terminal.waitForScreen("the prompt") { $0.isAtPrompt }
    try terminal.send("# half a")
    try terminal.waitForScreen("the line") { $0.cursorLine.hasSuffix("# half a") }
    try terminal.control("z")
    try terminal.waitFor("outer$ ")
    #expect(terminal.isCooked)
    try terminal.send("fg\r")
    try terminal.waitForScreen("the line again") { $0.cursorLine.hasSuffix("# half a") }
    try terminal.send(" line\r")
    try terminal.waitForScreen("the next prompt") {
      $0.isAtPrompt && $0.text.contains("# half a line")
    }
    // Stopped in training, where nothing is caught.
    try terminal.send("data xor; layer 4 tanh; train 9000000\r")
    terminal.observe(seconds: 0.3)
    try terminal.control("z")
    try terminal.waitFor("outer$ ")
    #expect(terminal.isCooked)
    try terminal.send("fg\r")
    terminal.observe(seconds: 0.3)
    try terminal.control("c")
    try terminal.waitFor("stopped at epoch")
    try terminal.waitForScreen("the next prompt") { $0.isAtPrompt }
    try terminal.send("quit\r")
    try terminal.waitFor("outer$ ")
    #expect(terminal.isCooked)
  }
}
