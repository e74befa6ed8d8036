// Bayesian optimization: a Gaussian process is fitted to the trials so far, and the next one goes where the
// expected improvement is largest (Jones, Schonlau and Welch 1998; Snoek, Larochelle and Adams 2012).

import Numerics

/// A sampler that learns from results with a Gaussian process.
package struct BayesianSampler: Equatable, Sendable {
  /// How many trials are spread over the space before the first fit.
  package let startCount: Int
  package let noise: ExpectedNoise

  package init(startCount: Int, noise: ExpectedNoise = .unknown) {
    self.startCount = startCount
    self.noise = noise
  }

  /// As many start points as is usual for the number of axes: twice that, from 5 to 10.
  package init(space: SearchSpace, noise: ExpectedNoise = .unknown) {
    self.noise = noise
    startCount = min(10, max(5, 2 * space.axes.count { $0.domain.varies }))
  }

  /// What the model is believed to be for a trial: one in three doubts the best fit.
  package static func belief(of trial: Int) -> SurrogateBelief {
    switch trial % 6 {
    case 2: .wary
    case 5: .drawn
    default: .fitted
    }
  }

  func propose(_ request: ProposalRequest) -> Proposal? {
    let seen = request.history.filter { $0.state != .pruned }
    guard seen.count >= startCount,
      let surrogate = Surrogate(
        request, trials: seen, belief: Self.belief(of: request.number), noise: noise)
    else { return startPoint(request) }
    return mostPromising(surrogate) ?? startPoint(request)
  }

  private func startPoint(_ request: ProposalRequest) -> Proposal? {
    request.firstNew { attempt in
      Proposal(
        params: attempt == 0
          ? Sampler.sobolPoint(request) : Sampler.randomPoint(request, attempt: attempt),
        origin: .start)
    }
  }

  /// How many points are spread over the space, and how many of the best are climbed from.
  private static let spreadCount = 1024
  /// Where many trials make each prediction dear.
  private static let reducedSpreadCount = 512
  private static let nearbyCount = 128
  private static let climbs = 8
  private static let incumbents = 4

  private func mostPromising(_ surrogate: Surrogate) -> Proposal? {
    let request = surrogate.request
    var random = RandomStream(
      seed: request.seed, purpose: .search,
      index: SearchStream.acquisition.index(UInt64(request.number)))
    let best = surrogate.bestPoints(Self.incumbents).map(surrogate.encoding.fixing)
    let found = surrogate.acquisition.maximize(
      from: best + spread(surrogate, &random) + nearby(best, surrogate, &random),
      always: best.count, climbs: Self.climbs, random: &random)
    for candidate in found {
      let params = surrogate.encoding.params(at: candidate.point)
      if !request.isTaken(params) { return surrogate.proposal(of: params) }
    }
    return nil
  }

  private func spread(_ surrogate: Surrogate, _ random: inout RandomStream) -> [[Double]] {
    let encoding = surrogate.encoding
    let sequence = SobolSequence(dimensions: encoding.count, seed: random.nextUInt64())
    let count = surrogate.isLarge ? Self.reducedSpreadCount : Self.spreadCount
    return (0..<count).map { encoding.settled(sequence.point($0)) }
  }

  /// Points around the best ones: a tenth of each axis's range away, and a hundredth.
  private func nearby(
    _ centers: [[Double]], _ surrogate: Surrogate, _ random: inout RandomStream
  ) -> [[Double]] {
    (0..<Self.nearbyCount).map { index in
      let reach = index / centers.count % 2 == 0 ? 0.1 : 0.01
      let point = centers[index % centers.count].map {
        min(1, max(0, $0 + reach * random.normal()))
      }
      return surrogate.encoding.settled(point)
    }
  }
}
