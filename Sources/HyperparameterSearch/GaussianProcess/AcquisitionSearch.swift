// Where a trial promises most: the point of a space at which the logarithm of the expected improvement is
// largest (Ament and others, NeurIPS 2023). Many points spread over the space, then from the best of them
// uphill: along slopes where a coordinate has any value, and value by value where it has few.

import Numerics

/// A search for the largest expected improvement under a Gaussian process.
struct AcquisitionSearch {
  let process: GaussianProcess
  let encoding: UnitEncoding
  /// What is to be improved on, in the process's units; smaller is better.
  let incumbent: Double

  struct Candidate {
    /// Settled coordinates.
    var point: [Double]
    var logEI: Double
  }

  /// ln EI, which a minimizing study's point promises.
  func logImprovement(mean: Double, variance: Double) -> Double {
    let sd = variance.squareRoot()
    return PortableMath.log(sd)
      + NormalDistribution.logImprovement((incumbent - mean) / sd).value
  }

  func evaluate(_ points: [[Double]]) -> [Candidate] {
    zip(points, process.predict(points)).map { point, prediction in
      Candidate(
        point: point,
        logEI: logImprovement(mean: prediction.mean, variance: prediction.variance))
    }
  }

  /// Local optima, the best first.
  ///
  /// - Parameters:
  ///   - points: settled coordinates to begin with.
  ///   - always: how many of them, from the first on, are climbed from in any case.
  ///   - climbs: how many others.
  func maximize(
    from points: [[Double]], always: Int, climbs: Int, random: inout RandomStream
  ) -> [Candidate] {
    let screened = evaluate(points)
    var starts = Array(screened.prefix(always))
    starts += chosen(from: Array(screened.dropFirst(always)), count: climbs, random: &random)
    let climbed = starts.map(climb)
    // All of them, since of few values the best may all have been tried.
    return (climbed + screened).sorted { $0.logEI > $1.logEI }
  }

  /// The best, and others drawn with probabilities that go with their improvement.
  private func chosen(
    from candidates: [Candidate], count: Int, random: inout RandomStream
  ) -> [Candidate] {
    guard let best = candidates.indices.max(by: { candidates[$0].logEI < candidates[$1].logEI })
    else { return [] }
    var chosen = [candidates[best]]
    var weights = candidates.map { PortableMath.exp($0.logEI - candidates[best].logEI) }
    weights[best] = 0
    while chosen.count < count {
      let sum = weights.reduce(0, +)
      guard sum > 0 else { break }
      var rest = random.uniform() * sum
      guard
        let place = weights.firstIndex(where: { weight in
          rest -= weight
          return rest < 0 && weight > 0
        })
      else { break }
      chosen.append(candidates[place])
      weights[place] = 0
    }
    return chosen
  }

  // MARK: Uphill

  private static let mostRounds = 4

  private func climb(_ start: Candidate) -> Candidate {
    var best = start
    let hasSlopes = encoding.kinds.contains(.continuous)
    let hasValues = encoding.kinds.contains { $0 != .continuous }
    for _ in 0..<Self.mostRounds {
      let before = best.logEI
      if hasSlopes { best = climbSlopes(best) }
      guard hasValues else { break }
      best = climbValues(best)
      if best.logEI <= before + 1e-6 { break }
    }
    return best
  }

  private func climbSlopes(_ start: Candidate) -> Candidate {
    // A coordinate without a part here is no way up: what it promises could not be tried.
    let isActive = encoding.isActive(at: start.point)
    let free = encoding.kinds.indices.filter {
      encoding.kinds[$0] == .continuous && encoding.isFree($0) && isActive[$0]
    }
    guard !free.isEmpty else { return start }
    // In units of the lengthscales all directions are about alike.
    let scales = free.map { min(1, max(0.01, PortableMath.exp(process.parameters.logs[$0]))) }
    var minimizer = BoundedMinimizer(
      lower: free.map { _ in 0 }, upper: scales.map { 1 / $0 })
    minimizer.iterations = 30
    minimizer.gradientTolerance = 1e-4
    minimizer.valueTolerance = 1e-7
    var point = start.point
    var (meanSlopes, varianceSlopes) = (point, point)
    let (z, value) = minimizer.minimize(
      from: free.indices.map { start.point[free[$0]] / scales[$0] }
    ) { z, gradient in
      for index in free.indices { point[free[index]] = min(1, z[index] * scales[index]) }
      let (mean, variance) = process.predict(
        point, meanSlopes: &meanSlopes, varianceSlopes: &varianceSlopes)
      let sd = variance.squareRoot()
      let u = (incumbent - mean) / sd
      let improvement = NormalDistribution.logImprovement(u)
      for index in free.indices {
        let sdSlope = varianceSlopes[free[index]] / (2 * sd)
        let slope =
          sdSlope / sd - improvement.slope * (meanSlopes[free[index]] + u * sdSlope) / sd
        gradient[index] = -slope * scales[index]
      }
      return -(PortableMath.log(sd) + improvement.value)
    }
    guard -value > start.logEI else { return start }
    for index in free.indices { point[free[index]] = min(1, z[index] * scales[index]) }
    // Whole numbers on a wide range are rounded here, which may cost a little.
    return Candidate(point: encoding.settled(point), logEI: -value)
  }

  /// Other values of one coordinate after the other, until none is better.
  private func climbValues(_ start: Candidate) -> Candidate {
    var best = start
    for index in encoding.kinds.indices where encoding.isFree(index) {
      let units: [Double]
      switch encoding.kinds[index] {
      case .continuous: continue
      case .ordered(let all), .unordered(let all): units = all
      }
      let points = units.filter { $0 != best.point[index] }.map { unit in
        var point = best.point
        point[index] = unit
        return encoding.settled(point)
      }
      if let better = evaluate(points).max(by: { $0.logEI < $1.logEI }), better.logEI > best.logEI {
        best = better
      }
    }
    return best
  }
}
