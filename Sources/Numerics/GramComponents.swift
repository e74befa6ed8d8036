// Principal components of few vectors of many numbers, such as the weights on the way of a training: found from
// the products of the vectors with each other, a small table, and never from that of their many numbers.

package struct GramComponents: Sendable {
  /// For each component how much of each vector is in it: their sum, so weighted, has length 1. The component
  /// along which the vectors are spread furthest is first.
  package let weights: [[Double]]
  /// Of the whole spread of the vectors the part that lies along each.
  package let shares: [Double]

  /// - Parameters:
  ///   - products: of each two vectors, from wherever they are measured.
  ///   - most: components that are wanted; there are fewer where the vectors lie on a line or a plane.
  package init<Failure: Error>(
    products: [[Double]], most: Int, checkStop: () throws(Failure) -> Void
  ) throws(Failure) {
    let centered = Self.centered(products)
    let (values, vectors) = try Self.eigen(centered, checkStop: checkStop)
    let total = values.reduce(0) { $0 + max(0, $1) }
    let order = values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
    // What rounding leaves of nothing is no direction.
    let found = order.prefix(most).filter { total > 0 && values[$0] > 1e-10 * total }
    shares = found.map { values[$0] / total }
    weights = found.map { place in
      let column = vectors.map { $0[place] }
      // From the first vector toward the last, so that the sign has a meaning.
      let isBackward = (column.last ?? 0) < (column.first ?? 0)
      let length = values[place].squareRoot() * (isBackward ? -1 : 1)
      return column.map { $0 / length }
    }
  }

  /// The products of the vectors as measured from their mean.
  private static func centered(_ products: [[Double]]) -> [[Double]] {
    let count = Double(max(1, products.count))
    let means = products.map { $0.reduce(0, +) / count }
    let mean = means.reduce(0, +) / count
    return products.enumerated().map { row, values in
      values.enumerated().map { column, value in value - means[row] - means[column] + mean }
    }
  }

  /// The eigenvalues of a symmetric table, and its eigenvectors as columns: Jacobi's rotations, each of which
  /// makes one number beside the diagonal 0.
  private static func eigen<Failure: Error>(
    _ table: [[Double]], checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> (values: [Double], vectors: [[Double]]) {
    let count = table.count
    var table = table
    var vectors = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
    let size = table.joined().reduce(0) { $0 + $1 * $1 }
    for _ in 0..<60 {
      var beside = 0.0
      for row in 0..<count {
        for column in 0..<row { beside += table[row][column] * table[row][column] }
      }
      guard beside > 1e-28 * size else { break }
      for row in 0..<count {
        try checkStop()
        for column in (row + 1)..<max(row + 1, count) where table[row][column] != 0 {
          rotate(&table, &vectors, row, column)
        }
      }
    }
    return (table.indices.map { table[$0][$0] }, vectors)
  }

  private static func rotate(
    _ table: inout [[Double]], _ vectors: inout [[Double]], _ row: Int, _ column: Int
  ) {
    let half = (table[column][column] - table[row][row]) / (2 * table[row][column])
    let tangent =
      (half >= 0 ? 1.0 : -1) / (half.magnitude + (half * half + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for place in table.indices {
      let (one, other) = (table[place][row], table[place][column])
      table[place][row] = cosine * one - sine * other
      table[place][column] = sine * one + cosine * other
    }
    for place in table.indices {
      let (one, other) = (table[row][place], table[column][place])
      table[row][place] = cosine * one - sine * other
      table[column][place] = sine * one + cosine * other
      let (first, second) = (vectors[place][row], vectors[place][column])
      vectors[place][row] = cosine * first - sine * second
      vectors[place][column] = sine * first + cosine * second
    }
  }
}
