// What the built program shows in windows of many sizes, and on terminals that want no escape sequences.
import TestSupport
import Testing

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

  /// libedit kept its cursor where the wide window had it, and wrote what was typed next behind the end of its rows.
  @Test(arguments: ["", "bind -v\n"]) func typingGoesOnInAWindowMadeNarrow(editrc: String) throws {
    let home = TemporaryFolder()
    try write(editrc, to: home.path + "/.editrc")
    let shell = try TerminalShell(home: home, columns: 240)
    let terminal = shell.terminal
    for round in 0..<8 {
      let line = String(repeating: "a", count: 200)
      try terminal.send(line)
      try shell.waitForLine(line)
      terminal.resize(rows: 24, columns: 20)
      let word = " word\(round)"
      try terminal.send(word)
      try terminal.waitForScreen("the word \(word)") { $0.text.contains("word\(round)") }
      terminal.resize(rows: 24, columns: 240)
      try terminal.send("\u{15}")
      try shell.waitForPrompt()
    }
    try shell.quit()
  }

  /// A plot has use for a wide window, prose has not; a pipe is 80 columns wide.
  @Test func plotsTakeAWideWindow() throws {
    let commands = ["data circle n=60", "race sgd adam epochs=9"]
    let shell = try TerminalShell(rows: 200, columns: 120)
    try shell.waitForPrompt()
    for command in commands { try shell.run(command) }
    let wide = shell.terminal.screen.lines.filter { $0.count > 80 }
    #expect(wide.contains { $0.hasPrefix("           └0 ──") && $0.hasSuffix("── 9") })
    #expect(wide.allSatisfy { $0.prefix(12).hasSuffix("│") || $0.prefix(12).hasSuffix("└") })
    let piped = try Descent.run(commands.flatMap { ["-c", $0] }).outputText
    #expect(piped.split(separator: "\n").allSatisfy { $0.count <= 80 })
    try shell.quit()
  }

  /// In a low window the curves take fewer lines, so that the ranking stays above them.
  @Test func theEndOfARaceIsOnTheScreen() throws {
    let shell = try TerminalShell(rows: 21)
    try shell.run("race sgd momentum adam")
    let lines = shell.terminal.screen.lines
    #expect(lines.contains { $0.hasPrefix("ranked by") })
    #expect(lines.contains { $0.hasPrefix("           └0 ──") })
    try shell.quit()
  }

  /// A training ends with a curve where the window has room for that too; a low window and a pipe have the table.
  @Test(arguments: [(40, true), (14, false)]) func trainingsEndWithACurve(
    rows: Int, hasCurve: Bool
  ) throws {
    let shell = try TerminalShell(rows: rows)
    let commands = ["data moons n=60", "layers 4", "train 20"]
    for command in commands { try shell.run(command) }
    #expect(shell.terminal.transcriptText.contains("loss over epochs") == hasCurve)
    try shell.quit()
    let piped = try Descent.run(commands.flatMap { ["-c", $0] }).outputText
    #expect(!piped.contains("loss over epochs"))
  }

  /// What `train live` draws is gone when it has ended, also by Ctrl-C.
  @Test func theScreenEndsAsAfterTrain() throws {
    let live = try TerminalShell(rows: 40)
    let plain = try TerminalShell(rows: 40)
    for shell in [live, plain] {
      try shell.run("data moons n=60")
      try shell.run("layers 4")
    }
    try live.run("train live 2000")
    try plain.run("train 2000")
    func said(_ shell: TerminalShell) -> [String] {
      shell.terminal.screen.lines.filter { !$0.isEmpty && !$0.contains("descent>") }
    }
    // The picture has pushed what stood above out of the window, if there was time to draw it.
    #expect(said(live).suffix(14) == said(plain).suffix(14))
    try live.terminal.send("train live 9000000\r")
    live.terminal.observe(seconds: 0.7)
    try live.terminal.control("c")
    try live.terminal.waitFor("stopped at epoch")
    try live.waitForPrompt()
    #expect(live.terminal.transcriptText.contains("output"))
    for shell in [live, plain] { try shell.quit() }
  }
}

struct PlainTerminalTests {
  /// Whoever asks for pixels is told once, at the time of asking, where there are none.
  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"], [:]])
  func whereNoPixelsAreItIsSaid(_ environment: [String: String]) throws {
    let shell = try TerminalShell(environment)
    try shell.run("set pictures inline")
    let sentence =
      environment.isEmpty
      ? "This terminal does not show Kitty's graphics; pictures stay text."
      : "Pictures stay letters here: pixels need a terminal with colors."
    func count() -> Int { shell.terminal.screen.lines.count { $0.contains(sentence) } }
    #expect(count() == 1)
    try shell.run("help undo")
    #expect(count() == 1)
    try shell.quit()
  }

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
