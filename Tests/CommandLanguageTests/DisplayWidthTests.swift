// Columns on a terminal, against the widths of Unicode Standard Annex 11 and what terminals show.

import CommandLanguage
import TestSupport
import Testing
import Text

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｱ", 1), ("Ａ", 2), ("한국", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("❤", 1),
    ("1️⃣", 2), ("☔", 2), ("\u{200D}", 0), ("\u{200B}", 8), ("a\u{300}\u{301}b", 2), ("…", 1),
    ("\u{AD}", 1),
    ("\u{1B}", 2), ("\u{7}", 4), ("\u{7F}", 4), ("\u{202E}", 8), ("\n", 2), ("\r\n", 4), ("नि", 2),
    ("\u{3000}", 2), ("x\u{1F600}y", 4), ("①", 1), ("±½", 2),
  ]) func counts(_ text: String, _ expected: Int) {
    #expect(DisplayWidth.columns(of: text) == expected)
  }

  @Test func tabsGoToTheNextMultipleOfEight() {
    #expect(DisplayWidth.columns(of: "\t") == 8)
    #expect(DisplayWidth.columns(of: "a\tb") == 9)
    #expect(DisplayWidth.columns(of: "\t", startingAt: 7) == 1)
    #expect(DisplayWidth.columns(of: "日本\t", startingAt: 2) == 6)
    #expect(DisplayWidth.columns(of: "\t", startingAt: 8) == 8)
  }

  @Test(arguments: [
    ("plain é 日\t", "plain é 日\t"), ("\u{1B}[31m", "\\e[31m"),
    ("\u{0}\u{7}\u{1F}", "\\x00\\x07\\x1F"),
    ("\u{7F}", "\\x7F"), ("\u{85}", "\\u{85}"), ("\u{202E}abc\u{2066}", "\\u{202E}abc\\u{2066}"),
    ("a\nb\r", "a\\nb\\r"), ("e\u{301}\u{1B}", "e\u{301}\\e"),
  ]) func escapes(_ text: String, _ expected: String) {
    #expect(escapedForDisplay(text) == expected)
  }

  @Test func lineFeedsCanBeKept() {
    #expect(escapedForDisplay("a\n\u{1B}", keepingLineFeeds: true) == "a\n\\e")
  }

  @Test func widthCountsWhatIsShown() {
    var generator = SeededGenerator(seed: 13)
    let pool: [Unicode.Scalar] = [
      "a", "é", "日", "\u{1B}", "\u{7}", "\u{202E}", "\n", "\u{9B}", "Ａ",
    ]
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...8, using: &generator) {
        text.unicodeScalars.append(pool.randomElement(using: &generator) ?? "a")
      }
      #expect(
        DisplayWidth.columns(of: text) == DisplayWidth.columns(of: escapedForDisplay(text)))
    }
  }
}
