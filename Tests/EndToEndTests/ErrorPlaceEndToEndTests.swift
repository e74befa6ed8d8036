// Errors at a prompt: the caret under the line as typed, and words that are never cut, in the built program on a
// pseudo-terminal.
import Testing

struct ErrorPlaceEndToEndTests {
  /// The rows from the line typed to the next prompt.
  private func rows(_ command: String, _ shell: TerminalShell) throws -> [String] {
    try shell.run(command)
    // What the next prompt suggests is faint.
    let lines = shell.terminal.screen.solidLines
    let start = try #require(lines.lastIndex { $0.contains("> " + command.prefix(12)) })
    return Array(lines[start..<shell.terminal.screen.cursor.row])
  }

  @Test(arguments: [40, 60, 80, 120])
  func theCaretStandsUnderTheLine(columns: Int) throws {
    let shell = try TerminalShell(columns: columns)
    let rows = try rows("set lr -0.5", shell)
    let line = try #require(rows.first)
    let column = try #require(line.firstRange(of: "-0.5")).lowerBound
    #expect(
      rows.count >= 2 && rows[1].hasPrefix(line[..<column].map { _ in " " }.joined() + "^~~~"))
    #expect(!rows.dropFirst().contains { $0.contains("set lr -0.5") })
    try shell.quit()
  }

  /// Every word of what a pipe says is there whole.
  @Test(
    arguments: [40, 60, 80],
    [
      "set lr -0.5", "train 5 until foo > 3", "search bayes trials=20 lr=0..1:log",
      "set optimizer adamm", "layers 4 tanhh", "nonsense", "data load nothing.csv target=x",
    ])
  func wordsAreNotCut(columns: Int, command: String) throws {
    let shell = try TerminalShell(rows: 30, columns: columns)
    let rows = try rows(command, shell).dropFirst()
    let piped = try Descent.run(["-c", command]).errorText.split(separator: "\n").dropFirst()
    let words = piped.joined(separator: " ").split { " ^~".contains($0) }
    let shown = rows.joined(separator: " ").split { " ^~".contains($0) }
    #expect(Array(shown.suffix(words.count)) == words)
    #expect(rows.allSatisfy { $0.count <= columns })
    try shell.quit()
  }

  /// Where the line takes more than a row, or something was said since, it is said again.
  @Test func elsewhereTheLineIsRepeated() throws {
    let shell = try TerminalShell(columns: 60)
    let long = "set lr 0.1 momentum 0.9 and some more words that need another row"
    try shell.run("set lr 0.1; set lr -2")
    #expect(shell.terminal.screen.lines.count { $0.contains("set lr 0.1; set lr -2") } == 2)
    try shell.terminal.send(long + "\r")
    try shell.terminal.waitForScreen("a caret") {
      $0.text.contains("^") && $0.isAtPrompt
    }
    let lines = shell.terminal.screen.lines
    let caret = try #require(lines.lastIndex { $0.contains("^") })
    #expect(lines[caret - 1].contains("set lr 0.1"))
    try shell.quit()
  }
}
