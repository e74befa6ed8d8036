// Numbers as they are printed, joined by signs: how that reads, and what a reader gets who works it
// out. The one rule of every equation: `=` where that is the result as printed, `≈` where it is not,
// because the numbers were rounded for print and the result was not made from them.
import NeuralNetwork

struct PrintedArithmetic {
  private enum Shape { case number, product, sum }

  let text: String
  let value: Double
  private let shape: Shape

  private init(_ text: String, _ value: Double, _ shape: Shape) {
    self.text = text
    self.value = value
    self.shape = shape
  }

  /// A number as it is printed.
  init(printed text: String) { self.init(text, Double(text) ?? .nan, .number) }
  init(_ value: Double) { self.init(printed: NumberText.significant(value)) }
  init(_ value: Float) { self.init(Double(value)) }

  /// `=` or `≈`: whether this, worked out and printed, is the result as printed.
  func sign(to result: Double) -> String { NumberText.sign(value, to: result) }

  private var isNegative: Bool { text.hasPrefix("-") }

  /// In parentheses where it could not stand behind a sign without.
  private func operand(in outer: Shape, isFirst: Bool = false) -> String {
    let isLoose = outer == .product ? shape == .sum : false
    return isLoose || isNegative && !isFirst ? "(\(text))" : text
  }

  static func + (left: Self, right: Self) -> Self {
    Self("\(left.text) + \(right.operand(in: .sum))", left.value + right.value, .sum)
  }

  static func - (left: Self, right: Self) -> Self {
    let subtrahend = right.shape == .sum ? "(\(right.text))" : right.operand(in: .sum)
    return Self("\(left.text) - \(subtrahend)", left.value - right.value, .sum)
  }

  static func * (left: Self, right: Self) -> Self { left.times(right, " × ") }

  private func times(_ right: Self, _ sign: String) -> Self {
    let first = operand(in: .product, isFirst: true)
    return Self("\(first)\(sign)\(right.operand(in: .product))", value * right.value, .product)
  }

  static func / (left: Self, right: Self) -> Self {
    let divisor = right.shape == .number ? right.operand(in: .product) : "(\(right.text))"
    return Self(
      "\(left.operand(in: .product, isFirst: true))/\(divisor)", left.value / right.value, .product)
  }

  var squared: Self {
    Self(shape == .number && !isNegative ? "\(text)²" : "(\(text))²", value * value, .number)
  }

  var root: Self {
    Self(shape == .number ? "√\(text)" : "√(\(text))", value.squareRoot(), .number)
  }

  func orLarger(_ other: Self) -> Self {
    Self("max(\(text), \(other.text))", max(value, other.value), .number)
  }

  /// 0.9¹²¹
  func power(_ exponent: Int) -> Self {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let raised = String(exponent).compactMap(\.wholeNumberValue).map { digits[$0] }
    var (result, square, rest) = (1.0, value, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return Self(text + String(raised), result, .number)
  }

  // MARK: Formulas

  /// An optimizer's formula with its numbers put in.
  init(_ formula: Formula) { self.init(formula, isNamed: false) }

  /// How it reads with the names of its numbers.
  static func formula(_ formula: Formula) -> String { Self(formula, isNamed: true).text }

  private init(_ formula: Formula, isNamed: Bool) {
    func part(_ formula: Formula) -> Self { Self(formula, isNamed: isNamed) }
    self =
      switch formula {
      case .number(let value): Self(value)
      case .exact(let value): Self(printed: NumberText.exact(value))
      case .named(let name, let value):
        isNamed ? Self(name, .nan, .number) : part(value)
      case .sum(let left, let right): part(left) + part(right)
      case .difference(let left, let right): part(left) - part(right)
      case .product(let left, let right): part(left).times(part(right), isNamed ? "·" : " × ")
      case .quotient(let left, let right): part(left) / part(right)
      case .square(let base): part(base).squared
      case .root(let radicand): part(radicand).root
      case .power(let base, let exponent): part(base).power(exponent)
      case .larger(let left, let right): part(left).orLarger(part(right))
      }
  }
}

extension NumberText {
  /// The number that a person reads.
  static func printed(_ value: Float) -> Double? { Double(significant(Double(value))) }

  /// `=` where what the numbers as printed come to is the result as printed, else `≈`.
  static func sign(_ printed: Double, to result: Double) -> String {
    significant(printed) == significant(result) ? "=" : "≈"
  }
}
