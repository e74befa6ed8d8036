// Sessions that outlive their shell: what the next one asks, what several at a time do, and what a recorded file
// holds of a shell that was killed.
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct SessionEndToEndTests {
  private let home = TemporaryFolder()

  /// A shell that ran these and was killed.
  private func killedShell(_ commands: String...) throws {
    let shell = try TerminalShell(home: home)
    for command in commands { try shell.run(command) }
    shell.terminal.signal(SIGKILL)
    #expect(try shell.terminal.waitForExit() == .signaled(SIGKILL))
  }

  /// A shell that asks whether to go on.
  private func askingShell() throws -> TerminalShell {
    let shell = try TerminalShell(in: home)
    try shell.waitForQuestion()
    return shell
  }

  /// What `-c commands` puts out here.
  private func run(_ commands: String) throws -> Process.Result {
    try Process.run(
      Descent.path, ["-c", commands], environment: Descent.pipeEnvironment(home))
  }

  @Test func aSessionThatWasCutOffIsGoneOnWith() throws {
    try killedShell("data xor n=20; set lr 0.25", "train 3")
    let shell = try askingShell()
    #expect(shell.terminal.screen.text.contains("was cut off after 3 commands."))
    try shell.terminal.send("what\r")
    try shell.terminal.waitFor("it is kept in any case")
    try shell.waitForQuestion()
    try shell.terminal.send("\r")
    try shell.waitForPrompt()
    #expect(shell.terminal.screen.text.contains("It is as it was after its last command"))
    try shell.run("cells")
    for command in ["data xor n=20", "set lr 0.25", "train 3"] {
      #expect(shell.terminal.screen.text.contains(command))
    }
    try shell.quit()
    // Left in peace it is not offered again.
    try TerminalShell(home: home).quit()
    #expect(try run("sessions").outputText.contains("finished"))
  }

  @Test func aSessionThatIsNotWantedIsKept() throws {
    try killedShell("set lr 0.25")
    let shell = try askingShell()
    try shell.terminal.send("n\r")
    try shell.waitForPrompt()
    try shell.run("cells")
    #expect(shell.terminal.screen.text.contains("No cell yet"))
    try shell.quit()
    try TerminalShell(home: home).quit()
    let list = try run("sessions").outputText
    #expect(list.contains("set lr 0.25") && list.contains("finished"))
  }

  /// Ctrl-C puts the question off, Ctrl-D leaves; both leave the session as it is.
  @Test func noAnswerDecidesNothing() throws {
    try killedShell("set lr 0.25")
    let first = try askingShell()
    try first.terminal.control("c")
    try first.waitForPrompt()
    try first.run("set lr 0.5")
    try first.quit()
    let second = try askingShell()
    try second.terminal.control("d")
    #expect(try second.terminal.waitForExit() == .exited(0))
    let third = try askingShell()
    third.terminal.signal(SIGTERM)
    #expect(try third.terminal.waitForExit() == .signaled(SIGTERM))
    let fourth = try askingShell()
    try fourth.terminal.send("y\r")
    try fourth.waitForPrompt()
    try fourth.run("cells")
    #expect(fourth.terminal.screen.text.contains("set lr 0.25"))
    try fourth.quit()
  }

  /// Each is offered another one, the latest first, also while nobody has answered.
  @Test func twoShellsNeverTakeTheSameOne() throws {
    let (one, two) = (try TerminalShell(home: home), try TerminalShell(home: home))
    try one.run("set lr 0.25")
    try two.run("set lr 0.75")
    for shell in [one, two] {
      shell.terminal.signal(SIGKILL)
      #expect(try shell.terminal.waitForExit() == .signaled(SIGKILL))
    }
    let (first, second) = (try askingShell(), try askingShell())
    try TerminalShell(home: home).quit()
    for (shell, command) in [(second, "set lr 0.25"), (first, "set lr 0.75")] {
      try shell.terminal.send("y\r")
      try shell.waitForPrompt()
      try shell.run("cells")
      #expect(shell.terminal.screen.text.contains(command))
    }
    try first.run("sessions")
    for word in ["this one", "open"] { #expect(first.terminal.screen.text.contains(word)) }
    try first.quit()
    try second.quit()
  }

  @Test func aShellGoesOverToAnotherSession() throws {
    let first = try TerminalShell(home: home)
    try first.run("data xor n=20")
    try first.run("set lr 0.25")
    try first.quit()
    let second = try TerminalShell(home: home)
    try second.run("data circle n=30")
    try second.run("sessions open 1")
    try second.run("cells")
    #expect(second.terminal.screen.text.contains("data xor n=20"))
    try second.run("set lr 0.5")
    try second.run("sessions open 2")
    try second.run("clear")
    try second.run("cells")
    #expect(second.terminal.screen.text.contains("data circle n=30"))
    #expect(!second.terminal.screen.text.contains("set lr"))
    try second.run("sessions open 2")
    #expect(second.terminal.screen.text.contains("the one you are in"))
    // What was left is left, and is gone on with where it was left.
    try second.run("sessions open 1")
    try second.run("clear")
    try second.run("cells")
    #expect(second.terminal.screen.text.contains("set lr 0.5"))
    try second.run("set lr 0.75")
    second.terminal.signal(SIGKILL)
    #expect(try second.terminal.waitForExit() == .signaled(SIGKILL))
    let third = try askingShell()
    #expect(third.terminal.screen.text.contains("after 4 commands"))
    try third.terminal.send("n\r")
    try third.waitForPrompt()
    try third.quit()
  }

  @Test func scriptsListAndExport() throws {
    try killedShell("data xor n=20", "set lr 0.25", "train 3", "undo")
    let opened = try run("sessions open 1")
    #expect(opened.status == .exited(1) && opened.errorText.contains("sessions export 1 FILE.md"))
    #expect(try run("sessions").outputText.contains("cut off"))
    let file = home.path + "/a.md"
    #expect(try run("sessions export 1 \(file)").status == .exited(0))
    #expect(fileText(file).contains("> set lr 0.25\n") && !fileText(file).contains("> train"))
    #expect(try replay(file).status == .exited(0))
    #expect(try run("sessions delete 1").outputText.contains("data xor n=20 … undo"))
    #expect(try run("sessions").outputText.contains("No session is kept yet."))
  }

  private func replay(_ file: String) throws -> Process.Result {
    try Process.run(
      Descent.path, ["replay", file], environment: Descent.environment(home: home))
  }

  /// Its words are kept as they were, and what holds goes on.
  @Test func whatDoesNotHoldIsNotLost() throws {
    let table = home.path + "/t.csv"
    try write("x,y\n1,2\n2,3\n3,5\n4,6\n", to: table)
    try killedShell("set lr 0.25", "data load \(table) target=y", "layers 3")
    #expect(unlink(table) == 0)
    let shell = try askingShell()
    try shell.terminal.send("y\r")
    try shell.waitForPrompt()
    #expect(shell.terminal.screen.text.contains("The first 1 of its 3 commands hold"))
    try shell.run("set batch 5")
    shell.terminal.signal(SIGKILL)
    #expect(try shell.terminal.waitForExit() == .signaled(SIGKILL))
    let file = home.path + "/a.md"
    #expect(try run("sessions export 1 \(file)").status == .exited(0))
    #expect(fileText(file).contains("> layers 3\n"))
    // Only what went on was cut off.
    let next = try askingShell()
    try next.terminal.send("y\r")
    try next.waitForPrompt()
    try next.run("cells")
    #expect(next.terminal.screen.text.contains("set batch 5"))
    try next.quit()
  }

  /// Relative paths mean what they meant.
  @Test func aSessionGoesOnInItsFolder() throws {
    let inner = home.path + "/inner"
    try makeFolder(inner)
    try write("x,y\n1,2\n2,3\n3,5\n4,6\n", to: inner + "/t.csv")
    func shell() throws -> TerminalShell {
      let start = "cd '\(inner)' && exec '\(Descent.path)'"
      return TerminalShell(
        home,
        try PseudoTerminal(
          "/bin/sh", ["-c", start], environment: Descent.environment(home: home), columns: 200))
    }
    let first = try shell()
    try first.waitForPrompt()
    try first.run("data load t.csv target=y")
    first.terminal.signal(SIGKILL)
    #expect(try first.terminal.waitForExit() == .signaled(SIGKILL))
    let second = try askingShell()
    try second.terminal.send("y\r")
    try second.waitForPrompt()
    #expect(second.terminal.screen.text.contains("Paths start in its folder"))
    try second.run("save here.md")
    #expect(fileText(inner + "/here.md").contains("> data load t.csv target=y"))
    try second.quit()
  }

  @Test func aRecordedFileIsWholeUpToTheLastCommand() throws {
    let file = home.path + "/a.md"
    try killedShell(
      "data xor n=20", "record \(file)", "set lr 0.25", "set nothing", "train 3", "train 1", "undo")
    #expect(fileText(file).hasSuffix("```\n"))
    let text = fileText(file)
    for command in ["data xor n=20", "set lr 0.25", "set nothing", "train 3"] {
      #expect(text.contains("> \(command)\n"))
    }
    #expect(!text.contains("train 1"))
    let result = try replay(file)
    #expect(result.status == .exited(0), "\(result.errorText)")
  }
}

extension TerminalShell {
  /// One that does not wait for its prompt.
  fileprivate init(in home: TemporaryFolder) throws {
    self.init(
      home, try PseudoTerminal(Descent.path, environment: Descent.environment(home: home)))
  }

  fileprivate init(_ home: TemporaryFolder, _ terminal: PseudoTerminal) {
    (self.home, self.terminal) = (home, terminal)
  }

  fileprivate func waitForQuestion() throws {
    try terminal.waitForScreen("the question") { $0.cursorLine.hasSuffix("[Y/n]") }
  }
}
