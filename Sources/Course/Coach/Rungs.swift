// Round values of a setting to try.

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
