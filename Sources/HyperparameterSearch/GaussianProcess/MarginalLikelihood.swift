// How well hyperparameters explain the values seen: the logarithm of the marginal likelihood plus that of
// the prior, with its gradient (Rasmussen and Williams 2006, eqs. 2.30 and 5.9).

import Numerics

/// The function that fitting a Gaussian process maximizes. Holds the memory for it, so one thread at a time
/// may use it.
final class MarginalLikelihood {
  let count: Int
  let dimensions: Int
  private let targets: [Double]
  private let prior: CovariancePrior
  /// For each coordinate the squared differences of all pairs i > j, j by j.
  private let squares: [DoubleBuffer]
  private let pairCount: Int
  private let correlations: DoubleBuffer
  private let slopes: DoubleBuffer
  private let matrix: DoubleBuffer
  private let inverse: DoubleBuffer
  private let scratch: DoubleBuffer
  private let weighted: DoubleBuffer

  /// - Parameters:
  ///   - points: coordinates, n of them.
  ///   - isUnordered: for each coordinate, whether it has no order.
  ///   - targets: n values with mean 0 and variance 1.
  ///   - noise: how much of them is expected to be chance.
  init(points: [[Double]], isUnordered: [Bool], targets: [Double], noise: ExpectedNoise) {
    count = points.count
    dimensions = isUnordered.count
    self.targets = targets
    prior = CovariancePrior(dimensions: dimensions, noise: noise)
    pairCount = count * (count - 1) / 2
    squares = isUnordered.indices.map { axis in
      let buffer = DoubleBuffer(count: points.count * (points.count - 1) / 2)
      var place = 0
      for j in points.indices {
        for i in (j + 1)..<max(j + 1, points.count) {
          let difference = points[i][axis] - points[j][axis]
          buffer[place] =
            isUnordered[axis] ? (difference == 0 ? 0 : 1) : difference * difference
          place += 1
        }
      }
      return buffer
    }
    correlations = DoubleBuffer(count: pairCount)
    slopes = DoubleBuffer(count: pairCount)
    weighted = DoubleBuffer(count: pairCount)
    matrix = DoubleBuffer(count: count * count)
    inverse = DoubleBuffer(count: count * count)
    scratch = DoubleBuffer(count: count * count)
  }

  /// The most likely hyperparameters found from these starts.
  func fit(from starts: [CovarianceParameters], iterations: Int) -> CovarianceParameters {
    let minimizer = BoundedMinimizer(
      lower: prior.lower, upper: prior.upper, iterations: iterations, gradientTolerance: 1e-3,
      valueTolerance: 1e-5)
    var best: (parameters: CovarianceParameters, value: Double)?
    for start in starts {
      let (logs, value) = minimizer.minimize(from: start.logs) { logs, gradient in
        self.negativeLog(CovarianceParameters(logs: logs), &gradient)
      }
      if value.isFinite, best.map({ value < $0.value }) ?? true {
        best = (CovarianceParameters(logs: logs), value)
      }
    }
    return best?.parameters ?? CovarianceParameters(dimensions: dimensions)
  }

  /// Hyperparameters drawn from their posterior: a few rounds of slice sampling, one coordinate after the
  /// other (Neal, "Slice sampling", Annals of Statistics 31, 2003).
  func draw(
    from start: CovarianceParameters, rounds: Int, random: inout RandomStream
  ) -> CovarianceParameters {
    var current = start
    var level = -negativeLog(current)
    for _ in 0..<rounds {
      for index in current.logs.indices {
        let slice = level + PortableMath.log(1 - random.uniform())
        var low = current.logs[index] - Self.sliceWidth * random.uniform()
        var high = min(low + Self.sliceWidth, prior.upper[index])
        low = max(low, prior.lower[index])
        for _ in 0..<Self.mostShrinkings {
          var next = current
          next.logs[index] = low + (high - low) * random.uniform()
          let value = -negativeLog(next)
          if value > slice {
            (current, level) = (next, value)
            break
          }
          if next.logs[index] < current.logs[index] {
            low = next.logs[index]
          } else {
            high = next.logs[index]
          }
        }
      }
    }
    return current
  }

