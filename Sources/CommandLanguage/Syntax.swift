// What the parser makes of a line: words with their places, sorted into a name, plain arguments and
// `key=value` options. Nothing here knows which commands there are.

/// One word with its quotes removed and its escapes resolved.
package struct Word: Hashable, Sendable {
  package var text: String
  /// The word as typed, quotes included.
  package var range: SourceRange
  package var isQuoted: Bool

  package init(_ text: String, range: SourceRange, isQuoted: Bool = false) {
    self.text = text
    self.range = range
    self.isQuoted = isQuoted
  }

  /// The range in the source of a part of the text given in UTF-8 offsets, for carets inside a
  /// word. Inside quotes the offsets no longer agree with the source, so there it is the whole
  /// word.
  package func range(of part: Range<Int>) -> SourceRange {
    guard !isQuoted, text.utf8.count == range.length else { return range }
    return SourceRange(start: range.start + part.lowerBound, end: range.start + part.upperBound)
  }

  package var lowercased: String { text.lowercased() }
}

extension Word {
  /// The text as it has to be typed to be read back as this one word: bare where that works, else
  /// quoted.
  package static func source(of text: String) -> String {
    needsQuotes(text) ? quoted(text) : text
  }

  /// Always quoted, with `"`, `\`, line feeds and tabs escaped.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Whether bare text would be read as something else: several words, an option, a comment, a help
  /// question.
  package static func needsQuotes(_ text: String) -> Bool {
    if text.isEmpty || text.hasPrefix("#") || text.hasPrefix("?") || text.hasSuffix("?") {
      return true
    }
    if text.hasSuffix("\\") { return true }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", ";", "=", "\n", "\r", "\t", " ", "\u{201C}", "\u{201D}", "\u{201E}", "\u{FEFF}":
        return true
      default:
        if isBlank(scalar) { return true }
      }
    }
    return false
  }
}

/// One argument of a command.
package enum ArgumentSyntax: Hashable, Sendable {
  case word(Word)
  /// `name=value`. The value may be empty; its range then is the place after the `=`.
  case option(name: Word, value: Word)

  package var range: SourceRange {
    switch self {
    case .word(let word): word.range
    case .option(let name, let value): name.range.union(value.range)
    }
  }
}

/// One command as typed.
package struct CommandSyntax: Hashable, Sendable {
  package var name: Word
  package var arguments: [ArgumentSyntax]
  /// From the first byte of the name to the last byte of the last argument.
  package var range: SourceRange
  /// The command as it stands in the source, without the separators around it.
  package var text: String
  /// True when it was asked with a `?`: `?`, `layer ?`, `layer?` and `?layer` all read as the help
  /// command.
  package var isHelpQuestion: Bool

  package init(
    name: Word, arguments: [ArgumentSyntax], range: SourceRange, text: String,
    isHelpQuestion: Bool = false
  ) {
    self.name = name
    self.arguments = arguments
    self.range = range
    self.text = text
    self.isHelpQuestion = isHelpQuestion
  }

  /// The arguments that are not options.
  package var words: [Word] {
    arguments.compactMap { argument in
      if case .word(let word) = argument { word } else { nil }
    }
  }

  /// The same syntax for text that stands `offset` bytes further on.
  package func shifted(by offset: Int) -> CommandSyntax {
    func moved(_ word: Word) -> Word {
      var word = word
      word.range = word.range.shifted(by: offset)
      return word
    }
    var copy = self
    copy.name = moved(name)
    copy.range = range.shifted(by: offset)
    copy.arguments = arguments.map { argument in
      switch argument {
      case .word(let word): .word(moved(word))
      case .option(let name, let value): .option(name: moved(name), value: moved(value))
      }
    }
    return copy
  }
}

/// Whether a scalar separates words. Blanks that come along when text is pasted from a page count
/// too.
func isBlank(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x20, 0x09, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
  default: false
  }
}

extension CommandSyntax {
  /// The command as typed but for one option, which gets this value: where it stands, or else before a
  /// word, or at the end.
  ///
  /// - Parameter word: before which an option is put that is not there yet.
  package func with(option name: String, _ value: String, before word: Word? = nil) -> String {
    let bytes = Array(text.utf8)
    let limit = word?.range.start ?? range.end
    let written = "\(name)=\(value)"
    for case .option(let found, let old) in arguments where found.lowercased == name {
      let place = found.range.union(old.range)
      return String(decoding: bytes[..<(place.start - range.start)], as: UTF8.self) + written
        + String(decoding: bytes[(place.end - range.start)...], as: UTF8.self)
    }
    guard word != nil else { return "\(text) \(written)" }
    return String(decoding: bytes[..<(limit - range.start)], as: UTF8.self) + written + " "
      + String(decoding: bytes[(limit - range.start)...], as: UTF8.self)
  }
}

extension [Word] {
  /// From the first word's first byte to the last word's last.
  package var span: SourceRange? {
    guard let first, let last else { return nil }
    return first.range.union(last.range)
  }
}
