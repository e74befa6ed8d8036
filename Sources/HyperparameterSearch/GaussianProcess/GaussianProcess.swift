// A Gaussian process that has seen values: the mean and standard deviation it predicts at other points,
// for many at once or for one with its slopes (Rasmussen and Williams 2006, eqs. 2.25 and 2.26).

/// A posterior over functions. Holds the memory that predicting needs, so one thread at a time may use it.
final class GaussianProcess {
  let parameters: CovarianceParameters
  let dimensions: Int
  private(set) var count: Int
  private let isUnordered: [Bool]
  private let weights: [Double]
  private let variance: Double
  /// The points, coordinate by coordinate.
  private let columns: [DoubleBuffer]
  private let factor: CholeskyFactor
  /// C⁻¹·y.
  private let solved: DoubleBuffer
  /// The posterior's mean at each of its own points.
  let fittedMeans: [Double]
  private let correlations: DoubleBuffer
  private let slopes: DoubleBuffer
  private let projected: DoubleBuffer
  private let block: DoubleBuffer

  /// How many points are predicted together.
  static let blockWidth = 32

  /// Nil where the covariance is not positive definite even with more noise.
  init?(
    points: [[Double]], isUnordered: [Bool], targets: [Double], parameters: CovarianceParameters
  ) {
    let count = points.count
    self.parameters = parameters
    self.count = count
    self.isUnordered = isUnordered
    dimensions = isUnordered.count
    weights = parameters.weights
    variance = parameters.outputVariance
    columns = isUnordered.indices.map { axis in DoubleBuffer(points.map { $0[axis] }) }
    correlations = DoubleBuffer(count: count)
    slopes = DoubleBuffer(count: count)
    projected = DoubleBuffer(count: count)
    block = DoubleBuffer(count: count * Self.blockWidth)
    let matrix = DoubleBuffer(count: count * count)
    var noise = parameters.noiseVariance
    var found: CholeskyFactor?
    for _ in 0..<6 where found == nil {
      for i in 0..<count {
        Self.fillSquares(
          points[i], columns: columns, weights: weights, isUnordered: isUnordered,
          row: matrix.start + i * count, count: count)
        VectorArithmetic.matern(matrix.start + i * count, slopes: nil, count: count)
        for j in 0..<count { matrix[i * count + j] *= variance }
        matrix[i * count + i] = variance + noise
      }
      found = CholeskyFactor(taking: matrix, count: count)
      if found == nil { noise *= 10 }
    }
    guard let found else { return nil }
    factor = found
    solved = DoubleBuffer(targets)
    factor.solve(solved.start)
    let alpha = solved
    fittedMeans = targets.indices.map { targets[$0] - noise * alpha[$0] }
  }

  private static func fillSquares(
    _ point: [Double], columns: [DoubleBuffer], weights: [Double], isUnordered: [Bool],
    row: UnsafeMutablePointer<Double>, count: Int
  ) {
    row.update(repeating: 0, count: count)
    for axis in columns.indices {
      let (x, weight, column) = (point[axis], weights[axis], columns[axis].start)
      if isUnordered[axis] {
        for i in 0..<count { row[i] += x == column[i] ? 0 : weight }
      } else {
        for i in 0..<count {
          let difference = x - column[i]
          row[i] += weight * (difference * difference)
        }
      }
    }
  }

  /// Means and variances at points, without noise.
  func predict(_ points: [[Double]]) -> [(mean: Double, variance: Double)] {
    var results: [(mean: Double, variance: Double)] = []
    results.reserveCapacity(points.count)
    var place = 0
    while place < points.count {
      let end = min(place + Self.blockWidth, points.count)
      results += predictBlock(points[place..<end])
      place = end
    }
    return results
  }

  private func predictBlock(_ points: ArraySlice<[Double]>) -> [(mean: Double, variance: Double)] {
    let (width, rows) = (points.count, block.start)
    let coordinates = DoubleBuffer(count: dimensions * width)
    for (column, point) in points.enumerated() {
      for axis in 0..<dimensions { coordinates[axis * width + column] = point[axis] }
    }
    rows.update(repeating: 0, count: count * width)
    for i in 0..<count {
      let row = rows + i * width
      for axis in 0..<dimensions {
        let (x, weight) = (columns[axis][i], weights[axis])
        let others = coordinates.start + axis * width
        if isUnordered[axis] {
          for c in 0..<width { row[c] += x == others[c] ? 0 : weight }
        } else {
          for c in 0..<width {
            let difference = others[c] - x
            row[c] += weight * (difference * difference)
          }
        }
      }
    }
    VectorArithmetic.matern(rows, slopes: nil, count: count * width)
    let means = DoubleBuffer(count: width)
    let explained = DoubleBuffer(count: width)
    for i in 0..<count {
      let (row, alpha) = (rows + i * width, solved[i])
      for c in 0..<width { means[c] += alpha * row[c] }
    }
    factor.solveLower(rows, width: width)
    for i in 0..<count {
      let row = rows + i * width
      for c in 0..<width { explained[c] += row[c] * row[c] }
    }
    // Correlations stand in the block where the covariance is the variance times them.
    return (0..<width).map {
      (variance * means[$0], max(variance * (1 - variance * explained[$0]), 1e-18 * variance))
    }
  }

  /// Mean and variance at a point, and the slopes of both along each coordinate that has an order.
  func predict(
    _ point: [Double], meanSlopes: inout [Double], varianceSlopes: inout [Double]
  ) -> (mean: Double, variance: Double) {
    let (row, beta) = (correlations.start, projected.start)
    Self.fillSquares(
      point, columns: columns, weights: weights, isUnordered: isUnordered, row: row, count: count)
    VectorArithmetic.matern(row, slopes: slopes.start, count: count)
    let mean = variance * VectorArithmetic.dot(row, solved.start, count: count)
    for i in 0..<count { beta[i] = variance * row[i] }
    factor.solveLower(beta, width: 1)
    let explained = VectorArithmetic.dot(beta, beta, count: count)
    factor.solveUpper(beta)
    for axis in 0..<dimensions {
      var (meanSlope, varianceSlope) = (0.0, 0.0)
      if !isUnordered[axis] {
        let column = columns[axis].start
        for i in 0..<count {
          let change = slopes[i] * (point[axis] - column[i])
          meanSlope += change * solved[i]
          varianceSlope += change * beta[i]
        }
      }
      let scale = 2 * weights[axis] * variance
      meanSlopes[axis] = scale * meanSlope
      varianceSlopes[axis] = -2 * scale * varianceSlope
    }
    return (mean, max(variance - explained, 1e-18 * variance))
  }
}
