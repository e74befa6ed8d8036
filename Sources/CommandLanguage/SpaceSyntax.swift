// What a search is to try for one parameter, as written: `1..8`, `1e-4..1:log`, `0..1:step=0.1`,
// `relu|tanh`, `0.01,0.1,1`, or one fixed value. Which of these a parameter allows is decided where
// the parameter is known.

package enum SpaceSyntax: Equatable, Sendable {
  /// Both ends belong to the range and low < high. `bothIntegers`: the ends, and the step if there
  /// is one, are written as whole numbers.
  case range(low: Double, high: Double, log: Bool, step: Double?, bothIntegers: Bool)
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
    if text.utf8.contains(UInt8(ascii: "|")) {
      self = .choices(try SpaceSyntax.parts(of: word, at: "|"))
    } else if let (low, high) = TextPart.splitRange(text), SpaceSyntax.isRange(low, high) {
      self = try SpaceSyntax.parseRange(word, low: low, rest: high)
    } else if text.utf8.contains(UInt8(ascii: ",")) {
      self = .list(try SpaceSyntax.parts(of: word, at: ","))
    } else if let mark = text.firstIndex(of: ":"), NumberSyntax.isNumber(String(text[..<mark])) {
      throw Diagnostic(
        id: "bad-range", message: "\(shown(text)) is one value, not a range", range: word.range,
        suggestion: SpaceSyntax.colonRange(text, mark), notes: SpaceSyntax.forms)
    } else {
      self = .fixed(text)
    }
  }

  static let forms = [
    "a range: 1..8, 1e-4..1:log, 0..1:step=0.1", "choices: relu|tanh", "a list: 0.01,0.1,1",
  ]

  /// As it would be typed; reads back as the same space.
  package var text: String {
    switch self {
    case .range(let low, let high, let log, let step, let bothIntegers):
      let parts = [low, high] + (step.map { [$0] } ?? [])
      // A range over reals whose ends happen to be whole keeps its kind by a written point.
      let mark = !bothIntegers && parts.allSatisfy(\.isExactInteger) ? ".0" : ""
      let ends = NumberSyntax.text(of: low) + ".." + NumberSyntax.text(of: high)
      return ends + mark + (log ? ":log" : "")
        + (step.map { ":step=" + NumberSyntax.text(of: $0) } ?? "")
    case .choices(let items): return items.joined(separator: "|")
    case .list(let items): return items.joined(separator: ",")
    case .fixed(let item): return item
    }
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
      if let (low, high) = TextPart.splitRange(part.text), isRange(low, high) {
        throw Diagnostic(
          id: "mixed-space",
          message:
            "\(shown(part.text)) is a range among single values; a space is one or the other",
          range: range, notes: forms)
      }
      guard seen.insert(part.text).inserted else {
        throw Diagnostic(
          id: "repeated-value", message: "\(shown(part.text)) stands there twice", range: range)
      }
      parts.append(part.text)
    }
    return parts
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

extension SpaceSyntax {
  private struct End {
    var value: Double
    var isInteger: Bool
    var text: String
  }

  private static func parseRange(
    _ word: Word, low lowPart: TextPart, rest: TextPart
  ) throws(Diagnostic) -> SpaceSyntax {
    let pieces = TextPart.split(rest.text, at: ":", from: rest.range.lowerBound)
    guard let highPart = pieces.first else { throw incomplete(word, at: rest) }
    if highPart.text.hasPrefix("."), highPart.text.dropFirst().first?.isNumber == true,
      !lowPart.text.isEmpty, !lowPart.text.contains(".")
    {
      // `1...8` would otherwise read as the reversed range from 1 to .8; `.1...5` is meant so.
      let dots = (lowPart.range.upperBound)..<(highPart.range.lowerBound + 1)
      throw Diagnostic(
        id: "bad-range", message: "a range has two points", range: word.range(of: dots),
        suggestion: "`\(lowPart.text)..\(rest.text.dropFirst())`")
    }
    guard !lowPart.text.isEmpty else { throw incomplete(word, at: lowPart) }
    guard !highPart.text.isEmpty else { throw incomplete(word, at: highPart) }
    let low = try end(word, lowPart)
    let high = try end(word, highPart)
    var log = false
    var step: End?
    for piece in pieces.dropFirst() {
      if piece.text.lowercased() == "log" {
        log = true
      } else if piece.text.lowercased().hasPrefix("step=") {
        step = try end(
          word, TextPart(String(piece.text.dropFirst(5)), at: piece.range.lowerBound + 5))
        guard let step, step.value > 0 else {
          throw Diagnostic(
            id: "bad-step", message: "a step must be above 0", range: word.range(of: piece.range))
        }
      } else {
        throw Diagnostic(
          id: "unknown-range-part", message: "\(shown(piece.text)) is nothing a range can have",
          range: word.range(of: piece.range),
          suggestion: suggestRangePart(piece.text), notes: ["possible: :log, :step=0.1"])
      }
    }
    return try checked(word, low: low, high: high, log: log, step: step, highPart: highPart)
  }

