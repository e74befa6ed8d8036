// Round numbers on an axis: 1, 2, 2.5 or 5 times a power of ten apart; on a log scale powers of ten, with their
// double and their half between where there is room. Labels of a linear axis have equally many decimals.
import Numerics

package struct Tick: Equatable, Sendable {
  package let value: Double
  package let label: String

  package init(value: Double, label: String) { (self.value, self.label) = (value, label) }
}

package enum Ticks {
  /// So many show how an axis runs, also on both sides of 0; more may be left out.
  package static let enough = 3

  /// The finest round numbers from `low` to `high` of which there are at most `most`.
  ///
  /// - Parameter whole: whether only whole numbers have a meaning.
  package static func linear(
    _ low: Double, _ high: Double, most: Int, whole: Bool = false
  ) -> [Tick] {
    guard low.isFinite, high.isFinite, low <= high, most > 0 else { return [] }
    guard low < high else { return [Tick(value: low, label: NumberText.significant(low, 3))] }
    let span = high - low
    guard span.isFinite, span > 0 else { return [] }
    var exponent = Int(
      (PortableMath.log(span / Double(most)) / PortableMath.log(10)).rounded(.down))
    if whole { exponent = max(0, exponent) }
    exponent = max(exponent - 1, whole ? 0 : -300)
    for exponent in exponent...(exponent + 4) {
      // 25 of tenths is 2.5.
      for step in [10, 20, 25, 50] where !(whole && exponent == 0 && step == 25) {
        let ticks = multiples(of: step, exponent - 1, low, high, most)
        if let ticks, !ticks.isEmpty { return ticks }
      }
    }
    return []
  }

  /// Multiples of step × 10^exponent; nil where there are too many.
  private static func multiples(
    of step: Int, _ exponent: Int, _ low: Double, _ high: Double, _ most: Int
  ) -> [Tick]? {
    let unit = power(exponent)
    let size = Double(step) * unit
    // What rounding put a hair outside is at the edge.
    let hair = size * 1e-9
    let (first, last) = (((low - hair) / size).rounded(.up), ((high + hair) / size).rounded(.down))
    guard abs(first) < 1e15, abs(last) < 1e15, first <= last else { return [] }
    guard last - first < Double(most) else { return nil }
    let isWhole = step % 10 == 0
    let smallest = isWhole ? exponent + 1 : exponent
    let values = (Int(first)...Int(last)).map { count in
      let tenths = Double(count * step)
      return exponent < 0 ? tenths / power(-exponent) : tenths * unit
    }
    return zip(values, labels(values, smallest)).map { Tick(value: $0, label: $1) }
  }

  /// With decimals down to a power of ten; very large and very small ones as so many times one power.
  private static func labels(_ values: [Double], _ smallest: Int) -> [String] {
    let most = values.map(abs).max() ?? 0
    if most < 1e6, smallest >= -5 { return values.map { NumberText.fixed($0, max(0, -smallest)) } }
    let largest = decade(most)
    return values.map { value in
      let part = largest < 0 ? value * power(-largest) : value / power(largest)
      return value == 0 ? "0" : NumberText.fixed(part, max(0, largest - smallest)) + "e\(largest)"
    }
  }

  /// The power of ten at or below it.
  private static func decade(_ value: Double) -> Int {
    guard value > 0 else { return 0 }
    return Int((PortableMath.log(value) / PortableMath.log(10) + 1e-9).rounded(.down))
  }

  private static func power(_ exponent: Int) -> Double {
    var (result, rest) = (1.0, abs(exponent))
    while rest > 0 {
      result *= 10
      rest -= 1
    }
    return exponent < 0 ? 1 / result : result
  }

  /// On a log scale.
  package static func log(_ low: Double, _ high: Double, most: Int) -> [Tick] {
    guard low > 0, low <= high, high.isFinite, most > 0 else { return [] }
    let (first, last) = (decade(low), decade(high))
    func ticks(_ digits: [Double], every: Int = 1) -> [Tick] {
      (first...last).flatMap { exponent -> [Tick] in
        guard exponent % every == 0 else { return [] }
        return digits.compactMap { digit in
          let value = exponent < 0 ? digit / power(-exponent) : digit * power(exponent)
          guard value >= low * (1 - 1e-9), value <= high * (1 + 1e-9) else { return nil }
          return Tick(value: value, label: NumberText.significant(value, 3))
        }
      }
    }
    let found = [[1.0, 2, 5], [1, 3], [1]].map { ticks($0) }
    if let ticks = found.first(where: { (min(enough, most)...most).contains($0.count) }) {
      return ticks
    }
    // Two look the same as on a linear scale; in little more than a decade equal steps show that they shrink.
    let even = high < 20 * low ? linear(low, high, most: most) : []
    if even.count >= enough { return even }
    if let ticks = found.first(where: { (min(2, most)...most).contains($0.count) }) {
      return ticks
    }
    for every in 2...max(2, last - first) {
      let ticks = ticks([1], every: every)
      if (min(2, most)...most).contains(ticks.count) { return ticks }
    }
    // Less than a decade.
    let ticks = even.isEmpty ? linear(low, high, most: most) : even
    return ticks.isEmpty ? self.ends(low, high, most) : ticks
  }

  private static func ends(_ low: Double, _ high: Double, _ most: Int) -> [Tick] {
    [low, high].prefix(most).map { Tick(value: $0, label: NumberText.significant($0, 3)) }
  }
}
