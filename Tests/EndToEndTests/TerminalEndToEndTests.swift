// The shell as a person at a terminal meets it: the built program on a pseudo-terminal.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

struct LineEditingTests {
  @Test func typingEditsTheLine() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("dta xor\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[Da")
    try shell.waitForLine("data xor")
    // To the end, the last word away, to the start, and all of it away.
    try shell.terminal.send("\u{05}\u{17}moons\u{01}# ")
    try shell.waitForLine("# data moons")
    try shell.terminal.send("\u{05}\u{15}")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func tabCompletesCommands() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("tra\t")
    try shell.waitForLine("train")
    // The blank is there already.
    try shell.terminal.send("5")
    try shell.waitForLine("train 5")
    try shell.terminal.send("\u{15}lay\t")
    try shell.waitForLine("layer")
    // `layer` or `layers`: both are listed, and the line is there again below.
    try shell.terminal.send("\t")
    try shell.terminal.waitForScreen("both candidates") { screen in
      screen.lines.contains { $0.hasPrefix("layer ") }
        && screen.lines.contains { $0.hasPrefix("layers ") }
        && screen.cursorLine.hasSuffix("descent> layer")
    }
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func historyIsSharedBetweenSessions() throws {
    let first = try TerminalShell()
    try first.run("# one")
    try first.run("# two")
    try first.run(" # not kept")
    try first.terminal.send("\u{1B}[A")
    try first.waitForLine(" # not kept")
    try first.terminal.control("c")
    try first.waitForPrompt()

    let second = try TerminalShell(home: first.home)
    try second.terminal.send("\u{1B}[A")
    try second.waitForLine("# two")
    try second.terminal.send("\u{1B}OA")
    try second.waitForLine("# one")
    try second.terminal.send("\u{1B}[B\u{1B}[B")
    try second.waitForPrompt()
    // Only lines that begin like this one.
    try second.terminal.send("# o\u{1B}[A")
    try second.waitForLine("# one")
    try second.terminal.control("c")
    try second.waitForPrompt()
    try second.run("# from the second")

    // The first session sees it at its next prompt.
    try first.terminal.send("\r\u{1B}[A")
    try first.waitForLine("# from the second")
    try first.terminal.control("c")
    try first.waitForPrompt()
    try first.quit()
    try second.quit()
  }

