// How well a search's trials cover each axis.

/// How much of an axis the trials have seen (Bergstra and Bengio, JMLR 13, 2012): on a grid of 81 points
/// over four axes each one takes 3 values, at random 81.
package struct AxisCoverage: Equatable, Sendable {
  package var name: String
  /// Different values tried.
  package var distinct: Int
  /// Values there are; nil for a range of any numbers.
  package var possible: Int?
  /// The longest stretch without a tried value, as a share of the axis (of its logarithm for a log
  /// range), the ends counted; nil for choices and fixed values, which have no order.
  package var largestGap: Double?

  init(axis: Axis, values: [ParameterValue]) {
    name = axis.name
    distinct = Set(values).count
    possible = axis.domain.valueCount
    switch axis.domain {
    case .choices, .fixed: largestGap = nil
    case .uniform, .logUniform, .steps, .integers, .logIntegers, .levels:
      let places = values.compactMap { axis.domain.unit(of: $0) }.sorted() + [1]
      var last = 0.0
      var gap = 0.0
      for place in places {
        gap = max(gap, place - last)
        last = place
      }
      largestGap = gap
    }
  }
}
