// One axis of a search as written: a space, and behind it `:each` for one axis a layer, and
// `:if=NAME=VALUE|VALUE` for an axis that only matters while another one has certain values.

package struct AxisSyntax: Equatable, Sendable {
  /// `if=optimizer=momentum|nesterov`
  package struct Condition: Equatable, Sendable {
    package var name: Word
    package var values: [Word]
  }

  package var space: SpaceSyntax
  /// The part of the word that is the space, for carets.
  package var spaceWord: Word
  /// Where `each` stands, if it does.
  package var each: SourceRange?
  package var condition: Condition?

  package init(_ word: Word) throws(Diagnostic) {
    let pieces = TextPart.split(word.text, at: ":")
    let first = pieces.indices.dropFirst().first { Self.begins(pieces[$0].text) }
    guard let first else {
      spaceWord = word
      space = try Self.space(word)
      return
    }
    let end = pieces[first].range.lowerBound - 1
    spaceWord = Word(
      String(decoding: word.text.utf8.prefix(end), as: UTF8.self),
      range: word.range(of: 0..<end), isQuoted: word.isQuoted)
    space = try Self.space(spaceWord)
    for piece in pieces[first...] { try read(piece, in: word) }
  }

  /// Whether this is one of the parts that only an axis has.
  private static func begins(_ text: String) -> Bool {
    let text = text.lowercased()
    return text == "each" || text == "if" || text.hasPrefix("if=")
  }

  /// A space whose misspelt endings may have been meant as an axis's.
  private static func space(_ word: Word) throws(Diagnostic) -> SpaceSyntax {
    do {
      return try SpaceSyntax(word)
    } catch {
      guard error.id == "unknown-range-part" else { throw error }
      var amended = error
      amended.notes = ["possible: :log, :int, :step=0.1, :each, :if=NAME=VALUE"]
      let typed = TextPart.split(word.text, at: ":").first {
        word.range(of: $0.range) == error.range
      }
      if let typed, suggestions(for: typed.text, among: ["each"]).first != nil {
        amended.suggestion = "`each`"
      }
      throw amended
    }
  }

  private mutating func read(_ piece: TextPart, in word: Word) throws(Diagnostic) {
    let (text, range) = (piece.text.lowercased(), word.range(of: piece.range))
    if text == "each" {
      guard each == nil else { throw Self.repeated(piece, range) }
      each = range
    } else if Self.begins(piece.text) {
      guard condition == nil else { throw Self.repeated(piece, range) }
      condition = try Self.condition(piece, in: word)
    } else if text == "log" || text == "int" || text.hasPrefix("step=") {
      let length = spaceWord.text.utf8.count
      let between = word.text.utf8.dropFirst(length).prefix(piece.range.lowerBound - 1 - length)
      throw Diagnostic(
        id: "misplaced-range-part",
        message: "\(shown(piece.text)) belongs to the range, before `each` and `if`", range: range,
        suggestion:
          "`\(spaceWord.text):\(piece.text)\(String(decoding: between, as: UTF8.self))`")
    } else {
      throw Diagnostic(
        id: "unknown-axis-part",
        message: text.isEmpty
          ? "nothing stands after the `:`" : "\(shown(piece.text)) is nothing an axis can have",
        range: range, suggestion: suggestions(for: text, among: ["each"]).first.map { "`\($0)`" },
        notes: ["possible: :each, :if=NAME=VALUE"])
    }
  }

  private static func repeated(_ piece: TextPart, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      id: "repeated-axis-part", message: "\(shown(piece.text)) is one too many", range: range)
  }

  private static func condition(
    _ piece: TextPart, in word: Word
  ) throws(Diagnostic) -> Condition {
    func part(_ part: TextPart) -> Word {
      Word(part.text, range: word.range(of: part.range), isQuoted: word.isQuoted)
    }
    func malformed(_ part: TextPart, _ message: String) -> Diagnostic {
      Diagnostic(
        id: "bad-condition", message: message, range: word.range(of: part.range),
        notes: ["a condition: :if=optimizer=momentum|nesterov"])
    }
    let sides = TextPart.split(piece.text, at: "=", from: piece.range.lowerBound)
    guard sides.count > 2 else { throw malformed(piece, "a condition needs a name and a value") }
    let name = sides[1]
    guard isIdentifier(name.text) else {
      throw malformed(
        name, name.text.isEmpty ? "a name is missing" : "\(shown(name.text)) is no name")
    }
    guard sides.count == 3 else { throw malformed(sides[3], "one `=` is too many") }
    let list = sides[2]
    let separator: Unicode.Scalar = list.text.contains("|") ? "|" : ","
    var values: [Word] = []
    for item in TextPart.split(list.text, at: separator, from: list.range.lowerBound) {
      guard !item.text.isEmpty else { throw malformed(item, "a value is missing") }
      guard !values.contains(where: { $0.text == item.text }) else {
        throw Diagnostic(
          id: "repeated-value", message: "\(shown(item.text)) stands there twice",
          range: word.range(of: item.range))
      }
      values.append(part(item))
    }
    return Condition(name: part(name), values: values)
  }
}

extension AxisSyntax {
  /// As it would be typed; reads back as the same axis.
  package var text: String {
    space.text + (each == nil ? "" : ":each") + (condition.map { ":if=\($0.text)" } ?? "")
  }
}

extension AxisSyntax.Condition {
  /// `optimizer=momentum|nesterov`
  package var text: String { name.text + "=" + values.map(\.text).joined(separator: "|") }
}