  @Test func incrementalSearchFindsALine() throws {
    let shell = try TerminalShell()
    try shell.run("# alpha")
    try shell.run("# beta")
    try shell.terminal.send("\u{12}lph")
    try shell.terminal.waitForScreen("the line that was found") {
      $0.text.contains("bck:lph")
    }
    // Escape takes the line without running it.
    try shell.terminal.send("\u{1B}\u{05}!")
    try shell.waitForLine("# alpha!")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func viKeysWorkWhenChosen() throws {
    let home = TemporaryFolder()
    let file = open(home.path + "/.editrc", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    _ = Array("bind -v\n".utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
    let shell = try TerminalShell(home: home)
    try shell.run("# one")
    // Movement keys do not leave the insert mode.
    try shell.terminal.send("# tow\u{1B}[D\u{1B}[D\u{1B}[3~")
    try shell.waitForLine("# tw")
    // Escape and a command: `A` appends at the end.
    try shell.terminal.send("\u{1B}")
    try shell.terminal.send("Ao")
    try shell.waitForLine("# two")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.terminal.send("\u{1B}[A!")
    try shell.waitForLine("# one!")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func unicodeWorksWithoutALocale() throws {
    let shell = try TerminalShell(["LC_ALL": "C"])
    try shell.terminal.send("# naïve é 日本\u{7F}")
    try shell.waitForLine("# naïve é 日")
    try shell.terminal.send("\r")
    try shell.waitForPrompt()
    try shell.terminal.send("naïve\r")
    try shell.terminal.waitForScreen("a message that names what was typed") { screen in
      screen.lines.filter { $0.contains("naïve") && !$0.contains("# naïve") }.count >= 2
        && screen.cursorLine.hasSuffix("descent>")
    }
    try shell.quit()
  }

  @Test func aHalfTypedLineSurvivesAResize() throws {
    let shell = try TerminalShell()
    try shell.terminal.send("# some words that take more than forty columns in all")
    try shell.waitForLine("# some words that take more than forty columns in all")
    shell.terminal.resize(rows: 12, columns: 40)
    try shell.terminal.waitForScreen("the line in two rows") { screen in
      screen.lines.contains { $0.hasSuffix("# some words that take more") }
        && screen.cursorLine == " than forty columns in all"
    }
    shell.terminal.resize(rows: 24, columns: 100)
    try shell.waitForLine("# some words that take more than forty columns in all")
    try shell.terminal.send("!\r")
    try shell.waitForPrompt()
    #expect(shell.terminal.screen.text.contains("in all!"))
    try shell.quit()
  }
}

struct WindowTests {
  /// What comes after the window has become narrower breaks between words.
  @Test func linesAreWrappedForTheWindowAsItIs() throws {
    let shell = try TerminalShell(rows: 200, columns: 100)
    shell.terminal.resize(rows: 200, columns: 60)
    try shell.waitForPrompt()
    try shell.run("help train")
    func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
    let whole = words(try Descent.run(["-c", "help train"]).outputText)
    #expect(whole.count > 100)
    // A line that the terminal broke would have cut a word in two.
    #expect(words(shell.terminal.screen.text).contains(whole))
    #expect(shell.terminal.screen.lines.allSatisfy { $0.count <= 60 })
    try shell.quit()
  }

  /// A plot has use for a wide window, prose has not; a pipe is 80 columns wide.
  @Test func plotsTakeAWideWindow() throws {
    let commands = ["data circle n=60", "race sgd adam epochs=9"]
    let shell = try TerminalShell(rows: 200, columns: 120)
    try shell.waitForPrompt()
    for command in commands { try shell.run(command) }
    let wide = shell.terminal.screen.lines.filter { $0.count > 80 }
    #expect(wide.contains { $0.hasPrefix("           +0 --") && $0.hasSuffix("-- 9") })
    #expect(wide.allSatisfy { $0.prefix(12).hasSuffix("|") || $0.prefix(12).hasSuffix("+") })
    let piped = try Descent.run(commands.flatMap { ["-c", $0] }).outputText
    #expect(piped.split(separator: "\n").allSatisfy { $0.count <= 80 })
    try shell.quit()
  }
}

struct PastingTests {
  @Test func aPastedTranscriptBecomesItsCommands() throws {
    let shell = try TerminalShell()
    try shell.terminal.send(
      // Terminals send a return for each newline of the block.
      "\u{1B}[200~[1] descent> data xor\rxor: 500 rows, 2 inputs\r"
        + "[2] descent> layer 4 \\\r      ...> tanh   # four units\r\u{1B}[201~")
    try shell.waitForLine("data xor; layer 4 tanh")
    // Nothing runs before Enter.
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.terminal.send("\u{1B}[200~> train 5\nepoch 5\n> eval\n\u{1B}[201~")
    try shell.waitForLine("train 5; eval")
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test(arguments: [true, false])
  func aLongLineArrivesWhole(marked: Bool) throws {
    let shell = try TerminalShell()
    let words = (0..<8200).map { "word\($0 % 1000)" }.joined(separator: " ")
    let line = "# " + words.prefix(65_500) + " the-end"
    try shell.terminal.send(marked ? "\u{1B}[200~" + line + "\u{1B}[201~" : line)
    try shell.terminal.waitForScreen("the end of the line") { $0.cursorLine.contains("the-end") }
    try shell.terminal.send("\r")
    try shell.waitForPrompt()
    try shell.quit()
    // The history keeps the line as it arrived.
    let kept = files(under: shell.home.path, hidden: true).map(fileText)
    #expect(kept.contains { $0.contains(line) })
  }
}

struct PlainTerminalTests {
  /// Some people and some terminals want no escape sequences: then not one may come.
  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func noEscapeGoesOut(_ environment: [String: String]) throws {
    let shell = try TerminalShell(environment)
    try shell.run("data xor")
    try shell.run("layer 4 tanh")
    try shell.run("train 20")
    try shell.terminal.send("lay\t\t")
    try shell.terminal.waitForScreen("both candidates") { screen in
      screen.lines.contains { $0.hasPrefix("layers ") }
        && screen.cursorLine.hasSuffix("descent> layer")
    }
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    try shell.terminal.send("\u{1B}[A")
    try shell.waitForLine("train 20")
    try shell.terminal.send(
      "\u{1B}[D\u{1B}[D\u{7F}\u{05} # " + String(repeating: "long ", count: 30))
    try shell.terminal.control("c")
    try shell.waitForPrompt()
    shell.terminal.resize(rows: 30, columns: 100)
    try shell.run("nonsense")
    try shell.terminal.send("train 9000000\r")
    shell.terminal.observe(seconds: 0.5)
    try shell.terminal.control("c")
    try shell.terminal.waitFor("stopped at epoch")
    try shell.waitForPrompt()
    try shell.quit()
    #expect(!shell.terminal.transcript.contains(0x1B))
  }

  @Test func pasteMarksAreOnOnlyWhileALineIsRead() throws {
    let shell = try TerminalShell()
    try shell.run("# one")
    try shell.quit()
    let text = shell.terminal.transcriptText
    let on = text.split(separator: "\u{1B}[?2004h", omittingEmptySubsequences: false).count - 1
    let off = text.split(separator: "\u{1B}[?2004l", omittingEmptySubsequences: false).count - 1
    #expect(on == 2)
    #expect(off == on)
  }
}

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
      screen.cursorLine.hasSuffix("descent>") && !screen.text.contains("lr = 0.5")
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
    try terminal.waitForScreen("the prompt") { $0.cursorLine.hasSuffix("descent>") }
    try terminal.send("# half a")
    try terminal.waitForScreen("the line") { $0.cursorLine.hasSuffix("# half a") }
    try terminal.control("z")
    try terminal.waitFor("outer$ ")
    #expect(terminal.isCooked)
    try terminal.send("fg\r")
    try terminal.waitForScreen("the line again") { $0.cursorLine.hasSuffix("# half a") }
    try terminal.send(" line\r")
    try terminal.waitForScreen("the next prompt") {
      $0.cursorLine.hasSuffix("descent>") && $0.text.contains("# half a line")
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
    try terminal.waitForScreen("the next prompt") { $0.cursorLine.hasSuffix("descent>") }
    try terminal.send("quit\r")
    try terminal.waitFor("outer$ ")
    #expect(terminal.isCooked)
  }
}
