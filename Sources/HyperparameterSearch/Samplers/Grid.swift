// Every combination of some values of each axis, by number, without making a list of them: a grid may have
// more points than fit into memory.

/// All combinations of some values of each axis. The last axis changes fastest; an axis that does not
/// matter somewhere takes no part there.
package struct Grid: Equatable, Sendable {
  package struct Level: Equatable, Sendable {
    package var name: String
    package var values: [ParameterValue]
  }

  private let space: SearchSpace
  package let levels: [Level]
  /// The number of points.
  package let size: Int
  /// How many values a range was given; nil when there is no range on the grid.
  package let resolution: Int?

  /// A grid with `resolution` values of each range (see `Domain.gridValues`).
  /// Error: `space-grid-too-large` when the number of points does not fit an `Int`.
  package init(space: SearchSpace, resolution: Int = 3) throws(SpaceError) {
    guard let size = space.gridSize(resolution: resolution) else {
      throw SpaceError(
        id: "space-grid-too-large", message: "the grid has more points than can be counted",
        suggestion: "fewer values an axis, or `search random`")
    }
    self.size = size
    self.space = space
    self.resolution = space.axes.contains { $0.domain.hasGridResolution } ? resolution : nil
    levels = space.axes.map {
      Level(name: $0.name, values: $0.domain.gridValues(count: resolution))
    }
  }

  /// The most values `init(space:aboutTrials:)` gives a range.
  static let finestResolution = 100_000

  /// The finest grid of at most `trials` points that takes the same number of values, at least 2, of
  /// each range. Where even the coarsest has more points, or nothing can be chosen because every axis
  /// is listed, the grid is larger than `trials`: see `size`.
  package init(space: SearchSpace, aboutTrials trials: Int) throws(SpaceError) {
    var resolution = 2
    if space.axes.contains(where: { $0.domain.hasGridResolution }) {
      // The number of points grows with the resolution: halve the interval that holds the last fit.
      var tooFine = min(max(trials, 2), Self.finestResolution) + 1
      while tooFine - resolution > 1 {
        let middle = (resolution + tooFine) / 2
        if let size = space.gridSize(resolution: middle), size <= trials {
          resolution = middle
        } else {
          tooFine = middle
        }
      }
    }
    try self.init(space: space, resolution: resolution)
  }

  /// The point of a trial; nil outside 0..<size.
  package func params(trial: Int) -> [ParameterAssignment]? {
    guard (0..<size).contains(trial) else { return nil }
    var values = [ParameterValue?](repeating: nil, count: levels.count)
    choose(trial, among: space.roots, into: &values)
    return levels.indices.compactMap { place in
      values[place].map { ParameterAssignment(levels[place].name, $0) }
    }
  }

  /// Takes the number apart into one for each of these axes, the last one changing fastest.
  private func choose(_ number: Int, among places: [Int], into values: inout [ParameterValue?]) {
    var rest = number
    for place in places.reversed() {
      let size = size(of: place)
      choose(rest % size, at: place, into: &values)
      rest /= size
    }
  }

  private func choose(_ number: Int, at place: Int, into values: inout [ParameterValue?]) {
    var rest = number
    for value in levels[place].values {
      let children = space.children(of: place, at: value)
      let size = children.reduce(1) { $0 * self.size(of: $1) }
      if rest < size {
        values[place] = value
        return choose(rest, among: children, into: &values)
      }
      rest -= size
    }
  }

  /// How many combinations an axis has with those that depend on it: at most `size`, so this cannot
  /// overflow.
  private func size(of place: Int) -> Int {
    levels[place].values.reduce(0) { sum, value in
      sum + space.children(of: place, at: value).reduce(1) { $0 * size(of: $1) }
    }
  }
}
