// By how much a model's doubt is widened: what it guessed before and what came of it is the only honest measure of
// how sure it may be. Fitted to few trials and asked where it hopes most, it is surer than it is right.

import Numerics

/// A factor that follows how often values came outside of twice the doubt (as the adaptive conformal inference of
/// Gibbs and Candès, 2021, follows a share of misses).
enum Widening {
  /// Before any guess was tried.
  private static let start = 1.5
  private static let range = 0.0...PortableMath.log(6)
  /// Values beyond so many of the shown doubts are misses, of which this share is right.
  private static let miss = 2.0
  private static let share = 0.12
  private static let rate = 0.5

  /// - Parameter trials: in the order of their numbers; those that a model chose and that have a value count.
  static func factor(after trials: [Trial]) -> Double {
    var logarithm = PortableMath.log(start)
    for trial in trials {
      guard let value = trial.value, let prediction = trial.prediction,
        prediction.observationSD > 0
      else { continue }
      let distance = abs(value - prediction.mean) / prediction.observationSD
      let isMiss = distance > miss
      // A miss by far widens more.
      logarithm += rate * ((isMiss ? 1 + PortableMath.log(distance / miss) : 0) - share)
      logarithm = min(max(logarithm, range.lowerBound), range.upperBound)
    }
    return PortableMath.exp(logarithm)
  }
}
