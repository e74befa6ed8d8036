// How far a Gaussian process of a study's trials is believed, and what it may be told.

/// Which hyperparameters of the Gaussian process a trial's point is chosen with. The best fit alone is
/// too sure of itself: with few trials other lengthscales explain them about as well.
package enum SurrogateBelief: String, Sendable {
  /// The most likely hyperparameters: refines what looks best.
  case fitted
  /// Drawn from their posterior.
  case drawn
  /// Drawn, and lengthscales shortened: expects surprises between the trials.
  case wary
}

extension SurrogateModel {
  /// What worse values count as. A single training that all but diverged would stretch the model's scale
  /// until all others look alike, so the values of the trials that no model chose set a limit: as far
  /// beyond their median as five times from their best to it. Nil where these are too few to say.
  package static func ceiling(of trials: [Trial], _ direction: SearchDirection) -> Double? {
    let sign = direction == .minimize ? 1.0 : -1.0
    let spread = trials.filter { $0.origin != .bayes }.compactMap(\.value).map { sign * $0 }
      .sorted()
    guard spread.count >= fewestForCeiling else { return nil }
    let median = spread[(spread.count - 1) / 2]
    let limit = median + 5 * (median - spread[0])
    return limit > median ? sign * limit : nil
  }

  private static let fewestForCeiling = 4
}
