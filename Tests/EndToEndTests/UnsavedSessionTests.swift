// Disks that are full, broken or closed to the program: it says so once and at every prompt, work goes on, and
// what was said to be done before is there afterwards.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

struct UnsavedSessionTests {
  private static let commands = [
    "data xor n=40", "layer 3", "train 1", "layr 3", "set lr 0.1", "note some prose", "train 1",
  ]

  private func expectPrompt(_ number: Int, isSaving: Bool, _ terminal: PseudoTerminal) throws {
    let prompt = "[\(number)] descent\(isSaving ? "" : " (not saving)")>"
    try terminal.waitForScreen(prompt) { $0.cursorLine.hasSuffix(prompt) }
  }

  private func start(
    _ home: TemporaryFolder, _ extra: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      Descent.path, environment: Descent.pipeEnvironment(home, extra), rows: 100, columns: 120)
  }

  /// Types the commands; how many were done before the prompt said that nothing is saved any more.
  private func work(_ terminal: PseudoTerminal) throws -> Int {
    var saved = Self.commands.count
    for number in 1...Self.commands.count + 1 {
      try terminal.waitForScreen("prompt \(number)") {
        $0.isAtPrompt && $0.cursorLine.contains("[\(number)] ")
      }
      if terminal.screen.cursorLine.contains("not saving") {
        // The command before was done and not saved.
        saved = min(saved, max(0, number - 2))
      } else {
        #expect(saved == Self.commands.count, "it was not saving, and now it is")
      }
      if number <= Self.commands.count { try terminal.send(Self.commands[number - 1] + "\r") }
    }
    return saved
  }

  private func kept(_ home: TemporaryFolder) throws -> Int {
    let terminal = try start(home)
    try terminal.waitForScreen("a question or a prompt") {
      $0.cursorLine.hasSuffix("[Y/n]") || $0.isAtPrompt
    }
    guard terminal.screen.cursorLine.hasSuffix("[Y/n]") else { return 0 }
    try terminal.send("\r")
    try terminal.waitForScreen("a prompt") { $0.isAtPrompt }
    return (terminal.screen.promptNumber ?? 0) - 1
  }

  @Test(
    .enabled(if: InjectedFault.isPossible, "only Linux lets calls be put in the way"),
    arguments: [InjectedFault.Kind.full, .broken])
  func aJournalThatCannotBeWrittenIsSaidOnce(kind: InjectedFault.Kind) throws {
    for number in 1...16 {
      let home = TemporaryFolder(fast: true)
      let fault = InjectedFault(kind: kind, number: number)
      let terminal = try start(home, fault.environment(at: ".journal"))
      let saved = try work(terminal)
      let said = ["This session is not saved: ", "Not saving any more: "].map {
        terminal.screen.text.ranges(of: $0).count
      }
      #expect(saved < Self.commands.count && said.reduce(0, +) == 1, "\(fault)")
      #expect(terminal.screen.text.contains(kind == .full ? "No space left" : "Input/output error"))
      terminal.signal(SIGKILL)
      _ = try terminal.waitForExit()
      let found = try kept(home)
      #expect((saved...saved + 1).contains(found), "\(fault): \(found) of \(saved)")
    }
  }

  @Test(
    .enabled(if: InjectedFault.isPossible, "only Linux lets calls be put in the way"),
    arguments: ["/history", "/studies.sqlite"])
  func otherFilesThatCannotBeWrittenAreSaid(name: String) throws {
    for number in [1, 2, 3, 5, 8, 13] {
      let home = TemporaryFolder(fast: true)
      let terminal = try start(
        home, InjectedFault(kind: .full, number: number).environment(at: name))
      try expectPrompt(1, isSaving: true, terminal)
      for place in 2...9 {
        try terminal.send(
          "data iris; layer 3; search random trials=2 epochs=1 lr=0.1..\(place)\r")
        // A line makes three cells.
        try expectPrompt(3 * place - 2, isSaving: true, terminal)
      }
      let text = terminal.transcriptText
      let sentence = name == "/history" ? "history is not kept: " : "not saving: "
      #expect(text.ranges(of: sentence).count >= 1, "\(name) \(number)")
      if name == "/history" { #expect(text.ranges(of: sentence).count == 1) }
      try terminal.send("quit\r")
      #expect(try terminal.waitForExit() == .exited(0))
    }
  }

  enum Home: CaseIterable { case file, missing, missingInFile, readOnly }

  @Test(arguments: Home.allCases) func aHomeThatCannotBeUsedIsSaidInALine(kind: Home) throws {
    let home = TemporaryFolder()
    var environment = Descent.pipeEnvironment(home)
    try write("", to: home.path + "/file")
    switch kind {
    case .file: environment["DESCENT_HOME"] = home.path + "/file"
    case .missingInFile: environment["DESCENT_HOME"] = home.path + "/file/a/b"
    case .readOnly: environment["DESCENT_HOME"] = "/proc/sys"
    case .missing: (environment["DESCENT_HOME"], environment["HOME"]) = (nil, nil)
    }
    let terminal = try PseudoTerminal(
      Descent.path, environment: environment, rows: 100, columns: 120)
    try expectPrompt(1, isSaving: false, terminal)
    // Its two lines of greeting, one that says it, the prompt.
    #expect(terminal.screen.lines.filter { !$0.isEmpty }.count == 4, "\(terminal.screen.text)")
    #expect(terminal.screen.lines[2].hasPrefix("This session is not saved: "))
    #expect(try work(terminal) == 0)
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == .exited(0))
  }

  /// The first program of a new user finds none of the folders above its own.
  @Test func aNewUsersSessionIsSaved() throws {
    let home = TemporaryFolder()
    var environment = Descent.pipeEnvironment(home)
    environment["DESCENT_HOME"] = nil
    let terminal = try PseudoTerminal(Descent.path, environment: environment, rows: 100)
    #expect(try work(terminal) == Self.commands.count)
    #expect(mode(of: home.path + "/.local/state/descent/sessions") == 0o700)
  }
}
