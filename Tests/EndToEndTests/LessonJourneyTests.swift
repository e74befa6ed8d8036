// Each lesson as someone goes through it at a terminal of 80 by 24: with wrong guesses and answers, hints, other words
// for the same, detours and the way back, and a program that is killed on the way.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

@Suite(.serialized) struct LessonJourneyTests {
  static let lessons = directoryEntries(checkout + "/lessons").filter { $0.hasSuffix(".md") }

  @Test(arguments: lessons) func fromTheFirstLineToTheLast(file: String) throws {
    let journey = try LessonJourney(file)
    try journey.begin()
    let (first, rest) = (journey.lines[0], journey.lines.dropFirst())
    try journey.type(first)
    var steps = 1
    for line in rest {
      if line == "next" { steps += 1 }
      if line == "next", steps == journey.killedBefore { try journey.beKilledAndGoOn() }
      try journey.take(line)
      if line == "next", steps == 3 { try journey.play() }
      if line == "next", steps == 2 { try journey.leaveAndComeBack() }
    }
    #expect(journey.shell.terminal.screen.text.contains("This was the last step of the lesson."))
    #expect(journey.wrongAnswers > 0 && journey.hints > 0)
    try journey.shell.quit()
  }
}

/// One who knows the worked transcript and strays from it.
private final class LessonJourney {
  let lines: [String]
  let name: String
  /// The number of the step before which the program is killed.
  let killedBefore: Int
  private let home = TemporaryFolder()
  private(set) var shell: TerminalShell
  private(set) var wrongAnswers = 0
  private(set) var hints = 0

  init(_ file: String) throws {
    let text = fileText(checkout + "/transcripts/" + file)
    lines = text.split(separator: "\n").filter { $0.hasPrefix("> ") }.map {
      String($0.dropFirst(2))
    }
    name = String(file.drop { $0.isNumber }.dropFirst().dropLast(3))
    killedBefore = max(2, lines.count { $0 == "next" } - 1)
    shell = try TerminalShell(home: home)
  }

  func begin() throws {
    // What is taller than the window scrolls by.
    try type("set pager off")
  }

  /// Types a line and waits for its end.
  func type(_ line: String) throws {
    // A long line is on two rows of the screen, and a short one may be there from before.
    let terminal = shell.terminal
    try terminal.send(line)
    try terminal.waitForScreen("the line \(line)") {
      line.count > 38
        ? $0.lines.joined().contains(line.suffix(12)) : $0.cursorLine.hasSuffix("> " + line)
    }
    try terminal.send("\r")
    try terminal.waitForScreen("the command's end") {
      $0.isAtPrompt && $0.lastLine == $0.cursorLine
    }
  }

  private var screen: String { shell.terminal.screen.text }

  /// Types a line of the transcript, or what comes to the same.
  func take(_ line: String) throws {
    if Double(line.filter { $0 != "%" }) != nil { return try answer(line) }
    if line == "solution", hints == 0 {
      try type("hint")
      hints += 1
    }
    if line.hasPrefix("set lr ") { return try type(String(line.dropFirst(4))) }
    // With patience two trainings are not one.
    if !lines.contains(where: { $0.hasPrefix("set patience") }), line.hasPrefix("train "),
      let epochs = Int(line.dropFirst(6)), epochs > 3
    {
      try type("train 2")
      return try type("train \(epochs - 2)")
    }
    // One's own words need not be the author's.
    try type(line.hasPrefix("answer ") ? "answer it was so" : line)
    if line == "next" { expectWhole(line) }
  }

  /// Answers wrongly first.
  private func answer(_ right: String) throws {
    try type("hint")
    hints += 1
    let wrong = right == "1" ? "2" : "1"
    try type(wrong)
    wrongAnswers += 1
    expectWhole(wrong)
    // A guess is taken as it is; a question waits.
    if screen.contains("> \(wrong)\n"), lastSaid(after: wrong).contains("Not ") {
      try type(right)
      expectWhole(right)
    }
  }

  private func lastSaid(after line: String) -> String {
    screen.split(separator: "\n", omittingEmptySubsequences: false)
      .reversed().prefix { !$0.hasSuffix("> " + line) }.reversed().joined(separator: "\n")
  }

  /// That nothing of what was said has left the screen.
  private func expectWhole(_ line: String) {
    #expect(screen.contains("> " + line), "\(name): more than a screen after \(line)")
  }

  func play() throws {
    try type("play")
    try type("data spiral")
    try type("layers 4 tanh")
    try type("train 2")
    try type("resume")
    #expect(screen.contains("as it was when you began to play"))
  }

  func leaveAndComeBack() throws {
    try type("set lr 9")
    try type("back")
    #expect(screen.contains("The session is as it was when this step began."))
  }

  /// The power goes, and the program is started again.
  func beKilledAndGoOn() throws {
    shell.terminal.signal(SIGKILL)
    _ = try shell.terminal.waitForExit()
    let terminal = try PseudoTerminal(
      Descent.path, environment: Descent.environment(home: home), rows: 24, columns: 80)
    try terminal.waitForScreen("the question") { $0.cursorLine.hasSuffix("[Y/n]") }
    try terminal.send("\r")
    try terminal.waitForScreen("a prompt") { $0.isAtPrompt }
    shell = TerminalShell(home: home, on: terminal)
    try type("set pager off")
    try type("lesson show")
    #expect(screen.contains("`next` goes on."))
  }
}
