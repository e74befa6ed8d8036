// Lines of arithmetic made from numbers: the sign before what is printed says whether that comes to the
// value printed.
import Events

extension Arithmetic.Line {
  init(_ name: String, _ formula: Spans, _ value: String? = nil, remarks: [Spans] = []) {
    (self.name, self.formula, self.value, self.remarks) = (name, formula, value, remarks)
  }

  /// A line whose value is a number.
  init(
    _ name: String, _ formula: Spans, number: Double, isSigned: Bool = false,
    remarks: [Spans] = []
  ) {
    self.init(
      name, formula, NumberText.text(number, isSigned ? .signed(4) : .significant(4)),
      remarks: remarks)
    self.number = Number(number)
  }

  /// A line whose value is what its numbers come to.
  init(
    _ name: String, _ formula: Spans, _ numbers: PrintedArithmetic,
    _ value: some BinaryFloatingPoint, isSigned: Bool = false, remarks: [Spans] = []
  ) {
    self.init(name, formula, number: Double(value), isSigned: isSigned, remarks: remarks)
    self.numbers = numbers.text
    sign = numbers.sign(to: Double(value))
  }

  /// A line whose value is the sum of values in lines above it.
  init(
    _ name: String, _ formula: Spans, sum terms: [Float], _ value: Float, isSigned: Bool = false
  ) {
    self.init(name, formula, number: Double(value), isSigned: isSigned)
    sign = NumberText.signOfSum(terms.map(Double.init), Double(value))
  }
}

extension NumberText {
  /// `=` where numbers as they are printed, added up, are the sum as it is printed.
  static func signOfSum(_ terms: [Double], _ sum: Double) -> String {
    sign(terms.reduce(0) { $0 + (Double(significant($1)) ?? .nan) }, to: sum)
  }
}
