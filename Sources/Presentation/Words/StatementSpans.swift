// Sentences with their numbers filled in. What arithmetic comes to is computed from exact numbers but
// shown beside rounded ones: where these do not give it as printed, `≈` stands in place of `=`.
import CommandLanguage
import Events

extension Spans {
  package init(_ statement: Statement) {
    self.init(stringInterpolation: statement.filledIn)
  }
}

extension Statement {
  /// The sentence with its numbers filled in, what is in it from outside made safe.
  package var text: String { Spans(self).text }

  fileprivate var filledIn: Spans.StringInterpolation {
    var result = Spans.StringInterpolation(literalCapacity: 0, interpolationCount: parts.count)
    result.spans = parts.indices.map { place in
      switch parts[place] {
      case .text(let text): return Span(isRounded(after: place) ? "\(text.dropLast(2))≈ " : text)
      case .number(let value, let name, let format):
        var span = Span(number: value, name, NumberStyle(format))
        if value < 0, isOperand(place) { span.text = "(\(span.text))" }
        return span
      }
    }
    return result
  }

  private func printed(_ value: Double, _ format: Format) -> String {
    NumberText.text(value, NumberStyle(format))
  }

  private static let times = " × "

  private func text(at place: Int) -> String? {
    guard parts.indices.contains(place), case .text(let text) = parts[place] else { return nil }
    return text
  }

  /// Whether a number stands behind a sign or is squared, where a sign of its own would mislead.
  private func isOperand(_ place: Int) -> Bool {
    let before = text(at: place - 1) ?? ""
    return before.hasSuffix("-") || Self.signs.contains { before.hasSuffix($0) }
      || text(at: place + 1)?.hasPrefix("²") ?? false
  }

  private static let signs = [times, " / ", " + ", " - "]

  /// Whether the text there ends arithmetic with an equals sign and the numbers as printed do not give
  /// the result as printed.
  private func isRounded(after place: Int) -> Bool {
    guard let equals = text(at: place), equals == " = " || equals == "² = ",
      parts.indices.contains(place + 1), case .number(let result, _, let format) = parts[place + 1]
    else { return false }
    // From the last number back: what is multiplied so far, and what is added up behind it.
    var (product, sum) = (1.0, 0.0)
    var count = 0
    var next = place - 1
    while parts.indices.contains(next), case .number(let value, _, let format) = parts[next],
      let printed = Double(printed(value, format))
    {
      count += 1
      next -= 1
      let sign = text(at: next).flatMap { Self.signs.contains($0) ? $0 : nil }
      if count == 1, equals != " = " { product = printed }
      product *= sign == " / " ? 1 / printed : printed
      if sign == " + " || sign == " - " {
        sum += sign == " - " ? -product : product
        product = 1
      }
      guard sign != nil else { break }
      next -= 1
    }
    // Words and parentheses before the numbers may belong to the arithmetic too.
    let before = text(at: next) ?? ""
    if before.hasSuffix("½ × ") {
      product /= 2
      count += 1
    } else if before.hasSuffix("1 - "), !before.hasSuffix("(1 - ") {
      (product, sum) = (-product, sum + 1)
      count += 1
    } else if Self.signs.contains(where: { before.hasSuffix($0) }) || before.hasSuffix("(") {
      return false
    } else if before.hasSuffix("-") {
      product = -product
    }
    guard count > 1 else { return isRoundedSum(after: place) }
    return printed(sum + product, format) != printed(result, format)
  }

  /// The same of a result that stands before its terms: "0.3 = 0.1 from the data + 0.2 from L1".
  private func isRoundedSum(after place: Int) -> Bool {
    guard place > 0, case .number(let result, _, let format) = parts[place - 1] else {
      return false
    }
    var (sum, count) = (0.0, 0)
    var next = place + 1
    while parts.indices.contains(next), case .number(let value, _, let format) = parts[next],
      let printed = Double(printed(value, format))
    {
      sum += printed
      count += 1
      let words = text(at: next + 1) ?? ""
      guard words.hasSuffix(" + "), !words.contains(where: { "×/·²=,;(".contains($0) }) else {
        // What is multiplied further is no term yet.
        if ["²", " ×", " /", " ·", " -"].contains(where: { words.hasPrefix($0) }) { return false }
        break
      }
      next += 2
    }
    guard count > 1 else { return false }
    return printed(sum, format) != printed(result, format)
  }
}
