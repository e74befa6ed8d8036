// Round values of a setting to try.
import Text

/// Round numbers about a factor of three apart: …, 0.01, 0.03, 0.1, 0.3, …
enum Rungs {
  static let all: [Double] = (-9...3).flatMap { exponent in
    ["1e\(exponent)", "3e\(exponent)"].compactMap { Double($0) }
  }

  /// The first that is at least twice the value; nil above them all.
  static func above(_ value: Double) -> Double? { all.first { $0 >= 2 * value } }

  /// The last that is at most half of the value; nil below them all.
  static func below(_ value: Double) -> Double? { all.last { $0 <= value / 2 } }
}

/// A positive number rounded down to its first digit, as it is typed: 0.3, 20, 4e-7.
func oneDigit(_ value: Double) -> String {
  guard value >= 1e-300, value.isFinite else { return "1e-300" }
  var exponent = 0
  var rest = value
  while rest >= 10 {
    rest /= 10
    exponent += 1
  }
  while rest < 1 {
    rest *= 10
    exponent -= 1
  }
  return exactText(Double("\(Int(rest))e\(exponent)") ?? value)
}
