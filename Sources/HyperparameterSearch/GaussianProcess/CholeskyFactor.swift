// The Cholesky factor of a covariance matrix: what solving with it, its determinant and its inverse are
// made of. Rows are contiguous, and every inner loop runs along one.

import Numerics

/// C = Uᵀ·U with U upper triangular, row by row in an n × n block.
struct CholeskyFactor {
  typealias Row = UnsafeMutablePointer<Double>

  let count: Int
  private let upper: DoubleBuffer

  /// Nil where the matrix is not positive definite as far as its rounding shows.
  ///
  /// - Parameter matrix: n × n, symmetric; its upper half is read and becomes the factor.
  init?(taking matrix: DoubleBuffer, count: Int) {
    self.count = count
    upper = matrix
    let start = matrix.start
    for i in 0..<count {
      let row = start + (i * count + i)
      VectorArithmetic.subtract(0..<i, from: row, count: count - i) { k in
        let other = start + (k * count + i)
        return (other[0], other)
      }
      guard row[0] > 0, row[0].isFinite else { return nil }
      let root = row[0].squareRoot()
      let inverse = 1 / root
      row[0] = root
      for j in 1..<max(1, count - i) { row[j] *= inverse }
    }
  }

  /// ln of the determinant's root: Σ ln Uᵢᵢ.
  var logRootDeterminant: Double {
    (0..<count).reduce(0) { $0 + PortableMath.log(upper[$1 * count + $1]) }
  }

  /// Replaces each column b of a block by Uᵀ⁻¹·b; the block's rows are `width` apart.
  func solveLower(_ block: Row, width: Int) {
    let start = upper.start
    for i in 0..<count {
      let row = block + i * width
      VectorArithmetic.subtract(0..<i, from: row, count: width) { k in
        (start[k * count + i], block + k * width)
      }
      let inverse = 1 / start[i * count + i]
      for j in 0..<width { row[j] *= inverse }
    }
  }

  /// Replaces b by U⁻¹·b.
  func solveUpper(_ vector: Row) {
    for i in stride(from: count - 1, through: 0, by: -1) {
      let row = upper.start + i * count
      let rest = VectorArithmetic.dot(row + i + 1, vector + i + 1, count: count - 1 - i)
      vector[i] = (vector[i] - rest) / row[i]
    }
  }

  /// Replaces b by C⁻¹·b.
  func solve(_ vector: Row) {
    solveLower(vector, width: 1)
    solveUpper(vector)
  }

  /// The lower half of C⁻¹, row by row in an n × n block.
  ///
  /// - Parameter scratch: n × n, for Uᵀ⁻¹.
  func invert(into inverse: DoubleBuffer, scratch: DoubleBuffer) {
    let (start, rows) = (upper.start, scratch.start)
    for i in 0..<count {
      let row = rows + i * count
      row.update(repeating: 0, count: count)
      row[i] = 1
      VectorArithmetic.subtract(0..<i, from: row, count: i) { k in
        (start[k * count + i], rows + k * count)
      }
      let reciprocal = 1 / start[i * count + i]
      for j in 0...i { row[j] *= reciprocal }
    }
    for a in 0..<count {
      let row = inverse.start + a * count
      row.update(repeating: 0, count: a + 1)
      VectorArithmetic.subtract(a..<count, from: row, count: a + 1) { i in
        let other = rows + i * count
        return (-other[a], other)
      }
    }
  }
}
