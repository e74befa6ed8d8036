// How sentences about pictures write numbers: as they would be read aloud, with plain digits where these are as
// short.
import Presentation

enum Prose {
  /// "423" and "20900", where three digits would be "4.2e2" and "2.09e4".
  static func number(_ value: Double, _ digits: Int = 3) -> String {
    let magnitude = abs(value)
    guard magnitude >= (digits == 2 ? 10 : 100), magnitude < 1e9 else {
      return NumberText.significant(value, digits)
    }
    return NumberText.fixed(value, 0)
  }

  /// Two decimals; "under 0.01" and "over 0.99" next to the ends, which a sigmoid never reaches.
  static func probability(_ value: Double) -> String {
    if value < 0.01 { return "under 0.01" }
    return value > 0.99 ? "over 0.99" : NumberText.fixed(value, 2)
  }

  /// "twice", "1.4 times"
  static func times(_ factor: Double) -> String {
    let text = number(factor, 2)
    return text == "2" ? "twice" : "\(text) times"
  }
}

/// "a", "a and b", "a, b and c"
func joinedByAnd(_ items: [String]) -> String {
  guard let last = items.last, items.count > 1 else { return items.first ?? "" }
  return items.dropLast().joined(separator: ", ") + " and " + last
}
