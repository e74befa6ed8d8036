// `replay --step` as a class and its teacher see it, on a pseudo-terminal.
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct SteppingEndToEndTests {
  private static let text = """
    ---
    title: Two rates
    ---

    A rate is chosen.

    ```descent
    > data xor n=40
    ...
    > set lr 0.5
    lr = 0.5   (learning rate; was 0.03)
    ```

    Now it is trained.

    ```descent
    > train 3
    something else
    > set lr 0.25
    lr = 0.25   (learning rate; was 0.5)
    ```

    The end.

    """
  private static let half = "lr = 0.5   (learning rate; was 0.03)"

  private let home = TemporaryFolder()
  private var path: String { home.path + "/t.md" }

  init() throws { try write(Self.text, to: home.path + "/t.md") }

  private func start(_ extra: [String: String] = [:]) throws -> PseudoTerminal {
    try PseudoTerminal(
      Descent.path, ["replay", "--step", path],
      environment: Descent.environment(home: home, extra))
  }

  private func wait(_ terminal: PseudoTerminal, for line: String) throws {
    try terminal.waitForScreen(line) { $0.cursorLine == line }
  }

  /// Presses a key and waits for the next prompt.
  private func press(_ key: String, _ terminal: PseudoTerminal, for line: String) throws {
    try terminal.send(key)
    try wait(terminal, for: line)
  }

  private static let prompts = [
    "[1/4] descent> data xor n=40", "[2/4] descent> set lr 0.5", "[3/4] descent> train 3",
    "[4/4] descent> set lr 0.25",
  ]

  private func leave(_ terminal: PseudoTerminal) throws {
    try terminal.send("q")
    #expect(try terminal.waitForExit() == .exited(0))
    #expect(terminal.isCooked)
  }

  @Test func aKeyRunsAndAnotherGoesBack() throws {
    let terminal = try start()
    try wait(terminal, for: Self.prompts[0])
    #expect(terminal.screen.text.contains("Two rates"))
    #expect(terminal.screen.text.contains("A rate is chosen."))
    #expect(!terminal.screen.text.contains("Now it is trained."))
    try press(" ", terminal, for: Self.prompts[1])
    try press("\r", terminal, for: Self.prompts[2])
    #expect(terminal.screen.text.contains(Self.half))
    #expect(terminal.screen.text.contains("Now it is trained."))
    try press("b", terminal, for: Self.prompts[1])
    #expect(terminal.screen.text.contains("as it was before command 2"))
    // The rate was taken back, so it changes from the same value.
    try press(" ", terminal, for: Self.prompts[2])
    #expect(terminal.transcriptText.ranges(of: Self.half).count == 2)
    try press("\u{1B}[C", terminal, for: Self.prompts[3])
    #expect(terminal.screen.text.contains("The document says something else here (line 17)."))
    try press(" ", terminal, for: "[4/4] descent>")
    #expect(terminal.screen.text.contains("The end."))
    #expect(terminal.screen.text.contains("That was the last command"))
    try leave(terminal)
  }

  @Test func whatTheClassTriesIsTakenBack() throws {
    let terminal = try start()
    try wait(terminal, for: Self.prompts[0])
    try press(" ", terminal, for: Self.prompts[1])
    try press(" ", terminal, for: Self.prompts[2])
    try press("t", terminal, for: "try>")
    try terminal.send("set lr 9\r")
    try terminal.waitFor("lr = 9   (learning rate; was 0.5)")
    try wait(terminal, for: "try>")
    try terminal.send("undo; undo\r")
    try terminal.waitFor("there is nothing to undo")
    try wait(terminal, for: "try>")
    try terminal.send("set lr 8\r")
    try terminal.waitFor("lr = 8")
    try wait(terminal, for: "try>")
    try terminal.send("back\r")
    try terminal.waitFor("Back: the session is as it was.")
    try wait(terminal, for: Self.prompts[2])
    try press("t", terminal, for: "try>")
    try terminal.control("d")
    try wait(terminal, for: Self.prompts[2])
    try press(" ", terminal, for: Self.prompts[3])
    try terminal.send(" ")
    try terminal.waitFor("lr = 0.25   (learning rate; was 0.5)")
    try wait(terminal, for: "[4/4] descent>")
    try leave(terminal)
  }

  @Test func thePlaceIsRemembered() throws {
    var terminal = try start()
    try wait(terminal, for: Self.prompts[0])
    try terminal.send("g")
    try terminal.waitFor("Go to command (1 to 4): ")
    try press("4\r", terminal, for: Self.prompts[3])
    try terminal.send("g9\r")
    try terminal.waitFor("There is no command 9.")
    try wait(terminal, for: Self.prompts[3])
    try leave(terminal)

    terminal = try start()
    try terminal.waitFor("You were at command 4 the last time. Go on there? [Y/n] ")
    try press("y", terminal, for: Self.prompts[3])
    try terminal.send(" ")
    try terminal.waitFor("lr = 0.25   (learning rate; was 0.5)")
    try wait(terminal, for: "[4/4] descent>")
    try leave(terminal)

    // All was seen.
    terminal = try start()
    try wait(terminal, for: Self.prompts[0])
    try press(" ", terminal, for: Self.prompts[1])
    try leave(terminal)
    terminal = try start()
    try terminal.waitFor("You were at command 2 the last time. Go on there? [Y/n] ")
    try press("n", terminal, for: Self.prompts[0])
    try press(" ", terminal, for: Self.prompts[1])
    try leave(terminal)

    // A place in another text means nothing.
    try write(Self.text + "More.\n", to: path)
    terminal = try start()
    try wait(terminal, for: Self.prompts[0])
    #expect(!terminal.transcriptText.contains("the last time"))
    try leave(terminal)
  }

  @Test func moreIsSaidAndKeysAreListed() throws {
    let terminal = try start()
    try wait(terminal, for: Self.prompts[0])
    for (key, said) in [
      ("e", "Run a command first."), ("?", "the place is remembered"),
      ("+", "Commands appear at 40 characters a second."),
    ] {
      try terminal.send(key)
      try terminal.waitFor(said)
      try wait(terminal, for: Self.prompts[0])
    }
    try press(" ", terminal, for: Self.prompts[1])
    try press(" ", terminal, for: Self.prompts[2])
    // Of a setting there is no more to say but what the command is.
    try terminal.send("e")
    try terminal.waitFor("examples")
    try wait(terminal, for: Self.prompts[2])
    try press(" ", terminal, for: Self.prompts[3])
    try leave(terminal)
  }

  /// Not one escape byte, and nothing is missing.
  @Test func itWorksWithoutEscapes() throws {
    let terminal = try start(["NO_COLOR": "1"])
    try wait(terminal, for: Self.prompts[0])
    try press(" ", terminal, for: Self.prompts[1])
    try press("b", terminal, for: Self.prompts[0])
    try press("t", terminal, for: "try>")
    try press("\r", terminal, for: Self.prompts[0])
    try leave(terminal)
    #expect(!terminal.transcriptText.contains("\u{1B}"))
  }

  @Test func controlCStopsTheCommandAndStays() throws {
    try write("```descent\n> train 9000000\n> set lr 0.5\n```\n", to: path)
    let terminal = try start()
    try wait(terminal, for: "[1/2] descent> train 9000000")
    try terminal.send(" ")
    terminal.observe(seconds: 0.4)
    try terminal.control("c")
    try terminal.waitFor("Stopped: Space goes on from there, b takes it back.")
    try wait(terminal, for: "[2/2] descent> set lr 0.5")
    try terminal.control("c")
    try terminal.waitFor("Nothing is running; q leaves.")
    try wait(terminal, for: "[2/2] descent> set lr 0.5")
    try press("b", terminal, for: "[1/2] descent> train 9000000")
    try leave(terminal)
  }

  @Test(arguments: [SIGTERM, SIGHUP]) func aSignalEndsIt(_ number: Int32) throws {
    let terminal = try start()
    try wait(terminal, for: Self.prompts[0])
    #expect(!terminal.isCooked)
    terminal.signal(number)
    #expect(try terminal.waitForExit() == .signaled(number))
    #expect(terminal.isCooked)
  }

  @Test func controlZStopsAndForegroundGoesOn() throws {
    let terminal = try PseudoTerminal(
      "/bin/sh", ["-i"], environment: Descent.environment(home: home, ["PS1": "outer$ "]))
    try terminal.waitFor("outer$ ")
    try terminal.send("\(Descent.path) replay --step \(path)\r")
    try wait(terminal, for: Self.prompts[0])
    try terminal.control("z")
    try terminal.waitFor("outer$ ")
    #expect(terminal.isCooked)
    try terminal.send("fg\r")
    try wait(terminal, for: Self.prompts[0])
    try press(" ", terminal, for: Self.prompts[1])
    try terminal.send("q")
    try terminal.waitFor("outer$ ")
    #expect(terminal.isCooked)
  }

  /// From the shell's prompt, whose session stays as it is.
  @Test func theShellGoesThroughADocument() throws {
    let shell = try TerminalShell(home: home)
    try shell.run("set lr 0.7")
    try shell.terminal.send("replay \(path) step\r")
    try wait(shell.terminal, for: Self.prompts[0])
    try press(" ", shell.terminal, for: Self.prompts[1])
    try press(" ", shell.terminal, for: Self.prompts[2])
    try shell.terminal.send("q")
    try wait(shell.terminal, for: "[2] descent>")
    try shell.terminal.send("set lr 0.6\r")
    try shell.terminal.waitFor("was 0.7")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func withoutATerminalItIsRefused() throws {
    func run(_ arguments: String...) throws -> Process.Result {
      try Process.run(
        Descent.path, arguments, environment: Descent.environment(home: home))
    }
    let refused = try run("replay", "--step", path)
    #expect(refused.status == .exited(64))
    #expect(refused.errorText.contains("terminal"))
    #expect(try run("replay", "--step", "--update", path).status == .exited(64))
    #expect(try run("replay", "--step", path, path).status == .exited(64))
    let command = try run("-c", "replay \(path) step")
    #expect(command.status == .exited(1))
    #expect(command.errorText.contains("descent replay FILE --step"))
  }

  /// What would write a file is told once, at the end.
  @Test func whatWasNotRunIsTold() throws {
    let text = """
      ```descent
      > data xor n=40
      ...
      > model save net.safetensors
      as it was saved
      ```

      """
    try write(text, to: path)
    let result = try Process.run(
      Descent.path, ["replay", path], environment: Descent.environment(home: home))
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(
      result.outputText
        == "\(path): 1 command, as written; 1 command that writes a file was not run\n")
    #expect(!directoryEntries(home.path).contains("net.safetensors"))
  }
}
