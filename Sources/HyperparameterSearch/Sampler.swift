// Where the next trial is to be. Both samplers here are functions of the trial's number alone, so a
// study that was stopped goes on with the points it would have had, in any number of threads.

import NeuralNetwork

/// A way to choose points.
package enum Sampler: Equatable, Sendable {
  /// Independent draws; trial t depends on the seed and t only.
  case random
  /// Every combination of some values of each axis, one a trial.
  case grid(Grid)

  /// The name a user types for it.
  package var name: String {
    switch self {
    case .random: "random"
    case .grid: "grid"
    }
  }

  /// The point of a trial; nil when a grid has no such point any more.
  package func params(
    trial: Int, in space: SearchSpace, seed: UInt64
  ) -> [ParameterAssignment]? {
    switch self {
    case .random:
      var random = RandomStream(seed: seed, purpose: .search, index: UInt64(max(trial, 0)))
      return space.axes.map { axis in
        // One draw an axis, whether it varies or not, keeps the others where they were when an axis
        // is fixed.
        (axis.name, axis.domain.value(at: random.uniform()))
      }
    case .grid(let grid): return grid.params(trial: trial)
    }
  }
}

/// All combinations of some values of each axis. The last axis changes fastest.
package struct Grid: Equatable, Sendable {
  package struct Level: Equatable, Sendable {
    package var name: String
    package var values: [ParameterValue]
  }

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
    var rest = trial
    var params: [ParameterAssignment] = []
    for level in levels.reversed() {
      params.append((level.name, level.values[rest % level.values.count]))
      rest /= level.values.count
    }
    return params.reversed()
  }
}
