// What lines are read as, what is refused and where, and that no bytes at all go unanswered.

import CommandLanguage
import TestSupport
import Testing
import Text

@Suite struct ParserTests {
  private func words(_ text: String) throws -> [[String]] {
    try ScriptParser().parse(text).map { result in
      let command = try result.get()
      return [command.name.text]
        + command.arguments.map { argument in
          switch argument {
          case .word(let word): word.text
          case .option(let name, let value): "\(name.text) = \(value.text)"
          }
        }
    }
  }

  @Test(arguments: [
    ("", []), ("   \t ", []), ("# only a comment", []), (";;", []),
    ("layer 4 tanh", [["layer", "4", "tanh"]]),
    ("  layer\t4  ", [["layer", "4"]]),
    ("a; b c ;d", [["a"], ["b", "c"], ["d"]]),
    ("a # b; c", [["a"]]),
    ("a b#c", [["a", "b#c"]]),
    ("a;#c\nd", [["a"], ["d"]]),
    ("data xor noise=0.1", [["data", "xor", "noise = 0.1"]]),
    ("load target=\"my col\"", [["load", "target = my col"]]),
    ("a \"x=y\"", [["a", "x=y"]]),
    ("a \"x\"=y", [["a", "x=y"]]),
    ("a x1^2=3", [["a", "x1^2=3"]]),
    ("a x=", [["a", "x = "]]),
    ("a x=y=z", [["a", "x = y=z"]]),
    ("a x=0..1:step=0.1", [["a", "x = 0..1:step=0.1"]]),
    ("a ==", [["a", "=="]]),
    ("a größe=3 länge.x=4", [["a", "größe = 3", "länge.x = 4"]]),
    (#"a "q\"q" "b\\b" "n\nn" "t\tt""#, [["a", "q\"q", "b\\b", "n\nn", "t\tt"]]),
    (#"a "x y"z"#, [["a", "x yz"]]),
    ("a \"\" b", [["a", "", "b"]]),
    ("a \";\" \"#\"", [["a", ";", "#"]]),
    ("a \\\n b", [["a", "b"]]),
    ("a\\\nb", [["a", "b"]]),
    ("a\\\r\nb\r\nc\r", [["a", "b"], ["c"]]),
    ("a \"x\\\ny\"", [["a", "xy"]]),
    ("a b\\c", [["a", "b\\c"]]),
    ("\u{FEFF}a b", [["a", "b"]]),
    ("a\u{A0}b\u{3000}c", [["a", "b", "c"]]),
    ("naïve é 日本", [["naïve", "é", "日本"]]),
  ]) func reads(_ text: String, _ expected: [[String]]) throws {
    #expect(try words(text) == expected)
  }

  @Test func rangesAreBytesOfTheTextAsGiven() throws {
    let line = "é; läyer  \"a b\" größe=\"x y\" \\\n tanh # c"
    let commands = try ScriptParser().parse(line).map { try $0.get() }
    #expect(commands.count == 2)
    let command = commands[1]
    #expect(command.name.range == SourceRange(start: 4, end: 10))
    #expect(command.arguments.map { part(line, $0.range) } == ["\"a b\"", "größe=\"x y\"", "tanh"])
    guard case .option(let name, let value) = command.arguments[1] else {
      Issue.record("no option")
      return
    }
    #expect(part(line, name.range) == "größe")
    #expect(part(line, value.range) == "\"x y\"" && value.text == "x y" && value.isQuoted)
    #expect(part(line, command.range) == command.text)
    #expect(command.text.hasPrefix("läyer") && command.text.hasSuffix("tanh"))
  }

  @Test func anEmptyValueIsThePlaceAfterTheEqualsSign() throws {
    guard case .option(_, let value) = try only("data xor n=").arguments[1] else {
      Issue.record("no option")
      return
    }
    #expect(value.range == SourceRange(at: 11) && value.text.isEmpty)
  }

  @Test(arguments: [
    ("a \"x", "unclosed-quote", 2, 3),
    ("a x=\"y", "unclosed-quote", 4, 5),
    ("a \"x\\", "unclosed-quote", 2, 3),
    ("a \"x\\\"", "unclosed-quote", 2, 3),
    ("é \"x\nb", "unclosed-quote", 3, 4),
    ("a \"\\q\"", "unknown-escape", 3, 5),
    ("a \"\\é\"", "unknown-escape", 3, 6),
    ("a b\u{0}", "control-character", 3, 4),
    ("\u{1B}[31m", "control-character", 0, 1),
    ("a \"\u{7}\"", "control-character", 3, 4),
    ("a \u{7F}", "control-character", 2, 3),
    ("a \u{9B}", "control-character", 2, 4),
    ("a b\rc", "control-character", 3, 4),
    ("# \u{8}", "control-character", 2, 3),
    ("a \u{201C}x\u{201D}", "curly-quote", 2, 5),
  ]) func refuses(_ text: String, _ id: String, _ start: Int, _ end: Int) {
    let errors = ScriptParser().parse(text).compactMap { result -> Diagnostic? in
      if case .failure(let error) = result { error } else { nil }
    }
    #expect(errors.map(\.id) == [id])
    #expect(errors.first?.range == SourceRange(start: start, end: end))
  }

  @Test func bytesThatAreNotUTF8ArePointedAt() {
    func error(_ bytes: [UInt8]) -> Diagnostic? {
      if case .failure(let error)? = ScriptParser().parse(utf8: bytes).first { error } else { nil }
    }
    // A lone continuation byte, a cut sequence, an overlong form, a surrogate, beyond U+10FFFF.
    #expect(error([0x61, 0x80])?.range == SourceRange(start: 1, end: 2))
    #expect(error([0x61, 0x20, 0xE6, 0x97])?.range == SourceRange(start: 2, end: 4))
    #expect(error([0xC0, 0xAF])?.range == SourceRange(start: 0, end: 1))
    #expect(error([0xED, 0xA0, 0x80])?.range == SourceRange(start: 0, end: 1))
    #expect(error([0xF4, 0x90, 0x80, 0x80])?.range == SourceRange(start: 0, end: 1))
    #expect(error([0x22, 0xFF, 0x22])?.id == "invalid-utf8")
    #expect(error([0x23, 0xFF])?.id == "invalid-utf8")
  }

  @Test func commandsAroundASyntaxErrorAreKept() {
    let results = ScriptParser().parse("a; b \"x; c\nd")
    #expect(results.count == 3)
    #expect((try? results[0].get())?.name.text == "a")
    #expect((try? results[1].get()) == nil)
    #expect((try? results[2].get())?.name.text == "d")
  }

  @Test func limitsHold() {
    func id(_ text: String) -> String? {
      if case .failure(let error)? = ScriptParser().parse(text).first { error.id } else { nil }
    }
    let most = String(repeating: "a ", count: SyntaxLimits.words)
    #expect(id(most) == nil)
    #expect(id(most + "a") == "too-many-words")
    let line = "a " + String(repeating: "b", count: SyntaxLimits.lineBytes - 2)
    #expect(id(line) == nil)
    #expect(id(line + "b") == "line-too-long")
    #expect(id(line + "\n" + line) == nil)
    #expect(id("#" + line) == "line-too-long")
  }

  @Test(arguments: [
    ("?", ["help"], "?"), ("? layer", ["help", "layer"], "?"), ("?layer", ["help", "layer"], "?"),
    ("layer ?", ["help", "layer"], "?"), ("layer?", ["help", "layer"], "?"),
    ("data load ?", ["help", "data", "load"], "?"),
  ]) func questionsAskForHelp(_ text: String, _ expected: [String], _ mark: String) throws {
    let command = try only(text)
    #expect([command.name.text] + command.words.map(\.text) == expected)
    #expect(command.isHelpQuestion)
    #expect(part(text, command.name.range) == mark)
    for word in command.words { #expect(part(text, word.range) == word.text) }
  }

  @Test func quotedQuestionMarksAreText() throws {
    #expect(try !only("layer \"?\"").isHelpQuestion)
    #expect(try !only("history what?").isHelpQuestion)
  }

  @Test(arguments: [
    ("a \\", true), ("a", false), ("a \\\r", true), ("a \\ ", false), ("# a \\", false),
    ("a # b \\", false), ("a b#c \\", true), ("a \"x \\", true), ("a \"# \\", true),
    ("a \"x\\\" # \\", true), ("a \"x\\\\\" # \\", false), ("a \\\nb", false), ("a \\\nb \\", true),
    ("a \"x\\\n# y\\", true), ("", false), ("\\", true), ("a\u{A0}# \\", false),
  ]) func knowsWhenALineGoesOn(_ text: String, _ expected: Bool) {
    var scanner = ContinuationScanner()
    let answers = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { scanner.endsInContinuation(String($0)) }
    #expect(answers.last == expected)
  }

  @Test func shiftedSyntaxIsThatOfLaterText() throws {
    let line = "layer 4 \"a b\" dropout=0.1"
    let later = try #require(ScriptParser().parse("é;" + line).last).get()
    #expect(try only(line).shifted(by: 3) == later)
    let error = Diagnostic(id: "x", message: "y", range: SourceRange(start: 1, end: 2))
    #expect(error.shifted(by: 3).range == SourceRange(start: 4, end: 5))
  }

  @Test func wordsReadBackAsWritten() throws {
    var generator = SeededGenerator(seed: 7)
    let pool: [Character] = [
      "a", "Z", "0", "=", " ", "\"", "\\", "#", ";", "?", "\t", "\n", "é", "日", "👩‍👧", "“", "\u{A0}",
      ".", "-", "e\u{301}",
    ]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...6, using: &generator)
      let text = String((0..<count).map { _ in pool.randomElement(using: &generator) ?? "a" })
      let line = "c \(Word.source(of: text)) n=\(Word.source(of: text)) d"
      let command = try only(line)
      #expect(command.arguments.count == 3, "\(line)")
      #expect(command.words.map(\.text) == [text, "d"], "\(line)")
      if case .option(let name, let value) = command.arguments[1] {
        #expect(name.text == "n" && value.text == text, "\(line)")
      } else {
        Issue.record("no option in \(line)")
      }
    }
  }

  @Test func anyBytesHaveAnAnswerWithRangesInside() {
    var generator = SeededGenerator(seed: 11)
    let pieces: [[UInt8]] = [
      Array("layer ".utf8), Array("=".utf8), Array("\"".utf8), Array("\\".utf8), Array("\n".utf8),
      Array(";".utf8), Array("#".utf8), Array("é".utf8), Array("👩‍👧".utf8), Array("?".utf8),
      [0x80], [0xE6, 0x97], [0xF0], [0x00], [0x0D], [0x1B], [0xEF, 0xBB, 0xBF], Array(" ".utf8),
    ]
    for _ in 0..<20_000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        bytes += pieces.randomElement(using: &generator) ?? []
        if Int.random(in: 0..<8, using: &generator) == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &generator))
        }
      }
      for result in ScriptParser().parse(utf8: bytes) { check(result, bytes) }
      _ = splitLogicalLines(bytes)
    }
  }

  /// Ranges lie inside, and what a command covers is whole characters.
  private func check(_ result: Result<CommandSyntax, Diagnostic>, _ bytes: [UInt8]) {
    func isInside(_ range: SourceRange) -> Bool {
      0 <= range.start && range.start <= range.end && range.end <= bytes.count
    }
    func isWhole(_ range: SourceRange) -> Bool {
      isInside(range) && firstInvalidUTF8(in: Array(bytes[range.start..<range.end])) == nil
    }
    switch result {
    case .failure(let error):
      #expect(error.range.map(isInside) == true, "\(bytes)")
      if error.id != "invalid-utf8" { #expect(error.range.map(isWhole) == true, "\(bytes)") }
    case .success(let command):
      #expect(isWhole(command.range) && isWhole(command.name.range), "\(bytes)")
      for argument in command.arguments { #expect(isWhole(argument.range), "\(bytes)") }
    }
  }
}

@Suite struct LogicalLineTests {
  @Test func continuationsAreOneLine() {
    let lines = splitLogicalLines(Array("\u{FEFF}a\nb \\\r\n  é c\n\n# x \\\nd \\".utf8))
    #expect(lines.map(\.line) == [1, 2, 4, 5, 6])
    #expect(lines.map(\.text) == ["a", "b \\\r\n  é c", "", "# x \\", "d \\"])
    #expect(lines[1].joined == "b    é c")
  }

  @Test func placesAreFoundInTheFile() {
    let line = splitLogicalLines(Array("a\nb \\\n  é cd".utf8))[1]
    let offset = line.text.utf8.count - 1
    #expect(line.position(of: 0) == (2, 1))
    #expect(line.position(of: offset) == (3, 6))
    #expect(line.position(of: 1000) == (3, 7))
    #expect(line.physicalLine(at: offset) == ("  é cd", 6))
    #expect(line.physicalLine(at: 0) == ("b \\", 0))
  }

  @Test func joiningChangesNoWord() throws {
    let line = splitLogicalLines(Array("a \\\nb \"x\\\ny\" \\\nc".utf8))
    #expect(line.count == 1)
    #expect(line[0].joined == "a  b \"xy\"  c")
    #expect(try only(line[0].joined).words.map(\.text) == only(line[0].text).words.map(\.text))
  }

  @Test func everyLineFeedEndsOneLine() {
    #expect(splitLogicalLines([]).isEmpty)
    #expect(splitLogicalLines(Array("a\n".utf8)).map(\.text) == ["a"])
    #expect(splitLogicalLines(Array("\n\n".utf8)).map(\.text) == ["", ""])
    #expect(splitLogicalLines([0x61, 0xFF, 0x0A]).first?.bytes == [0x61, 0xFF])
  }
}
