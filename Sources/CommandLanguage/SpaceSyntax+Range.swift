// Reading a range: two ends, then `:log`, `:int` and `:step=…` in any order. Everything that can be
// wrong with it is told apart here, where the bytes at fault are known.

extension SpaceSyntax {
  private struct End {
    var value: Double
    /// Whether it is written as a whole number.
    var isWhole: Bool
    var text: String
  }

  /// What stands behind the ends.
  private struct Ending {
    var log = false
    var integers = false
    var step: End?
    var stepRange: SourceRange?
  }

  static func parseRange(
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
    let ending = try ending(Array(pieces.dropFirst()), of: word)
    if ending.integers {
      for part in [lowPart, highPart] { try checkWhole(part, in: word) }
    }
    try check(word, low: low, high: high, ending, highPart: highPart)
    return .range(
      low: low.value, high: high.value, log: ending.log, step: ending.step?.value,
      integers: ending.integers)
  }

  private static func ending(
    _ pieces: [TextPart], of word: Word
  ) throws(Diagnostic) -> Ending {
    var ending = Ending()
    for piece in pieces {
      let (text, range) = (piece.text.lowercased(), word.range(of: piece.range))
      let isRepeated: Bool
      switch text {
      case "log":
        isRepeated = ending.log
        ending.log = true
      case "int":
        isRepeated = ending.integers
        ending.integers = true
      case _ where text.hasPrefix("step="):
        isRepeated = ending.step != nil
        let part = TextPart(String(piece.text.dropFirst(5)), at: piece.range.lowerBound + 5)
        let step = try end(word, part)
        guard step.value > 0 else {
          throw Diagnostic(id: "bad-step", message: "a step must be above 0", range: range)
        }
        (ending.step, ending.stepRange) = (step, word.range(of: part.range))
      default:
        throw Diagnostic(
          id: "unknown-range-part",
          message: text.isEmpty
            ? "nothing stands after the `:`" : "\(shown(piece.text)) is nothing a range can have",
          range: range, suggestion: suggestRangePart(piece.text),
          notes: ["possible: :log, :int, :step=0.1"])
      }
      guard !isRepeated else {
        throw Diagnostic(
          id: "repeated-range-part", message: "\(shown(piece.text)) is one too many", range: range)
      }
    }
    if ending.integers, let step = ending.step, let range = ending.stepRange {
      _ = try NumberSyntax.integer(Word(step.text, range: range))
    }
    return ending
  }

  private static func checkWhole(_ part: TextPart, in word: Word) throws(Diagnostic) {
    _ = try NumberSyntax.integer(Word(part.text, range: word.range(of: part.range)))
  }

  private static func check(
    _ word: Word, low: End, high: End, _ ending: Ending, highPart: TextPart
  ) throws(Diagnostic) {
    let ends = word.range(of: 0..<highPart.range.upperBound)
    let suffixRange = word.range(of: highPart.range.upperBound..<word.text.utf8.count)
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
    if ending.log, low.value <= 0 {
      throw Diagnostic(
        id: "log-needs-positive", message: "log needs a range above 0",
        range: word.range(of: 0..<low.text.utf8.count),
        suggestion: lowestOfLog(low, high, ending).map { "`\($0)..\(high.text)\(suffix)`" })
    }
    if ending.log, ending.step != nil {
      throw Diagnostic(
        id: "log-with-step", message: "a range has either log or a step, not both",
        range: suffixRange,
        suggestion: "`\(low.text)..\(high.text)\(ending.integers ? ":int" : ""):log`")
    }
    if let step = ending.step, step.value > high.value - low.value {
      throw Diagnostic(
        id: "bad-step", message: "the step \(step.text) is longer than the range",
        range: suffixRange)
    }
    guard (high.value - low.value).isFinite else {
      throw Diagnostic(
        id: "number-too-large", message: "the range is too long to be searched", range: ends)
    }
  }

  /// Where a log range to this end might begin; nil where none can.
  private static func lowestOfLog(_ low: End, _ high: End, _ ending: Ending) -> String? {
    if low.isWhole && high.isWhole && high.value > 1 { return "1" }
    guard high.value > 0, !ending.integers else { return nil }
    return high.value > 1e-6 ? "1e-6" : NumberSyntax.text(of: high.value / 1e6)
  }

  private static func end(_ word: Word, _ part: TextPart) throws(Diagnostic) -> End {
    let value = try NumberSyntax.number(part.text, range: word.range(of: part.range))
    let isWritten = !part.text.contains(".") && !part.text.hasSuffix("%")
    return End(value: value, isWhole: value.isExactInteger && isWritten, text: part.text)
  }

  private static func incomplete(_ word: Word, at part: TextPart) -> Diagnostic {
    Diagnostic(
      id: "bad-range", message: "one end of the range is missing",
      range: word.range(of: part.range), notes: forms)
  }

  private static func suggestRangePart(_ text: String) -> String? {
    if NumberSyntax.isNumber(text) { return "`step=\(text)`" }
    return suggestions(
      for: text, among: ["log", "int", "step=0.1"],
      synonyms: ["log10": "log", "ln": "log", "integer": "int", "whole": "int"]
    )
    .first.map { "`\($0)`" }
  }
}

extension Double {
  /// Whether it is a whole number no other one of which is rounded to it.
  fileprivate var isExactInteger: Bool { self == rounded(.towardZero) && abs(self) < 0x1p53 }
}
