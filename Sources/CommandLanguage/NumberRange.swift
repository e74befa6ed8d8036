// The numbers an argument takes: an interval whose ends may belong to it or not.

package struct NumberRange: Hashable, Sendable {
  package struct Bound: Hashable, Sendable {
    package var value: Double
    /// Whether the value itself is allowed.
    package var isIncluded: Bool

    package init(_ value: Double, isIncluded: Bool) {
      self.value = value
      self.isIncluded = isIncluded
    }
  }

  package var lower: Bound?
  package var upper: Bound?

  package init(lower: Bound? = nil, upper: Bound? = nil) {
    self.lower = lower
    self.upper = upper
  }

  package static let any = NumberRange()

  /// low ≤ x ≤ high
  package static func closed(_ low: Double, _ high: Double) -> NumberRange {
    NumberRange(lower: Bound(low, isIncluded: true), upper: Bound(high, isIncluded: true))
  }

  /// low ≤ x < high
  package static func from(_ low: Double, below high: Double) -> NumberRange {
    NumberRange(lower: Bound(low, isIncluded: true), upper: Bound(high, isIncluded: false))
  }

  /// low < x ≤ high
  package static func above(_ low: Double, through high: Double) -> NumberRange {
    NumberRange(lower: Bound(low, isIncluded: false), upper: Bound(high, isIncluded: true))
  }

  /// low < x < high
  package static func between(_ low: Double, _ high: Double) -> NumberRange {
    NumberRange(lower: Bound(low, isIncluded: false), upper: Bound(high, isIncluded: false))
  }

  package static func atLeast(_ low: Double) -> NumberRange {
    NumberRange(lower: Bound(low, isIncluded: true))
  }

  package static func above(_ low: Double) -> NumberRange {
    NumberRange(lower: Bound(low, isIncluded: false))
  }

  package static func atMost(_ high: Double) -> NumberRange {
    NumberRange(upper: Bound(high, isIncluded: true))
  }

  package static func below(_ high: Double) -> NumberRange {
    NumberRange(upper: Bound(high, isIncluded: false))
  }

  package func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    if let lower, value < lower.value || (value == lower.value && !lower.isIncluded) {
      return false
    }
    if let upper, value > upper.value || (value == upper.value && !upper.isIncluded) {
      return false
    }
    return true
  }

  /// After "number": " > 0", " ≥ 0 and < 1", " from 0 to 1"; empty without bounds.
  package var briefly: String {
    func text(_ bound: Bound) -> String { NumberSyntax.text(of: bound.value) }
    switch (lower, upper) {
    case (nil, nil): return ""
    case (let low?, let high?) where low.isIncluded && high.isIncluded:
      return " from \(text(low)) to \(text(high))"
    default:
      let low = lower.map { ($0.isIncluded ? "≥ " : "> ") + text($0) }
      let high = upper.map { ($0.isIncluded ? "≤ " : "< ") + text($0) }
      return " " + [low, high].compactMap(\.self).joined(separator: " and ")
    }
  }

  /// After "a number": " from 0 to 1", " above 0", " from 0 up to but not including 1"; empty
  /// without bounds.
  package var label: String {
    func text(_ bound: Bound) -> String { NumberSyntax.text(of: bound.value) }
    switch (lower, upper) {
    case (nil, nil): return ""
    case (let low?, nil):
      return low.isIncluded ? " of at least \(text(low))" : " above \(text(low))"
    case (nil, let high?):
      return high.isIncluded ? " of at most \(text(high))" : " below \(text(high))"
    case (let low?, let high?):
      switch (low.isIncluded, high.isIncluded) {
      case (true, true): return " from \(text(low)) to \(text(high))"
      case (true, false): return " from \(text(low)) up to but not including \(text(high))"
      case (false, true): return " above \(text(low)) and at most \(text(high))"
      case (false, false): return " between \(text(low)) and \(text(high)), both excluded"
      }
    }
  }
}
