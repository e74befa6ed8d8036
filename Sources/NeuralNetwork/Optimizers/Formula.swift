// An optimizer's formula with the numbers of one parameter: from it come both how the formula reads
// and what it comes to, so that the two cannot disagree.

package indirect enum Formula: Equatable, Sendable {
  /// Rounded for print.
  case number(Double)
  /// A setting's, with all its digits.
  case exact(Double)
  /// What the formula calls a number: μ.
  case named(String, Formula)
  case sum(Formula, Formula)
  case difference(Formula, Formula)
  case product(Formula, Formula)
  case quotient(Formula, Formula)
  case square(Formula)
  case root(Formula)
  case power(Formula, Int)
  /// The larger of the two.
  case larger(Formula, Formula)

  static func named(_ name: String, _ value: Double) -> Formula { .named(name, .number(value)) }
  static func named(_ name: String, _ value: Float) -> Formula { .named(name, Double(value)) }

  static func + (left: Formula, right: Formula) -> Formula { .sum(left, right) }
  static func - (left: Formula, right: Formula) -> Formula { .difference(left, right) }
  static func * (left: Formula, right: Formula) -> Formula { .product(left, right) }
  static func / (left: Formula, right: Formula) -> Formula { .quotient(left, right) }
  var squared: Formula { .square(self) }
  var root: Formula { .root(self) }
}
