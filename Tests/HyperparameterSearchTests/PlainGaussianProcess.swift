// A Gaussian process written for clearness, to recompute by: dense matrices, Gaussian elimination, the
// formulas as they stand in Rasmussen and Williams (2006).

import HyperparameterSearch
import Numerics

struct PlainGaussianProcess {
  let points: [[Double]]
  let targets: [Double]
  let isUnordered: [Bool]
  let model: SurrogateModel

  func covariance(_ a: [Double], _ b: [Double]) -> Double {
    var square = 0.0
    for axis in a.indices {
      let scale = model.lengthscales[axis]
      if isUnordered[axis] {
        square += a[axis] == b[axis] ? 0 : 1 / (scale * scale)
      } else {
        square += (a[axis] - b[axis]) * (a[axis] - b[axis]) / (scale * scale)
      }
    }
    let root = (5 * square).squareRoot()
    return model.outputScale * model.outputScale * (1 + root + 5 * square / 3)
      * PortableMath.exp(-root)
  }

  private var matrix: [[Double]] {
    points.indices.map { i in
      points.indices.map { j in
        covariance(points[i], points[j]) + (i == j ? model.noise * model.noise : 0)
      }
    }
  }

  /// Solves A·x = b for several b, and gives ln det A.
  static func solve(_ matrix: [[Double]], _ sides: [[Double]]) -> (
    [[Double]], logDeterminant: Double
  ) {
    var rows = matrix
    for (index, side) in sides.enumerated() {
      precondition(side.count == rows.count, "side \(index)")
      for row in rows.indices { rows[row].append(side[row]) }
    }
    var logDeterminant = 0.0
    for column in matrix.indices {
      let pivot = (column..<rows.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) }
      if let pivot, pivot != column { rows.swapAt(pivot, column) }
      logDeterminant += PortableMath.log(abs(rows[column][column]))
      for row in rows.indices where row != column {
        let factor = rows[row][column] / rows[column][column]
        if factor == 0 { continue }
        for place in column..<rows[row].count { rows[row][place] -= factor * rows[column][place] }
      }
    }
    let solutions = sides.indices.map { side in
      rows.indices.map { rows[$0][matrix.count + side] / rows[$0][$0] }
    }
    return (solutions, logDeterminant)
  }

  func predict(_ point: [Double]) -> (mean: Double, variance: Double) {
    let cross = points.map { covariance($0, point) }
    let (solved, _) = Self.solve(matrix, [targets, cross])
    let mean = zip(cross, solved[0]).reduce(0) { $0 + $1.0 * $1.1 }
    let explained = zip(cross, solved[1]).reduce(0) { $0 + $1.0 * $1.1 }
    return (mean, covariance(point, point) - explained)
  }

  /// The lowest mean at the points seen.
  var incumbent: Double { points.map { predict($0).mean }.min() ?? 0 }

  /// −½·yᵀC⁻¹y − ½·ln det C.
  var logLikelihood: Double {
    let (solved, logDeterminant) = Self.solve(matrix, [targets])
    return -0.5 * zip(targets, solved[0]).reduce(0) { $0 + $1.0 * $1.1 } - 0.5 * logDeterminant
  }
}