  private static let sliceWidth = 1.5
  private static let mostShrinkings = 12

  /// The same without the gradient, which costs most of the time.
  private func negativeLog(_ parameters: CovarianceParameters) -> Double {
    var unused = [Double](repeating: 0, count: dimensions + 2)
    guard let factor = factor(parameters) else { return .infinity }
    let solved = DoubleBuffer(targets)
    factor.solveLower(solved.start, width: 1)
    let fit = VectorArithmetic.dot(solved.start, solved.start, count: count)
    return factor.logRootDeterminant + 0.5 * fit - prior.logDensity(parameters, &unused)
  }

  /// −(log marginal likelihood + log prior), and its gradient; infinite where the covariance is not
  /// positive definite.
  func negativeLog(
    _ parameters: CovarianceParameters, _ gradient: inout [Double]
  ) -> Double {
    guard let factor = factor(parameters) else { return .infinity }
    let solved = DoubleBuffer(targets)
    factor.solveLower(solved.start, width: 1)
    let fit = VectorArithmetic.dot(solved.start, solved.start, count: count)
    factor.solveUpper(solved.start)
    factor.invert(into: inverse, scratch: scratch)
    for index in gradient.indices { gradient[index] = 0 }
    let logPrior = prior.logDensity(parameters, &gradient)
    addSlopes(parameters, solved: solved, to: &gradient)
    for index in gradient.indices { gradient[index] = -gradient[index] }
    return factor.logRootDeterminant + 0.5 * fit - logPrior
  }

  private func factor(_ parameters: CovarianceParameters) -> CholeskyFactor? {
    let variance = parameters.outputVariance
    fillCorrelations(parameters.weights)
    var place = 0
    for j in 0..<count {
      let row = matrix.start + j * count
      row[j] = variance + parameters.noiseVariance
      for i in (j + 1)..<max(j + 1, count) {
        row[i] = variance * correlations[place]
        place += 1
      }
    }
    return CholeskyFactor(taking: matrix, count: count)
  }

  private func fillCorrelations(_ weights: [Double]) {
    let row = correlations.start
    row.update(repeating: 0, count: pairCount)
    for axis in 0..<dimensions {
      let (weight, squares) = (weights[axis], squares[axis].start)
      for place in 0..<pairCount { row[place] += weight * squares[place] }
    }
    VectorArithmetic.matern(row, slopes: slopes.start, count: pairCount)
  }

  /// ½·tr[(ααᵀ − C⁻¹)·∂C/∂θ] for each hyperparameter, α = C⁻¹·y.
  private func addSlopes(
    _ parameters: CovarianceParameters, solved: DoubleBuffer, to gradient: inout [Double]
  ) {
    let variance = parameters.outputVariance
    var (trace, place) = (0.0, 0)
    let row = weighted.start
    for j in 0..<count {
      let alpha = solved[j]
      trace += alpha * alpha - inverse[j * count + j]
      for i in (j + 1)..<max(j + 1, count) {
        row[place] = variance * (alpha * solved[i] - inverse[i * count + j])
        place += 1
      }
    }
    let output = VectorArithmetic.dot(row, correlations.start, count: pairCount)
    gradient[dimensions] += 0.5 * variance * trace + output
    gradient[dimensions + 1] += 0.5 * parameters.noiseVariance * trace
    for place in 0..<pairCount { row[place] *= slopes[place] }
    for (axis, weight) in parameters.weights.enumerated() {
      // The weight is e^(−2·log lengthscale).
      gradient[axis] +=
        -2 * weight * VectorArithmetic.dot(row, squares[axis].start, count: pairCount)
    }
  }
}
