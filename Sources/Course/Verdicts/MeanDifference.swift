// A difference of two means, or of a mean from 0, against its standard error, by Student's t: with few values
// the error itself is known badly, and more of them must be exceeded.
import Events
import HyperparameterSearch

struct MeanDifference {
  let mean: Double
  let error: Double
  let freedom: Int

  init(mean: Double, error: Double, freedom: Int) {
    (self.mean, self.error, self.freedom) = (mean, error, freedom)
  }

  /// Of two means whose values have nothing to do with each other (Welch, 1947).
  init(mean: Double, _ one: (error: Double, count: Int), _ two: (error: Double, count: Int)) {
    let (a, b) = (one.error * one.error, two.error * two.error)
    let doubt = a * a / Double(max(1, one.count - 1)) + b * b / Double(max(1, two.count - 1))
    self.init(
      mean: mean, error: (a + b).squareRoot(),
      freedom: doubt > 0 ? max(1, Int(min(1e6, (a + b) * (a + b) / doubt))) : 1)
  }

  var critical: Double { StudentDistribution.critical(freedom: freedom) }
  /// Whether chance alone gets so far in less than one of 20 such comparisons.
  var isClear: Bool { abs(mean) > critical * error }

  /// What the conclusion rests on, for those who want to know.
  func behind(_ name: String, isFull: Bool) -> Statement {
    guard isFull else { return "" }
    return """
      , \(abs(mean) / error, "\(name)_errors") times that error, beyond \
      \(critical, "\(name)_critical") in one of 20 comparisons by chance
      """
  }
}
