// Means, middles and their errors: what is said of several values of trials.

package enum Statistics {
  /// The arithmetic mean; 0 of nothing.
  package static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// The standard error of the mean: the values' standard deviation with n − 1, over √n. Nil of one value.
  package static func standardError(of values: [Double]) -> Double? {
    guard values.count > 1 else { return nil }
    let center = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    return (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
  }

  /// The middle value, or the mean of the two middle ones; nil of none.
  package static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// The value below which so large a share of the values lies, interpolated between neighbors (Hyndman and Fan
  /// 1996, type 7, as NumPy does); an infinite neighbor makes it infinite. Nil of none.
  package static func quantile(_ values: [Double], _ share: Double) -> Double? {
    guard let last = values.indices.last else { return nil }
    let sorted = values.sorted()
    let place = share * Double(last)
    let below = min(Int(place), last)
    let rest = place - Double(below)
    guard rest > 0, below < last, sorted[below] != sorted[below + 1] else { return sorted[below] }
    return sorted[below] + rest * (sorted[below + 1] - sorted[below])
  }
}

package enum StudentDistribution {
  /// For 1 to 30 degrees of freedom: what |t| exceeds with a chance of 5%.
  private static let critical = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145,
    2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052,
    2.048,
    2.045, 2.042,
  ]

  /// What |t| exceeds with a chance of 5%; from 31 degrees of freedom on that of 30, which is a little more.
  package static func critical(freedom: Int) -> Double {
    critical[min(max(freedom, 1), critical.count) - 1]
  }
}
