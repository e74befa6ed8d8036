// Where the next trial is to be. What a sampler proposes is a function of the study's seed, the trial's
// number and, for those that learn, the results of the waves before: so a study that was stopped goes on
// with the points it would have had, in any number of threads.

import Numerics

/// A way to choose points.
package enum Sampler: Equatable, Sendable {
  /// Independent draws; trial t depends on the seed and t only.
  case random
  /// Every combination of some values of each axis, one a trial.
  case grid(Grid)
  /// Points that fill the space more evenly than random ones.
  case sobol
  /// Drawn where good trials lie more densely than the others (tree-structured Parzen estimator).
  case tpe
  /// Where a Gaussian process of the trials so far promises most.
  case bayes(BayesianSampler)

  /// The name a user types for it.
  package var name: String {
    switch self {
    case .random: "random"
    case .grid: "grid"
    case .sobol: "sobol"
    case .tpe: "tpe"
    case .bayes: "bayes"
    }
  }

  /// Whether it looks at the results of earlier trials, so that its trials come in waves.
  package var usesResults: Bool {
    switch self {
    case .random, .grid, .sobol: false
    case .tpe, .bayes: true
    }
  }

  /// How many trials there must be before their results choose the next; nil where they never do.
  package var startCount: Int? {
    switch self {
    case .random, .grid, .sobol: nil
    case .tpe: TreeParzenEstimator.startupTrials
    case .bayes(let bayes): bayes.startCount
    }
  }

  /// How many trials are spread before results choose, where so many are chosen together.
  package func spreadCount(wave: Int) -> Int? {
    startCount.map { ($0 + wave - 1) / wave * wave }
  }

  /// The point of a trial; nil when there is no such point any more.
  func propose(_ request: ProposalRequest) -> Proposal? {
    switch self {
    case .random:
      return request.firstNew { attempt in
        Proposal(params: Self.randomPoint(request, attempt: attempt), origin: .random)
      }
    case .grid where !request.fixed.isEmpty:
      return Proposal(params: Self.randomPoint(request, attempt: 0), origin: .random)
    case .grid(let grid):
      return grid.params(trial: request.number - request.enqueuedBefore).map {
        Proposal(params: $0, origin: .grid)
      }
    case .sobol:
      return request.firstNew { attempt in
        attempt == 0
          ? Proposal(params: Self.sobolPoint(request), origin: .sobol)
          : Proposal(params: Self.randomPoint(request, attempt: attempt), origin: .random)
      }
    case .tpe: return parzenPoint(request)
    case .bayes(let bayes): return bayes.propose(request)
    }
  }

  private func parzenPoint(_ request: ProposalRequest) -> Proposal? {
    let isStart = request.history.count < TreeParzenEstimator.startupTrials
    return request.firstNew { attempt in
      guard attempt == 0 else {
        return Proposal(params: Self.randomPoint(request, attempt: attempt), origin: .random)
      }
      let params = TreeParzenEstimator().suggest(
        trial: request.number, in: request.space, seed: request.seed, history: request.history,
        direction: request.direction, fixed: request.fixed,
        isActive: { request.space.isActive($0, at: $1) })
      return Proposal(params: params, origin: isStart ? .start : .tpe)
    }
  }

  /// The trial's point of the study's Sobol sequence.
  static func sobolPoint(_ request: ProposalRequest) -> [ParameterAssignment] {
    let units = SobolSequence(dimensions: request.space.axes.count, seed: request.seed)
      .point(request.number)
    return request.space.point { request.value(of: request.space.axes[$0], at: units[$0]) }
  }

  /// A point drawn evenly from the space.
  static func randomPoint(_ request: ProposalRequest, attempt: Int) -> [ParameterAssignment] {
    var random = RandomStream(
      seed: request.seed, purpose: .search, index: UInt64(request.number) | UInt64(attempt) << 32)
    // One draw an axis, whether it varies or not, keeps the others where they were when an axis is
    // fixed.
    let units = request.space.axes.map { _ in random.uniform() }
    return request.space.point { request.value(of: request.space.axes[$0], at: units[$0]) }
  }
}
