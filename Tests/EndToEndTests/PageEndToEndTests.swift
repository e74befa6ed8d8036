// The page of the built program on a pseudo-terminal: a line from the page stands at the prompt as if typed, a
// training goes on after one, and what was half typed is there again.
import TestSupport
import Testing

struct PageEndToEndTests {
  /// The address that `page` says.
  private func client(_ shell: TerminalShell, _ command: String = "page") throws -> HTTPClient {
    try shell.terminal.send(command + "\r")
    try shell.terminal.waitForScreen("the page's address") { screen in
      Self.link(screen) != nil && screen.isAtPrompt
    }
    return try #require(Self.link(shell.terminal.screen).flatMap { HTTPClient(link: $0) })
  }

  private static func link(_ screen: TerminalScreen) -> String? {
    for line in screen.lines {
      if let word = line.split(separator: " ").last(where: { $0.hasPrefix("http://127.0.0.1:") }),
        word.contains("?token="), word.split(separator: "=").last?.utf8.count == 32
      {
        return String(word)
      }
    }
    return nil
  }

  @Test func aLineFromThePageStandsAtThePrompt() throws {
    let shell = try TerminalShell()
    let client = try client(shell)
    #expect(try client.get().body.contains("<html"))
    #expect(try client.type("data xor n=40").status == 202)
    try shell.terminal.waitForScreen("the command that the page typed") { screen in
      screen.lines.contains { $0.hasSuffix("> data xor n=40") }
        && screen.isAtPrompt
    }
    try shell.run("cells")
    #expect(shell.terminal.screen.text.contains("data xor n=40"))
    try shell.quit()
  }

  @Test func whatWasHalfTypedIsThereAgain() throws {
    let shell = try TerminalShell()
    let client = try client(shell)
    try shell.terminal.send("layers 4 ta")
    try shell.waitForLine("layers 4 ta")
    _ = try client.type("data xor n=40")
    try shell.terminal.waitForScreen("both lines") { screen in
      screen.lines.contains { $0.hasSuffix("> data xor n=40") }
        && screen.cursorLine.hasSuffix("> layers 4 ta")
        && !screen.lines.contains { $0.hasSuffix("layers 4 tadata xor n=40") }
    }
    try shell.terminal.send("nh\r")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func theCursorIsWhereItWasInWhatWasHalfTyped() throws {
    let shell = try TerminalShell()
    let client = try client(shell)
    try shell.terminal.send("layers 4 nh\u{1B}[D\u{1B}[D")
    try shell.waitForLine("layers 4 nh")
    _ = try client.type("data xor n=40")
    try shell.terminal.waitForScreen("both lines") { screen in
      screen.lines.contains { $0.hasSuffix("> data xor n=40") }
        && screen.cursorLine.hasSuffix("> layers 4 nh")
    }
    try shell.terminal.send("ta")
    try shell.waitForLine("layers 4 tanh")
    try shell.terminal.send("\r")
    try shell.waitForPrompt()
    try shell.quit()
  }

  @Test func aLineFromThePageGoesThroughNoPager() throws {
    let shell = try TerminalShell(["PAGER": "sed 's/^/PAGED /'"], rows: 12)
    let client = try client(shell)
    let stream = try EventStream(client)
    #expect(try client.type("help train").status == 202)
    #expect(stream.next("cell", holding: "\"source\":\"help train\",\"status\":\"true\"") != nil)
    try shell.waitForPrompt()
    #expect(!shell.terminal.transcriptText.contains("PAGED"))
    try shell.quit()
  }

  @Test func aTrainingGoesOnAfterALineFromThePage() throws {
    let shell = try TerminalShell(rows: 50)
    let client = try client(shell)
    let stream = try EventStream(client)
    try shell.run("data spiral n=400; layers 8 8 tanh")
    try shell.terminal.send("train 1000000\r")
    #expect(stream.next("progress") != nil)
    #expect(try client.type("set l2 0.01").status == 202)
    #expect(stream.next("cell", holding: "\"source\":\"set l2 0.01\",\"status\":\"true\"") != nil)
    #expect(stream.next("cell", holding: "\"source\":\"train\",\"status\":\"running\"") != nil)
    #expect(try client.post("/stop").status == 202)
    try shell.waitForPrompt()
    try shell.run("cells")
    #expect(shell.terminal.screen.text.contains("train 1000000 stop="))
    try shell.quit()
    #expect(stream.next("closed") != nil)
  }

  @Test func aPageForAClassOnlyShows() throws {
    let shell = try TerminalShell()
    let client = try client(shell, "page class")
    #expect(try client.type("data xor").status == 409)
    try shell.run("page stop")
    try shell.quit()
  }
}
