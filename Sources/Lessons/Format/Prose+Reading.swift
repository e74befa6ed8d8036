// Marks found in text. What stands between backquotes is code and stays as it is, and so does a brace that no letter
// follows.
import CommandLanguage

extension Prose {
  /// - Parameter range: of bytes of the source, the text's.
  init(_ source: LogicalLine, _ range: Range<Int>) throws(LessonFault) {
    self.init(pieces: [], source: source)
    do throws(Diagnostic) {
      pieces = try Self.pieces(of: source.bytes, range)
    } catch {
      throw LessonFault(error, source)
    }
  }

  init(_ source: LogicalLine) throws(LessonFault) {
    try self.init(source, 0..<source.bytes.count)
  }

  private static func pieces(
    of bytes: [UInt8], _ range: Range<Int>
  ) throws(Diagnostic) -> [Piece] {
    var pieces: [Piece] = []
    var (textStart, index) = (range.lowerBound, range.lowerBound)
    var isCode = false
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: "`") { isCode.toggle() }
      let mark = isCode ? nil : markRange(in: bytes, at: index, end: range.upperBound)
      guard let mark else {
        index += 1
        continue
      }
      if textStart < index { pieces.append(.text(text(textStart..<index))) }
      let source = SourceRange(start: mark.lowerBound, end: mark.upperBound)
      pieces.append(try piece(Word(text(mark), range: source)))
      index = mark.upperBound + 1
      textStart = index
    }
    if textStart < range.upperBound { pieces.append(.text(text(textStart..<range.upperBound))) }
    return pieces
  }

  /// What stands in braces here; nil where that is no mark.
  private static func markRange(in bytes: [UInt8], at index: Int, end: Int) -> Range<Int>? {
    guard bytes[index] == UInt8(ascii: "{"), index + 1 < end else { return nil }
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    guard letters.contains(bytes[index + 1] | 0x20) else { return nil }
    let close = bytes[index..<end].firstIndex { $0 == UInt8(ascii: "}") }
    return close.map { index + 1..<$0 }
  }

  /// - Parameter word: what stands between the braces.
  private static func piece(_ word: Word) throws(Diagnostic) -> Piece {
    let bytes = Array(word.text.utf8)
    let claim = "claim:"
    if word.lowercased.hasPrefix(claim) {
      let condition = word.part(claim.utf8.count..<bytes.count)
      return .claim(try FactCondition(condition), condition.trimmed)
    }
    if bytes.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }) {
      throw Diagnostic(
        id: "no-claim", message: "a condition in the text must say that it is a claim",
        range: word.range, suggestion: "`{claim: \(word.text)}`")
    }
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
      return .fact(try term(word.trimmed))
    }
    let written = word.part(equals + 1..<bytes.count).trimmed
    guard !written.text.isEmpty else {
      throw Diagnostic(
        id: "no-result", message: "what the run gives is missing behind the `=`",
        range: written.range, suggestion: "`{test_accuracy = 95.2%}`, or no `=`")
    }
    return .result(try term(word.part(0..<equals).trimmed), written: written)
  }

  private static func term(_ word: Word) throws(Diagnostic) -> FactTerm {
    do throws(Diagnostic) {
      return try FactTerm(try Assertion.Name(word))
    } catch {
      throw error.with(note: "braces that are no mark stand between backquotes")
    }
  }
}

extension Word {
  /// A part of its text given in bytes.
  func part(_ bytes: Range<Int>) -> Word {
    let text = String(decoding: Array(self.text.utf8)[bytes], as: UTF8.self)
    return Word(text, range: range(of: bytes))
  }

  /// Without the blanks and line ends around it.
  var trimmed: Word {
    let blanks = " \t\n".utf8
    let bytes = Array(text.utf8)
    let start = bytes.firstIndex { !blanks.contains($0) } ?? bytes.count
    let end = bytes.lastIndex { !blanks.contains($0) }.map { $0 + 1 } ?? start
    return part(start..<max(start, end))
  }
}

extension LogicalLine {
  /// All of it as a word.
  var word: Word { Word(text, range: SourceRange(start: 0, end: bytes.count)) }
}
