import CommandLanguage
import Events
import Layouts
import SessionSupport
import Sessions
import Testing

/// Errors as a person sees them: the line, a caret under what is wrong, what would be right.
@Suite struct DiagnosticTextTests {
  /// What a command that fails prints when typed at a prompt of that width.
  private func lines(_ command: String, indent: Int = 13, file: String? = nil) -> [String] {
    let session = RecordedSession()
    let outcome = session.session.execute(
      LogicalLine(bytes: Array(command.utf8), line: 7), file: file)
    #expect(outcome == .failed)
    var text = TerminalText()
    text.promptWidth = indent
    return session.error.map { text.lines(for: .error($0)).map(\.text) } ?? []
  }

  @Test func asInTheHandbook() {
    #expect(
      lines("set lerning_rate 0.03") == [
        "             set lerning_rate 0.03",
        "                 ^~~~~~~~~~~~ there is no setting `lerning_rate`; did you mean `lr` "
          + "(learning rate)?",
      ])
  }

  /// The caret stands under the first column of what is wrong and is as wide as it looks.
  @Test(arguments: [
    // The quoted name of a file that is not there.
    ("data load \"naïve é.csv\" target=x", 2, 12, 13),
    ("explain 学習率", 2, 10, 6), ("explain e\u{301}tude", 2, 10, 5),
    ("\tblah", 2, 8, 4), ("layer\t0", 3, 16, 1), ("explain 🙂", 0, 8, 2),
  ])
  func caretsStandRight(command: String, indent: Int, column: Int, width: Int) {
    let caret = lines(command, indent: indent).first { $0.contains("^") } ?? ""
    #expect(caret.prefix { $0 == " " }.count == column, "\(caret)")
    #expect(caret.drop { $0 == " " }.prefix { $0 == "^" || $0 == "~" }.count == width)
  }

  @Test func filesAreNamedWithLineAndColumn() {
    #expect(lines("layer 8; layer 0", file: "a.descent").first == "a.descent:7:16")
  }

  @Test func aLongLineIsCutAroundTheCaret() {
    let long = "# " + String(repeating: "x", count: 50_000)
    let shown = lines(String(repeating: "set lr 0.1; ", count: 3000) + "layer 0 " + long)
    #expect(shown.allSatisfy { $0.count <= 101 })
    let line = shown.first ?? ""
    let caret = shown.first { $0.contains("^") } ?? ""
    let column = caret.prefix { $0 == " " }.count
    #expect(Array(line)[column] == "0")
  }

  @Test func controlCharactersAreShown() {
    for line in lines("explain \"a\u{7}b\"") + lines("explain \"\u{202E}x\"") {
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }
  }
}
