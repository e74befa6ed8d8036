// What a search is to try for one parameter, as written: `1..8`, `1e-4..1:log`, `0..1:step=0.1`,
// `relu|tanh`, `0.01,0.1,1`, or one fixed value. Which of these a parameter allows is decided where
// the parameter is known; what may stand behind them is AxisSyntax's.

package enum SpaceSyntax: Equatable, Sendable {
  /// Both ends belong to the range and low < high. `integers`: only whole numbers, as `:int` says;
  /// ends and step then are whole.
  case range(low: Double, high: Double, log: Bool, step: Double?, integers: Bool)
  /// At least two, without order.
  case choices([String])
  /// At least two, in the order written.
  case list([String])
  case fixed(String)

  package init(_ word: Word) throws(Diagnostic) {
    let text = word.text
    guard !text.isEmpty else {
      throw Diagnostic(
        id: "empty-space", message: "there is nothing to search here", range: word.range,
        notes: SpaceSyntax.forms)
    }
    let separator = SpaceSyntax.separator(text)
    if separator == "|" {
      self = .choices(try SpaceSyntax.parts(of: word, at: "|"))
    } else if let (low, high) = SpaceSyntax.ends(text) {
      self = try SpaceSyntax.parseRange(word, low: low, rest: high)
    } else if separator == "," {
      self = .list(try SpaceSyntax.parts(of: word, at: ","))
    } else {
      try SpaceSyntax.refuseEnding(of: TextPart(text, at: 0), in: word)
      self = .fixed(text)
    }
  }

  static let forms = [
    "a range: 1..8, 1e-4..1:log, 0..1:step=0.1", "choices: relu|tanh", "a list: 0.01,0.1,1",
  ]

  /// As it would be typed; reads back as the same space.
  package var text: String {
    switch self {
    case .range(let low, let high, let log, let step, let integers):
      NumberSyntax.text(of: low) + ".." + NumberSyntax.text(of: high)
        + (integers ? ":int" : "") + (log ? ":log" : "")
        + (step.map { ":step=" + NumberSyntax.text(of: $0) } ?? "")
    case .choices(let items): items.joined(separator: "|")
    case .list(let items): items.joined(separator: ",")
    case .fixed(let item): item
    }
  }

  /// The values named by a word that is a space, each where it stands: the ends of a range, the
  /// choices, the fixed value.
  package static func values(of word: Word) -> [Word] {
    func part(_ part: TextPart) -> Word {
      Word(part.text, range: word.range(of: part.range), isQuoted: word.isQuoted)
    }
    guard separator(word.text) != "|" else {
      return TextPart.split(word.text, at: "|").map(part)
    }
    if let (low, rest) = ends(word.text) {
      let high = TextPart.split(rest.text, at: ":", from: rest.range.lowerBound)
      return [low, high.first ?? rest].map(part)
    }
    return TextPart.split(word.text, at: ",").map(part)
  }

  /// What stands behind the ends of a range: `:step=0.1`.
  package static func ending(of word: Word) -> SourceRange {
    let end = word.text.utf8.count
    guard let (_, rest) = ends(word.text),
      let high = TextPart.split(rest.text, at: ":", from: rest.range.lowerBound).first
    else { return word.range }
    return word.range(of: high.range.upperBound..<end)
  }

  private static func separator(_ text: String) -> Unicode.Scalar? {
    if text.utf8.contains(UInt8(ascii: "|")) { return "|" }
    return text.utf8.contains(UInt8(ascii: ",")) ? "," : nil
  }

  private static func ends(_ text: String) -> (low: TextPart, high: TextPart)? {
    TextPart.splitRange(text).flatMap { isRange($0.low, $0.high) ? $0 : nil }
  }

  /// Pieces that must neither be empty nor stand twice.
  private static func parts(
    of word: Word, at separator: Unicode.Scalar
  ) throws(Diagnostic) -> [String] {
    var seen: Set<String> = []
    var parts: [String] = []
    for part in TextPart.split(word.text, at: separator) {
      let range = word.range(of: part.range)
      guard !part.text.isEmpty else {
        throw Diagnostic(
          id: "empty-part", message: "a value is missing beside the `\(separator)`", range: range)
      }
      if ends(part.text) != nil {
        throw Diagnostic(
          id: "mixed-space",
          message:
            "\(shown(part.text)) is a range among single values; a space is one or the other",
          range: range, notes: forms)
      }
      try refuseEnding(of: part, in: word)
      guard seen.insert(part.text).inserted else {
        throw Diagnostic(
          id: "repeated-value", message: "\(shown(part.text)) stands there twice", range: range)
      }
      parts.append(part.text)
    }
    return parts
  }

  /// `relu|tanh:log`, `0.1:int` and `1:8`: what only a range can have.
  private static func refuseEnding(of part: TextPart, in word: Word) throws(Diagnostic) {
    guard let colon = part.text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return }
    let head = String(part.text[..<colon])
    let tail = String(part.text[part.text.index(after: colon)...])
    let start = part.range.lowerBound + head.utf8.count
    let ending = tail.lowercased()
    if ["log", "int"].contains(ending) || ending.hasPrefix("step=") {
      throw Diagnostic(
        id: "ending-without-range",
        message: "\(shown(":" + tail)) is for ranges; this is no range",
        range: word.range(of: start..<part.range.upperBound), notes: forms)
    }
    // Among choices `4:3` may be meant so.
    guard part.text == word.text, NumberSyntax.isNumber(head) else { return }
    throw Diagnostic(
      id: "bad-range", message: "\(shown(part.text)) is one value, not a range",
      range: word.range(of: part.range),
      // `1:8` was meant as `1..8`.
      suggestion: NumberSyntax.isNumber(tail) ? "`\(head)..\(tail)`" : nil, notes: forms)
  }

  /// Paths such as `../x` have two points too; a range has something like a number beside them.
  private static func isRange(_ low: TextPart, _ high: TextPart) -> Bool {
    func isNumeric(_ text: Substring) -> Bool {
      guard let first = text.first(where: { $0 != "-" && $0 != "+" && $0 != "." }) else {
        return false
      }
      return first.isASCII && first.isNumber
    }
    if low.text.isEmpty { return isNumeric(high.text[...]) }
    return isNumeric(low.text[...])
      || (isNumeric(high.text[...]) && !low.text.contains("/"))
  }
}
