// What a shell finds when it starts: sessions that were cut off, those of other shells, and what is no session.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

struct CutOffSessionTests {
  private let home = TemporaryFolder(fast: true)
  private var sessions: String { home.path + "/sessions" }

  private func launch(_ extra: [String: String] = [:]) throws -> PseudoTerminal {
    try PseudoTerminal(
      Descent.path, environment: Descent.pipeEnvironment(home, extra), rows: 60, columns: 120)
  }

  private func start(_ extra: [String: String] = [:]) throws -> PseudoTerminal {
    let terminal = try launch(extra)
    try waitForQuestionOrPrompt(terminal)
    return terminal
  }

  private func waitForQuestionOrPrompt(_ terminal: PseudoTerminal) throws {
    try terminal.waitForScreen("a question or a prompt") {
      $0.cursorLine.hasSuffix("[Y/n]") || $0.isAtPrompt
    }
  }

  private func isAsked(_ terminal: PseudoTerminal) -> Bool {
    terminal.screen.cursorLine.hasSuffix("[Y/n]")
  }

  private func answer(_ words: String, _ terminal: PseudoTerminal) throws {
    try terminal.send(words + "\r")
    try terminal.waitForScreen("a prompt") { $0.isAtPrompt }
  }

  private func run(_ commands: [String], _ terminal: PseudoTerminal) throws {
    for command in commands {
      try terminal.send(command)
      try terminal.waitForScreen("`\(command)`") {
        $0.cursorLine.hasSuffix("> " + command)
      }
      try terminal.send("\r")
      try terminal.waitForScreen("the end of `\(command)`") {
        $0.isAtPrompt
      }
    }
  }

  /// A shell that did these commands and is killed.
  private func kill(after commands: [String]) throws {
    let terminal = try start()
    if isAsked(terminal) { try answer("n", terminal) }
    try run(commands, terminal)
    try kill(terminal)
  }

  private func kill(_ terminal: PseudoTerminal) throws {
    terminal.signal(SIGKILL)
    _ = try terminal.waitForExit()
  }

