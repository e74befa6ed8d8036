// Thousands of random keys in the built program's line, in both modes and in windows of several widths: what the
// screen shows is the line, and the line is what the history has when Enter is pressed.
import TestSupport
import Testing

struct LineFuzzTests {
  private static let edits = 1_700
  private static let keysInARow = 17

  private static let characters = [
    "a", "b", "b", "s", "e", "t", " ", " ", "0", ".", "=", "é", "e\u{301}", "日", "本", "👍",
    "set lr 0.1 ", "search bayes lr=1e-4..1:log units=4..64 momentum=0.5..0.99 batch=8,16",
  ]
  private static let emacs = [
    "\u{01}", "\u{05}", "\u{02}", "\u{06}", "\u{1B}b", "\u{1B}f", "\u{7F}", "\u{0B}",
    "\u{15}", "\u{17}", "\u{19}", "\u{1B}y", "\u{1B}d", "\u{1B}\u{7F}", "\u{1F}", "\u{1B}/",
    "\u{1B}.", "\u{1B}t", "\u{14}", "\u{1B}u", "\u{0C}",
  ]
  /// Commands of vi, each back in the insert mode at its end.
  private static let vi = [
    "\u{1B}i", "\u{1B}0i", "\u{1B}$a", "\u{1B}bi", "\u{1B}wi", "\u{1B}xi", "\u{1B}Da", "\u{1B}pa",
    "\u{1B}ui", "\u{1B}3hi", "\u{1B}dwi", "\u{17}", "\u{7F}", "\u{15}", "\u{1F}", "\u{0C}",
  ]
  private static let common = [
    "\u{1B}[D", "\u{1B}[C", "\u{1B}OH", "\u{1B}OF", "\u{1B}[3~", "\u{1B}[1;5D", "\u{1B}[1;5C",
    "\u{1B}[3;5~", "\u{1B}[A", "\u{1B}[B", "\t", "\u{1B}[Z", "\u{1B}[2~", "\u{1B}[15~", "\u{1B}[5~",
    "\u{12}",
  ]

  @Test(arguments: [40, 60, 80], [false, true])
  func theScreenShowsTheLine(_ columns: Int, _ isVi: Bool) throws {
    let home = TemporaryFolder()
    if isVi { try write("bind -v\n", to: home.path + "/.editrc") }
    let shell = try TerminalShell(home: home, columns: columns)
    var generator = SeededGenerator(seed: UInt64(columns) * 2 + (isVi ? 1 : 0))
    var width = columns
    let keys = Self.common + (isVi ? Self.vi : Self.emacs)
    for round in 0..<(Self.edits / Self.keysInARow) {
      var sent: [String] = []
      for _ in 0..<Self.keysInARow {
        let isKey = Int.random(in: 0..<5, using: &generator) < 2
        let from = isKey ? keys : Self.characters
        sent.append(from.randomElement(using: &generator) ?? "a")
        try shell.terminal.send(sent[sent.count - 1])
        shell.terminal.observe(seconds: 0.002)
        if Int.random(in: 0..<60, using: &generator) == 0 {
          width = [40, 60, 80].randomElement(using: &generator) ?? columns
          shell.terminal.resize(rows: 24, columns: width)
          shell.terminal.observe(seconds: 0.03)
        }
      }
      guard try compare(shell, round, sent, width, isVi) else { return }
    }
    try shell.quit()
  }

  /// Makes the line a comment and enters it; whether the screen showed what was entered.
  private func compare(
    _ shell: TerminalShell, _ round: Int, _ sent: [String], _ columns: Int, _ isVi: Bool
  ) throws -> Bool {
    let mark = "# \(round) "
    let terminal = shell.terminal
    // Leaves a list. An escape is told from Alt by the time that passes; where no list was open, vi is back in its
    // insert mode, where one was, the line has a letter more.
    try terminal.send(isVi ? "\u{1B}" : "\u{07}")
    terminal.observe(seconds: isVi ? 0.08 : 0.01)
    if isVi { try terminal.send("i") }
    try terminal.send(isVi ? "\u{1B}0i\(mark)\u{1B}A" : "\u{01}\(mark)\u{05}")
    try terminal.waitForScreen("the mark \(mark) after \(sent)") { screen in
      screen.lines.contains { $0.contains("> " + mark.dropLast()) }
    }
    terminal.observe(seconds: 0.02)
    let screen = terminal.screen
    try terminal.send("\r")
    let file = shell.home.path + "/history"
    var entered: String?
    try terminal.waitForScreen("the line in the history") { _ in
      let last = fileText(file).split(separator: "\n").last
      entered = last.map { String($0.replacing("\\\\", with: "\\")) }
      return entered?.utf8.starts(with: mark.utf8) ?? false
    }
    try shell.waitForPrompt()
    let wanted = rows("[1] descent> " + (entered ?? ""), columns)
    let first = screen.cursor.row - wanted.count + 1
    guard first >= 0 else { return true }
    let shown = (first..<(first + wanted.count)).map(screen.solidLine)
    let isSame = shown == wanted
    #expect(shown == wanted, "round \(round) after \(sent)")
    return isSame
  }

  /// A control is shown in two characters.
  private func shown(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    scalar.value < 0x20 ? ["^", Unicode.Scalar(UInt8(scalar.value + 0x40))] : [scalar]
  }

  /// As a terminal shows it; what fills a row to its end has the cursor in a row more.
  private func rows(_ text: String, _ columns: Int) -> [String] {
    var rows = [""]
    var column = 0
    for scalar in text.unicodeScalars.flatMap(shown) {
      let width = TerminalScreen.width(scalar)
      if column + width > columns {
        rows.append("")
        column = 0
      }
      rows[rows.count - 1].unicodeScalars.append(scalar)
      column += width
    }
    if column >= columns { rows.append("") }
    return rows.map { row in
      var row = row
      while row.last == " " { row.removeLast() }
      return row
    }
  }
}
