// Cuts UTF-8 bytes into words. Whatever the bytes are, there is an answer: words with their places,
// or a diagnostic that points at the bytes at fault.
import Text

/// How much one command may hold; beyond it the input is a mistake or an attack.
package enum SyntaxLimits {
  /// Bytes of a logical line.
  package static let lineBytes = 1 << 20
  /// Words of a command.
  package static let words = 4096
}

struct Lexer {
  enum Token {
    case word(LexedWord)
    /// `;`, a line feed, or the end of the bytes.
    case end(isLast: Bool)
  }

  struct LexedWord {
    var word: Word
    /// The option's two sides when the word has a bare identifier before its first `=`.
    var option: (name: Word, value: Word)?

    var argument: ArgumentSyntax {
      option.map { .option(name: $0.name, value: $0.value) } ?? .word(word)
    }
  }

  private let bytes: [UInt8]
  private(set) var index: Int
  private var lineStart: Int
  /// Whether the bytes end inside a comment.
  private(set) var endsInComment = false
  /// Those it has passed, from their `#` to the line's end.
  private(set) var comments: [SourceRange] = []

  init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    index = start
    lineStart = start
    // A byte order mark at the very start says nothing in UTF-8.
    if start == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  /// The next word or the end of a command. After an error, `skipLine` finds a place to go on from.
  mutating func next() throws(Diagnostic) -> Token {
    try skipBlanks()
    guard index < bytes.count else { return .end(isLast: true) }
    switch bytes[index] {
    case UInt8(ascii: ";"):
      index += 1
      return .end(isLast: false)
    case UInt8(ascii: "\n"):
      index += 1
      lineStart = index
      return .end(isLast: false)
    default:
      return .word(try word())
    }
  }

  /// Goes to the start of the next line.
  mutating func skipLine() {
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
    if index < bytes.count { index += 1 }
    lineStart = index
  }

