// The values of a stepped range, exact as a person writes them: the fourth of 0..1 by 0.1 is 0.3 and not
// 0.30000000000000004.

/// `from`, `from + by`, … up to `to`, the last one included when the steps reach it within rounding.
struct StepSequence: RandomAccessCollection {
  let from: Double
  let by: Double
  let count: Int
  /// A power of ten that makes start and step whole, if one does: dividing whole numbers rounds once.
  private let scale: Double?
  private let isWhole: Bool

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  /// Ends and step must have been checked: finite, in order, the step above 0, a bounded count.
  init(from: Double, to: Double, by: Double) {
    self.from = from
    self.by = by
    count = Int(((to - from) / by + 1e-9).rounded(.down)) + 1
    scale = Self.decimalScale(from, by)
    isWhole = [from, to, by].allSatisfy { Int(exactly: $0) != nil && abs($0) < 0x1p53 }
  }

  subscript(index: Int) -> ParameterValue {
    let value =
      if let scale {
        ((from * scale).rounded() + Double(index) * (by * scale).rounded()) / scale
      } else {
        from + Double(index) * by
      }
    if isWhole, let whole = Int(exactly: value) { return .integer(whole) }
    return .number(value)
  }

  private static func decimalScale(_ from: Double, _ by: Double) -> Double? {
    var scale = 1.0
    for _ in 0...15 {
      let numbers = [from * scale, by * scale]
      if numbers.contains(where: { abs($0) > 1e12 }) { return nil }
      // Written decimals are off their exact product with the scale by rounding only.
      if zip([from, by], numbers).allSatisfy({ $1.rounded() / scale == $0 }) { return scale }
      scale *= 10
    }
    return nil
  }
}
