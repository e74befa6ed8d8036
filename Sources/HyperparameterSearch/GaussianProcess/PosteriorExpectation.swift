// What the model of a search expects at a point.

package struct PosteriorExpectation: Equatable, Sendable {
  /// Of the value, in its own units, without the noise of one observation.
  package var mean: Double
  package var sd: Double
  /// The expected improvement by which the next trial is chosen: trials under way count as if they had ended as
  /// predicted.
  package var improvement: Double
}
