// What the model of a search expects at a point.

package struct PosteriorExpectation: Equatable, Sendable {
  /// Of the value, in its own units, the deviation widened and without the noise of one observation.
  package var mean: Double
  package var sd: Double
  /// The expected improvement by which the next trial is chosen: trials under way count as if they had ended as
  /// predicted. Nothing is promised where one was made.
  package var improvement: Double
}