  private func quit(_ terminal: PseudoTerminal) throws {
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == .exited(0))
  }

  @Test func onlyTheSessionThatWasCutOffIsOffered() throws {
    let open = try start()
    try run(["set lr 0.5", "set lr 0.4"], open)
    try kill(after: ["set lr 0.1", "data xor n=40", "layer 3"])
    let third = try start()
    #expect(isAsked(third) && third.screen.text.contains("cut off after 3 commands"))
    try answer("", third)
    try run(["cells"], third)
    #expect(third.screen.text.contains("data xor n=40") && !third.screen.text.contains("lr 0.4"))
    // The open one goes on meanwhile, and both are left in peace.
    try run(["set lr 0.3"], open)
    try quit(open)
    try quit(third)
    #expect(try !isAsked(start()))
  }

  /// Whichever is first; the other is saved as any other.
  @Test func oneOfTwoShellsGetsIt() throws {
    try kill(after: ["set lr 0.1", "set lr 0.2"])
    for _ in 0..<5 {
      let shells = try (0..<2).map { _ in try launch() }
      for shell in shells { try waitForQuestionOrPrompt(shell) }
      #expect(shells.count(where: isAsked) == 1)
      for shell in shells { if isAsked(shell) { try answer("y", shell) } }
      #expect(shells.map(\.screen.cursorLine).sorted() == ["[1] descent>", "[3] descent>"])
      for shell in shells { try kill(shell) }
    }
  }

  @Test func aDamagedSessionIsGoneOnWithAndKept() throws {
    try kill(after: (1...9).map { "set lr 0.\($0)" })
    let path =
      sessions + "/"
      + (directoryEntries(sessions).first { $0.hasSuffix(".journal") } ?? "")
    var damaged = bytes(of: path)
    damaged[damaged.count / 2] ^= 8
    try write(damaged, to: path)
    let terminal = try start()
    #expect(isAsked(terminal))
    try answer("y", terminal)
    #expect(terminal.screen.text.contains("Its file is damaged behind them"))
    #expect(bytes(of: path + ".damaged") == damaged)
  }

  /// A session of five commands, the last of which is half on the disk; the path of its file.
  private func leaveTornSession() throws -> String {
    try kill(after: (1...5).map { "set lr 0.\($0)" })
    let path =
      sessions + "/"
      + (directoryEntries(sessions).first { $0.hasSuffix(".journal") } ?? "")
    try write(bytes(of: path).dropLast(20), to: path)
    return path
  }

  @Test(.enabled(if: InjectedFault.isPossible, "only Linux lets calls be put in the way"))
  func aKillWhileGoingOnLosesNothing() throws {
    let path = try leaveTornSession()
    let torn = bytes(of: path)
    let log = home.path + "/calls"
    let whole = try start(InjectedFault.logging(to: log, at: sessions))
    try answer("y", whole)
    try kill(whole)
    let calls = fileText(log).split(separator: "\n")
    #expect(calls.contains("write") && calls.contains("ftruncate"))
    for number in 1...max(1, calls.count) {
      for kind in [InjectedFault.Kind.killBefore, .killAmid] {
        try write(torn, to: path)
        let fault = InjectedFault(kind: kind, number: number)
        let terminal = try launch(fault.environment(at: sessions))
        #expect(try terminal.waitForExit(typing: "y\r") == .signaled(SIGKILL))
        let next = try start()
        #expect(next.screen.text.contains("cut off after 4 commands"), "\(fault)")
        try kill(next)
      }
    }
  }

  @Test(.enabled(if: InjectedFault.isPossible, "only Linux lets calls be put in the way"))
  func aSessionIsGoneOnWithOnAFullDisk() throws {
    try kill(after: ["set lr 0.1", "set lr 0.2"])
    let terminal = try start(InjectedFault(kind: .full, number: 1).environment(at: sessions))
    try answer("y", terminal)
    #expect(terminal.screen.cursorLine == "[3] descent>")
    try terminal.send("set lr 0.3\r")
    try terminal.waitForScreen("a prompt") { $0.cursorLine == "[4] descent (not saving)>" }
    #expect(terminal.screen.text.contains("Not saving any more: "))
    try kill(terminal)
    #expect(try start().screen.text.contains("cut off after 2 commands"))
  }

  @Test func whatIsNoSessionIsPassedOver() throws {
    #expect(mkdir(sessions, 0o700) == 0)
    var generator = SeededGenerator(seed: 2)
    for number in 0..<20 {
      let noise = (0..<generator.below(500)).map { _ in UInt8(generator.below(256)) }
      try write(noise, to: "\(sessions)/9\(number).journal")
    }
    try write("", to: sessions + "/51.journal")
    try write("descent journal 1\n".utf8, to: sessions + "/52.journal", mode: 0)
    #expect(mkdir(sessions + "/53.journal", 0o700) == 0)
    #expect(mkfifo(sessions + "/54.journal", 0o600) == 0)
    #expect(symlink("/dev/zero", sessions + "/55.journal") == 0)
    let terminal = try start()
    #expect(terminal.screen.cursorLine == "[1] descent>")
    // It says so, once.
    #expect(terminal.screen.text.contains("nothing can be read"), "\(terminal.screen.text)")
    let next = try start()
    #expect(next.screen.lines.filter { !$0.isEmpty }.count == 2, "\(next.screen.text)")
  }

  // MARK: Its page

  private func link(_ terminal: PseudoTerminal) throws -> String {
    try terminal.send("page\r")
    try terminal.waitForScreen("the page's address") { screen in
      screen.text.contains("?token=") && screen.isAtPrompt
    }
    let words = terminal.screen.text.split { $0.isWhitespace }
    return try #require(words.last { $0.hasPrefix("http://127.0.0.1:") }.map(String.init))
  }

  /// Browsers find it again, with all that was said.
  @Test func thePageIsWhereItWas() throws {
    let terminal = try start()
    try run(["data xor n=40"], terminal)
    let first = try link(terminal)
    #expect(mode(of: sessions + "/1.page") == 0o600)
    try kill(terminal)
    let second = try start()
    try answer("y", second)
    #expect(try link(second) == first)
    let client = try #require(HTTPClient(link: first))
    let cell = try #require(try EventStream(client).next("cell", holding: "data xor n=40"))
    #expect(cell.data.contains("four quadrants"))
    try quit(second)
    // Of a session that its user has left nobody comes back to the page.
    #expect(!directoryEntries(sessions).contains { $0.hasSuffix(".page") })
  }
}