  private static func checked(
    _ word: Word, low: End, high: End, log: Bool, step: End?, highPart: TextPart
  ) throws(Diagnostic) -> SpaceSyntax {
    let ends = word.range(of: 0..<highPart.range.upperBound)
    let suffix = String(
      decoding: word.text.utf8.dropFirst(highPart.range.upperBound), as: UTF8.self)
    guard low.value <= high.value else {
      throw Diagnostic(
        id: "reversed-range", message: "the range is reversed: \(low.text) is above \(high.text)",
        range: ends, suggestion: "`\(high.text)..\(low.text)\(suffix)`")
    }
    guard low.value < high.value else {
      throw Diagnostic(
        id: "empty-range", message: "both ends are \(low.text), so there is nothing to search",
        range: ends, suggestion: "`\(low.text)`")
    }
    if log, low.value <= 0 {
      let start =
        low.isInteger && high.isInteger && high.value > 1
        ? "1" : high.value > 1e-6 ? "1e-6" : NumberSyntax.text(of: high.value / 1e6)
      throw Diagnostic(
        id: "log-needs-positive", message: "log needs a range above 0",
        range: word.range(of: 0..<low.text.utf8.count),
        suggestion: high.value > 0 ? "`\(start)..\(high.text):log`" : nil)
    }
    if log, step != nil {
      throw Diagnostic(
        id: "log-with-step", message: "a range has either log or a step, not both",
        range: word.range(of: highPart.range.upperBound..<word.text.utf8.count),
        suggestion: "`\(low.text)..\(high.text):log`")
    }
    if let step, step.value > high.value - low.value {
      throw Diagnostic(
        id: "bad-step", message: "the step \(step.text) is longer than the range",
        range: word.range(of: highPart.range.upperBound..<word.text.utf8.count))
    }
    guard (high.value - low.value).isFinite else {
      throw Diagnostic(
        id: "number-too-large", message: "the range is too long to be searched", range: ends)
    }
    return .range(
      low: low.value, high: high.value, log: log, step: step?.value,
      bothIntegers: low.isInteger && high.isInteger && step?.isInteger != false)
  }

  private static func end(_ word: Word, _ part: TextPart) throws(Diagnostic) -> End {
    let value = try NumberSyntax.number(part.text, range: word.range(of: part.range))
    let isWritten = !part.text.contains(".") && !part.text.hasSuffix("%")
    let isInteger = value.isExactInteger && isWritten
    return End(value: value, isInteger: isInteger, text: part.text)
  }

  private static func incomplete(_ word: Word, at part: TextPart) -> Diagnostic {
    Diagnostic(
      id: "bad-range", message: "one end of the range is missing",
      range: word.range(of: part.range),
      notes: forms)
  }

  /// `1:8` was meant as `1..8`.
  private static func colonRange(_ text: String, _ mark: String.Index) -> String? {
    let high = String(text[text.index(after: mark)...])
    return NumberSyntax.isNumber(high) ? "`\(text[..<mark])..\(high)`" : nil
  }

  private static func suggestRangePart(_ text: String) -> String? {
    if NumberSyntax.isNumber(text) { return "`step=\(text)`" }
    return suggestions(
      for: text, among: ["log", "step=0.1"], synonyms: ["log10": "log", "ln": "log"]
    )
    .first.map { "`\($0)`" }
  }
}

extension Double {
  /// Whether it is a whole number no other one of which is rounded to it.
  var isExactInteger: Bool { self == rounded(.towardZero) && abs(self) < 0x1p53 }
}
