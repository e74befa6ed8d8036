// The tree-structured Parzen estimator: trials so far are split into a few good ones and the rest, and
// the next point is one that is common among the good and rare among the rest.

import Numerics

/// TPE of Bergstra, Bardenet, Bengio and Kégl (NIPS 2011), over all axes together, with Optuna's (5.0)
/// defaults; unlike there, axes that apply only under conditions are part of the joint density.
///
/// A suggestion is a function of the seed, the trial's number and the history given, so trials that run
/// side by side agree on it when they are given the same history.
package struct TreeParzenEstimator: Equatable, Sendable {
  /// So many trials are random before the first is chosen.
  package static let startupTrials = 10
  /// How many draws from the density of the good trials are compared.
  package static let candidates = 24

  package init() {}

  /// How many of `count` trials are the good ones: a tenth, rounded up, at most 25.
  package static func goodCount(of count: Int) -> Int { min((count + 9) / 10, 25) }

  /// The point of a trial: the candidate with the largest ratio of the two densities; its active axes
  /// in the axes' order. The first points are those of random search.
  /// - Parameters:
  ///   - history: finished trials. Done ones are ranked by value, before pruned ones and those before
  ///     diverged ones.
  ///   - fixed: values that the point is to have.
  ///   - isActive: whether an axis applies, given the values of those that it depends on.
  package func suggest(
    trial: Int, in space: SearchSpace, seed: UInt64, history: [Trial], direction: SearchDirection,
    fixed: [ParameterAssignment] = [],
    isActive: (Axis, [ParameterAssignment]) -> Bool = { _, _ in true }
  ) -> [ParameterAssignment] {
    let number = UInt64(max(trial, 0))
    guard history.count >= Self.startupTrials else {
      var random = RandomStream(seed: seed, purpose: .search, index: number)
      let units = space.axes.map { _ in random.uniform() }
      return space.drawn(fixed, unit: { units[$0] }, isActive: isActive).params
    }
    var random = RandomStream(
      seed: seed, purpose: .search, index: SearchStream.treeParzen.index(number))
    let (good, rest) = Self.split(history, direction)
    let goodDensity = ParzenEstimator(space: space, trials: good)
    let drawing = goodDensity.given(fixed)
    let points = (0..<Self.candidates).map { _ in
      drawing.draw(&random, fixed: fixed, isActive: isActive)
    }
    let restDensity = ParzenEstimator(space: space, trials: rest)
    let densities = zip(goodDensity.densities(at: points), restDensity.densities(at: points))
    var best = (params: [ParameterAssignment](), ratio: -Double.infinity)
    for (point, (good, rest)) in zip(points, densities) where good / rest > best.ratio {
      best = (point.params, good / rest)
    }
    return best.params
  }

  /// Both parts in the order of the trials' numbers.
  private static func split(
    _ history: [Trial], _ direction: SearchDirection
  ) -> (good: [Trial], rest: [Trial]) {
    let history = history.sorted { $0.number < $1.number }
    let ranked = history.indices.sorted { left, right in
      let (a, b) = (Rank(history[left], direction), Rank(history[right], direction))
      return a.isBefore(b) ? true : b.isBefore(a) ? false : left < right
    }
    let good = ranked.prefix(goodCount(of: history.count)).sorted()
    let rest = ranked.dropFirst(good.count).sorted()
    return (good.map { history[$0] }, rest.map { history[$0] })
  }

  /// What a trial is worth: done before pruned before without a value, then its value as a cost.
  private struct Rank {
    var group: Int
    var cost: Double

    init(_ trial: Trial, _ direction: SearchDirection) {
      guard let value = trial.value, value.isFinite else {
        (group, cost) = (2, 0)
        return
      }
      group = trial.state == .done ? 0 : 1
      cost = direction == .minimize ? value : -value
    }

    func isBefore(_ other: Rank) -> Bool {
      group != other.group ? group < other.group : cost < other.cost
    }
  }
}
