// How numbers are written: `3`, `0.03`, `3e-2`, `25%`, `-1`, `.5`. A grammar of our own, because
// the library's would also take `nan`, `inf` and `0x10`, and because a mistake should be answered
// with what would be right.

package enum NumberSyntax {
  /// The number a word is, always finite; percentages are divided by 100 exactly as if written out.
  ///
  /// - Parameter suggestsZero: whether 0 would do where it is too close to 0.
  package static func number(
    _ word: Word, suggestsZero: Bool = true
  ) throws(Diagnostic) -> Double {
    try number(word.text, range: word.range, suggestsZero: suggestsZero)
  }

  static func number(
    _ text: String, range: SourceRange, suggestsZero: Bool = true
  ) throws(Diagnostic) -> Double {
    guard let scan = Scan(text) else { throw malformed(text, range: range) }
    guard let value = scan.value, value.isFinite else {
      throw Diagnostic(
        id: "number-too-large", message: "\(shown(text)) is too large: numbers go up to 1.7e308",
        range: range)
    }
    guard value != 0 || scan.isZero else {
      throw Diagnostic(
        id: "number-too-small", message: "\(shown(text)) is too close to 0 to tell it apart from 0",
        range: range, suggestion: suggestsZero ? "`0`" : nil)
    }
    return value
  }

  /// The whole number a word is; `3e2` and `4.0` are whole too, percentages are not.
  package static func integer(
    _ word: Word, suggestsZero: Bool = true
  ) throws(Diagnostic) -> Int {
    if let digits = thousands(word.text) {
      throw Diagnostic(
        id: "not-whole", message: "\(shown(word.text)) is not a whole number: \(notGrouped)",
        range: word.range, suggestion: "`\(digits)`")
    }
    let value = try number(word, suggestsZero: suggestsZero)
    guard !word.text.hasSuffix("%"), value == value.rounded(.towardZero) else {
      let below = value.rounded(.down)
      let near = abs(value) < 1e15 && !word.text.hasSuffix("%")
      throw Diagnostic(
        id: "not-whole", message: "\(shown(word.text)) is not a whole number", range: word.range,
        suggestion: near ? "`\(text(of: below))` or `\(text(of: below + 1))`" : nil)
    }
    // Digits beyond 2^53 would be rounded on the way through Double.
    let digits = word.text.hasPrefix("+") ? word.text.dropFirst() : word.text[...]
    if let exact = Int(digits) { return exact }
    guard let whole = Int(exactly: value), abs(value) < 0x1p53 else {
      throw Diagnostic(
        id: "number-too-large", message: "\(shown(word.text)) is too large for a whole number",
        range: word.range)
    }
    return whole
  }

  /// Whether text has the form of a number, its size aside.
  package static func isNumber(_ text: String) -> Bool {
    Scan(text) != nil
  }

  /// Whether text is no number but can only have been meant as one: `nan`, `0x10`, `1_000`.
  package static func isNearlyNumber(_ text: String) -> Bool {
    let (hint, repaired) = hint(for: text)
    return !isNumber(text) && !text.isEmpty && hint != nil
      && (repaired != nil || hint == onlyFinite || hint == onlyDecimal)
  }

  private static let onlyFinite = "only finite numbers can be used"
  private static let onlyDecimal = "numbers are written in decimal"
  private static let notGrouped = "digits are not grouped"

  /// The digits of `1,000` or `1.000`, which can only be meant as a thousand where numbers are whole.
  private static func thousands(_ text: String) -> String? {
    let mark: Character = text.contains(",") ? "," : "."
    let groups = text.split(separator: mark, omittingEmptySubsequences: false)
    let first = groups[0].drop { $0 == "-" || $0 == "+" }
    func isDigits(_ group: Substring) -> Bool { group.utf8.allSatisfy { (48...57).contains($0) } }
    guard groups.count > 1, (1...3).contains(first.count), first.first != "0", isDigits(first),
      groups.dropFirst().allSatisfy({ $0.count == 3 && isDigits($0) })
    else { return nil }
    return groups.joined()
  }

  /// The shortest text that reads back as the same number: `3`, `0.03`, `1e-5`.
  package static func text(of value: Double) -> String {
    let description = value.description
    if description.hasSuffix(".0") { return String(description.dropLast(2)) }
    guard let mark = description.firstIndex(of: "e") else { return description }
    let mantissa = description[..<mark]
    let exponent = description[description.index(after: mark)...]
    let isNegative = exponent.hasPrefix("-")
    let digits = exponent.drop { $0 == "-" || $0 == "+" || $0 == "0" }
    let head = mantissa.hasSuffix(".0") ? mantissa.dropLast(2) : mantissa
    return "\(head)e\(isNegative ? "-" : "")\(digits)"
  }

  /// `[+-] digits [. digits] [e [+-] digits] [%]`, with digits on at least one side of the point.
  private struct Scan {
    var value: Double?
    /// Whether all digits are 0.
    var isZero: Bool

    init?(_ text: String) {
      var bytes = Array(text.utf8)
      let isPercent = bytes.last == UInt8(ascii: "%")
      if isPercent { bytes.removeLast() }
      var index = 0
      func isDigit(_ at: Int) -> Bool { at < bytes.count && (48...57).contains(bytes[at]) }
      if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+")
      {
        index += 1
      }
      let mantissaStart = index
      var digits = 0
      while isDigit(index) { (index, digits) = (index + 1, digits + 1) }
      if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
        index += 1
        while isDigit(index) { (index, digits) = (index + 1, digits + 1) }
      }
      guard digits > 0 else { return nil }
      let mantissaEnd = index
      var exponent = 0
      if index < bytes.count, bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E")
      {
        index += 1
        let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        if isNegative || (index < bytes.count && bytes[index] == UInt8(ascii: "+")) { index += 1 }
        guard isDigit(index) else { return nil }
        while isDigit(index) {
          exponent = min(exponent * 10 + Int(bytes[index] - 48), 1_000_000)
          index += 1
        }
        if isNegative { exponent = -exponent }
      }
      guard index == bytes.count else { return nil }
      isZero = !bytes[mantissaStart..<mantissaEnd].contains { (49...57).contains($0) }
      // A percentage is two powers of ten, so it goes into the exponent and is rounded once.
      let mantissa = String(decoding: bytes[..<mantissaEnd], as: UTF8.self)
      value = isZero ? 0 : Double("\(mantissa)e\(exponent - (isPercent ? 2 : 0))")
    }
  }

  private static func malformed(_ text: String, range: SourceRange) -> Diagnostic {
    let (hint, suggestion) = hint(for: text)
    return Diagnostic(
      id: "not-a-number",
      message: "\(shown(text)) is not a number" + (hint.map { ": \($0)" } ?? ""),
      range: range, suggestion: suggestion.map { "`\($0)`" })
  }

  /// What is wrong with text that is nearly a number, and the number it was probably meant to be.
  private static func hint(for text: String) -> (String?, String?) {
    func repaired(_ candidate: String) -> String? { isNumber(candidate) ? candidate : nil }
    let lower = text.lowercased()
    let unsigned = lower.drop { $0 == "-" || $0 == "+" }
    if text.isEmpty { return ("nothing is written there", nil) }
    if ["nan", "inf", "infinity", "∞"].contains(String(unsigned)) {
      return (onlyFinite, nil)
    }
    if unsigned.hasPrefix("0x") || unsigned.hasPrefix("0b") || unsigned.hasPrefix("0o") {
      let radix = unsigned.hasPrefix("0x") ? 16 : unsigned.hasPrefix("0b") ? 2 : 8
      let sign = lower.hasPrefix("-") ? "-" : ""
      let value = Int(unsigned.dropFirst(2), radix: radix)
      return (onlyDecimal, value.map { "\(sign)\($0)" })
    }
    if text.contains("_") {
      return (notGrouped, repaired(text.filter { $0 != "_" }))
    }
    if text.contains(",") {
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      let isGrouped =
        parts.count > 2 || (parts.count == 2 && parts[1].contains(".") && parts[1].count > 3)
      // As 40,000 looks where it is written in English, while 0,125 can only be a fraction.
      let looksGrouped =
        parts.count == 2 && parts[1].count == 3 && !["", "0", "-0"].contains(parts[0])
      return isGrouped || looksGrouped
        ? (notGrouped, repaired(text.filter { $0 != "," }))
        : (
          "the decimal mark is a point", repaired(String(text.map { $0 == "," ? "." : $0 }))
        )
    }
    if text.contains("\u{2212}") || text.contains("–") {
      let plain = String(text.map { $0 == "\u{2212}" || $0 == "–" ? "-" : $0 })
      return ("the minus sign is `-`", repaired(plain))
    }
    if text.contains("^") || text.contains("*") {
      return ("powers of ten are written with e, as in `1e-3`", power(text))
    }
    return (nil, nil)
  }

  /// `10^-3`, `10**-3`, `2*10^-3` → `1e-3`, `2e-3`.
  private static func power(_ text: String) -> String? {
    let marks = text.split(whereSeparator: { $0 == "*" || $0 == "^" }).map(String.init)
    guard marks.count >= 2, marks[marks.count - 2] == "10" else { return nil }
    let factor = marks.count == 3 ? marks[0] : "1"
    let candidate = "\(factor)e\(marks[marks.count - 1])"
    return marks.count <= 3 && isNumber(candidate) ? candidate : nil
  }
}
