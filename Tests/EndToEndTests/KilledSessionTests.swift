// A session of 200 commands that is killed at a call that writes, syncs or renames a file: whoever starts the
// program again and goes on has every command whose end he saw, and comes to the same end.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

/// The session, in a folder where it may be lived through again and again.
private struct LongSession {
  let home = TemporaryFolder(fast: true)
  let commands: [String]

  init() {
    var commands: [String] = []
    // Each round makes seven cells.
    for round in 0..<19 {
      let number = round % 7 + 1
      commands += [
        "data xor n=40 seed=\(number)", "layers 4 tanh", "set lr 0.\(number)", "train 2", "undo",
        "train 1", "layr 3", "note round \(round)", "model save \(home.path)/net.safetensors",
        "edit \(7 * round + 3) set lr 0.25", "rerun stale",
      ]
    }
    self.commands = Array(commands.prefix(200))
  }

  func shell(_ extra: [String: String] = [:]) throws -> PseudoTerminal {
    try PseudoTerminal(
      Descent.path,
      environment: Descent.environment(home: home, ["NO_COLOR": "1"].merging(extra) { $1 }),
      columns: 200)
  }

  private static func typed(_ commands: some Sequence<String>) -> String {
    commands.map { $0 + "\r" }.joined()
  }

  /// The calls that may be its last, by name.
  func calls() throws -> [Substring] {
    home.clear()
    let log = TemporaryFolder()
    let terminal = try shell(
      InjectedFault.logging(to: log.path + "/calls", at: home.path))
    try terminal.send(Self.typed(commands))
    try Self.waitForPrompts(commands.count + 1, terminal)
    return fileText(log.path + "/calls").split(separator: "\n")
  }

  /// Lives through it as far as it comes; how many commands the shell has said to be done. Nil where it came to
  /// its end: how many calls there are depends on how long commands take, as what takes long is kept.
  func live(_ fault: InjectedFault) throws -> Int? {
    home.clear()
    let terminal = try shell(fault.environment(at: home.path))
    let status = try terminal.waitForExit(typing: Self.typed(commands + ["quit"]), timeout: 60)
    if status == .exited(0) { return nil }
    #expect(status == .signaled(SIGKILL), "\(fault)")
    return max(0, Self.promptCount(terminal) - 1)
  }

  /// Starts again and goes on, and ends the session from where it is; how many commands were there, and the
  /// notebook and the weights' fingerprint in the end.
  func goOn() throws -> (kept: Int, end: String) {
    let terminal = try shell()
    try terminal.waitForScreen("a question or a prompt") {
      $0.cursorLine.hasSuffix("[Y/n]") || $0.isAtPrompt
    }
    let kept = Self.keptCount(terminal)
    if terminal.screen.cursorLine.hasSuffix("[Y/n]") { try terminal.send("\r") }
    try terminal.waitForScreen("a prompt") { $0.isAtPrompt }
    let file = home.path + "/end.md"
    try terminal.send(Self.typed(commands.dropFirst(kept) + ["model", "save \(file)"]))
    try Self.waitForPrompts(commands.count - kept + 3, terminal)
    return (kept, fileText(file))
  }

  private static func waitForPrompts(_ count: Int, _ terminal: PseudoTerminal) throws {
    for _ in 0..<count { try terminal.waitFor("] descent> ", timeout: 60) }
  }

  private static func promptCount(_ terminal: PseudoTerminal) -> Int {
    terminal.transcriptText.ranges(of: "] descent> ").count
  }

  /// How many commands the question says that there were.
  private static func keptCount(_ terminal: PseudoTerminal) -> Int {
    let words = terminal.transcriptText.split { $0.isWhitespace }
    guard let place = words.firstIndex(of: "after") else { return 0 }
    return Int(words[place + 1]) ?? 0
  }
}

struct KilledSessionTests {
  /// `DESCENT_FAULTS=all` is every one: `make faults`.
  private static let isWhole = getenv("DESCENT_FAULTS").map { String(cString: $0) } == "all"

  @Test(.enabled(if: InjectedFault.isPossible, "only Linux lets calls be put in the way"))
  func nothingThatWasSaidToBeDoneIsLost() throws {
    let session = LongSession()
    let calls = try session.calls()
    let whole = try session.goOn()
    #expect(whole.kept == session.commands.count && whole.end.contains("fingerprint"))
    #expect(calls.count > 600)
    var faults = calls.indices.map { InjectedFault(kind: .killBefore, number: $0 + 1) }
    faults += calls.indices.filter { calls[$0].contains("write") }
      .map { InjectedFault(kind: .killAmid, number: $0 + 1) }
    var generator = SeededGenerator(seed: 13)
    var killed = 0
    for fault in Self.isWhole ? faults : Array(faults.shuffled(using: &generator).prefix(40)) {
      guard let acknowledged = try session.live(fault) else { continue }
      killed += 1
      let (kept, end) = try session.goOn()
      #expect((acknowledged...acknowledged + 1).contains(kept), "\(fault)")
      #expect(end == whole.end, "\(fault)")
    }
    #expect(killed >= 30)
  }
}