  /// All that is left of the line as one word, whatever it is made of; nil where there is nothing, or a help question.
  mutating func restOfLine() throws(Diagnostic) -> LexedWord? {
    while index < bytes.count, [UInt8(ascii: " "), UInt8(ascii: "\t")].contains(bytes[index]) {
      index += 1
    }
    let start = index
    var end = start
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
      if bytes[index] == UInt8(ascii: "\r"), isLineEnd(index + 1) { break }
      if bytes[index] >= 0x80 {
        let (scalar, length) = try scalar()
        index += length
        if !isBlank(scalar) { end = index }
      } else if bytes[index] != UInt8(ascii: "\t"), isForbidden(bytes[index]) {
        throw controlCharacter(at: index, length: 1, value: UInt32(bytes[index]))
      } else {
        index += 1
        if bytes[index - 1] != UInt8(ascii: " ") { end = index }
      }
      try checkLineLength()
    }
    guard end > start else { return nil }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return LexedWord(
      word: Word(text, range: SourceRange(start: start, end: end), isQuoted: text != "?"),
      option: nil)
  }

  // MARK: between words

  private mutating func skipBlanks() throws(Diagnostic) {
    while index < bytes.count {
      if let length = continuationLength(at: index) {
        index += length
        continue
      }
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): index += 1
      case UInt8(ascii: "\r") where isLineEnd(index + 1): index += 1
      case UInt8(ascii: "#"): try skipComment()
      case 0x80...:
        let (scalar, length) = try scalar()
        guard isBlank(scalar) else { return }
        index += length
      default: return
      }
      try checkLineLength()
    }
  }

  private mutating func skipComment() throws(Diagnostic) {
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
      // Comments are shown in listings, so they too have to be text.
      if bytes[index] >= 0x80 {
        index += try scalar().length
      } else if isForbidden(bytes[index]), !(bytes[index] == 0x0D && isLineEnd(index + 1)) {
        throw controlCharacter(at: index, length: 1, value: UInt32(bytes[index]))
      } else {
        index += 1
      }
      try checkLineLength()
    }
    endsInComment = index >= bytes.count
    comments.append(SourceRange(start: start, end: index))
  }

  private func isLineEnd(_ at: Int) -> Bool {
    at >= bytes.count || bytes[at] == UInt8(ascii: "\n")
  }

  /// The bytes of a `\` and the line's end after it, or nil when there is no such thing.
  private func continuationLength(at start: Int) -> Int? {
    guard bytes[start] == UInt8(ascii: "\\") else { return nil }
    if start + 1 >= bytes.count { return 1 }
    if bytes[start + 1] == UInt8(ascii: "\n") { return 2 }
    guard bytes[start + 1] == UInt8(ascii: "\r"), isLineEnd(start + 2) else { return nil }
    return start + 2 < bytes.count ? 3 : 2
  }

  // MARK: words

  private mutating func word() throws(Diagnostic) -> LexedWord {
    let start = index
    var text: [UInt8] = []
    var isQuoted = false
    var equals: (offset: Int, index: Int)?
    scan: while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "\n"):
        break scan
      case UInt8(ascii: "\r") where isLineEnd(index + 1):
        break scan
      case UInt8(ascii: "\\") where continuationLength(at: index) != nil:
        break scan
      case UInt8(ascii: "\""):
        isQuoted = true
        try quoted(into: &text)
      case 0x80...:
        let (scalar, length) = try scalar()
        if isBlank(scalar) { break scan }
        try refuseCurlyQuote(scalar, length: length)
        text += bytes[index..<(index + length)]
        index += length
      default:
        if isForbidden(byte) { throw controlCharacter(at: index, length: 1, value: UInt32(byte)) }
        if byte == UInt8(ascii: "="), equals == nil, !isQuoted { equals = (text.count, index) }
        text.append(byte)
        index += 1
      }
      try checkLineLength()
    }
    return lexed(text, from: start, isQuoted: isQuoted, equals: equals)
  }

  private func lexed(
    _ text: [UInt8], from start: Int, isQuoted: Bool, equals: (offset: Int, index: Int)?
  ) -> LexedWord {
    let word = Word(
      String(decoding: text, as: UTF8.self), range: SourceRange(start: start, end: index),
      isQuoted: isQuoted)
    guard let equals else { return LexedWord(word: word, option: nil) }
    let name = String(decoding: text[..<equals.offset], as: UTF8.self)
    guard isIdentifier(name) else { return LexedWord(word: word, option: nil) }
    let value = String(decoding: text[(equals.offset + 1)...], as: UTF8.self)
    return LexedWord(
      word: word,
      option: (
        Word(name, range: SourceRange(start: start, end: equals.index)),
        Word(
          value, range: SourceRange(start: equals.index + 1, end: index), isQuoted: isQuoted)
      ))
  }

  /// From an opening quote past the closing one.
  private mutating func quoted(into text: inout [UInt8]) throws(Diagnostic) {
    let open = index
    index += 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return
      case UInt8(ascii: "\\"):
        try escape(into: &text, open: open)
      case 0x80...:
        let length = try scalar().length
        text += bytes[index..<(index + length)]
        index += length
      case UInt8(ascii: "\r") where isLineEnd(index + 1):
        throw unclosedQuote(open)
      default:
        if isForbidden(byte) { throw controlCharacter(at: index, length: 1, value: UInt32(byte)) }
        text.append(byte)
        index += 1
      }
      try checkLineLength()
    }
    throw unclosedQuote(open)
  }

  private mutating func escape(into text: inout [UInt8], open: Int) throws(Diagnostic) {
    if let length = continuationLength(at: index) {
      guard index + length < bytes.count else { throw unclosedQuote(open) }
      index += length
      return
    }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
    case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
    default:
      let start = index
      index += 1
      let length = bytes[index] < 0x80 ? 1 : try scalar().length
      let end = isForbidden(bytes[index]) ? index : index + length
      throw Diagnostic(
        id: "unknown-escape", message: "this escape is not one of \\\" \\\\ \\n \\t",
        range: SourceRange(start: start, end: end), suggestion: "`\\\\` for a `\\` itself")
    }
    index += 2
  }

  private func unclosedQuote(_ open: Int) -> Diagnostic {
    Diagnostic(
      id: "unclosed-quote", message: "this quote is not closed",
      range: SourceRange(start: open, end: open + 1), suggestion: "a `\"` at the end of the text")
  }

  private func refuseCurlyQuote(_ scalar: Unicode.Scalar, length: Int) throws(Diagnostic) {
    guard ["\u{201C}", "\u{201D}", "\u{201E}"].contains(scalar) else { return }
    throw Diagnostic(
      id: "curly-quote", message: "curly quotes do not quote",
      range: SourceRange(start: index, end: index + length), suggestion: "straight quotes: \"…\"")
  }

  // MARK: bytes

  private func isForbidden(_ byte: UInt8) -> Bool {
    (byte < 0x20 && byte != UInt8(ascii: "\t") && byte != UInt8(ascii: "\n")) || byte == 0x7F
  }

  private func checkLineLength() throws(Diagnostic) {
    guard index - lineStart > SyntaxLimits.lineBytes else { return }
    throw Diagnostic(
      id: "line-too-long", message: "the line is longer than 1 MiB",
      range: SourceRange(at: lineStart))
  }

  /// The scalar at the index, which is not ASCII.
  private func scalar() throws(Diagnostic) -> (scalar: Unicode.Scalar, length: Int) {
    switch decodeScalar(bytes, at: index) {
    case .scalar(let scalar, let length):
      if (0x80...0x9F).contains(scalar.value) {
        throw controlCharacter(at: index, length: length, value: scalar.value)
      }
      return (scalar, length)
    case .invalid(let length):
      throw Diagnostic(
        id: "invalid-utf8", message: "the text is not UTF-8 here",
        range: SourceRange(start: index, end: index + length))
    }
  }

  private func controlCharacter(at start: Int, length: Int, value: UInt32) -> Diagnostic {
    let digits = String(value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return Diagnostic(
      id: "control-character", message: "the control character \(name) cannot be in a command",
      range: SourceRange(start: start, end: start + length))
  }
}

/// Whether text can be the name of an option: a letter or `_`, then letters, digits, `_`, `-` and
/// points. Points let the columns of data files be named.
func isIdentifier(_ text: String) -> Bool {
  guard let first = text.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else {
    return false
  }
  return text.unicodeScalars.allSatisfy { scalar in
    scalar == "_" || scalar == "-" || scalar == "." || ("0"..."9").contains(scalar)
      || scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
  }
}
