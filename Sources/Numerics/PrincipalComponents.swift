// The directions along which rows of numbers differ most: Pearson's principal components. Of few rows of very
// many numbers, such as the weights along a run, the products of rows with rows have all that is needed, and of
// many rows those of columns with columns; the smaller of the two tables is made.

package struct PrincipalComponents: Equatable, Sendable {
  package struct Component: Equatable, Sendable {
    /// Of length 1; of its numbers the largest in magnitude, the first of those that tie, is positive.
    package let direction: [Double]
    /// Of the rows along it (÷ n).
    package let variance: Double
    /// That as a share of the variance along all directions.
    package let share: Double
  }

  package let mean: [Double]
  /// The largest variance first. Fewer than asked for where rows do not differ in so many directions, and none
  /// where numbers are not finite.
  package let components: [Component]

  /// - Parameters:
  ///   - rows: equally long.
  ///   - count: how many components at most.
  ///   - checkStop: asked every few million products.
  package init<Failure: Error>(
    of rows: [[Float]], count: Int, checkStop: () throws(Failure) -> Void
  ) throws(Failure) {
    let width = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == width }, "rows differ in length")
    var mean = [Double](repeating: 0, count: width)
    for row in rows {
      try checkStop()
      for place in 0..<width { mean[place] += Double(row[place]) }
    }
    for place in 0..<width { mean[place] /= Double(rows.count) }
    self.mean = mean
    let isWide = rows.count < width
    let table =
      isWide
      ? try productsOfRows(rows, mean, checkStop: checkStop)
      : try productsOfColumns(rows, mean, checkStop: checkStop)
    let total = table.trace
    guard total > 0, total.isFinite else {
      components = []
      return
    }
    let pairs = try table.largest(count, checkStop: checkStop)
    // What rounding leaves of nothing is no direction.
    components = pairs.filter { $0.value > 1e-12 * total }.map { pair in
      Component(
        direction: isWide ? directed(combined(rows, mean, by: pair.vector)) : directed(pair.vector),
        variance: pair.value / Double(rows.count), share: min(1, pair.value / total))
    }
  }

  /// Where a row lies along each of them, from the mean.
  package func coordinates(of row: [Float]) -> [Double] {
    components.map { component in
      var sum = 0.0
      for place in row.indices {
        sum += (Double(row[place]) - mean[place]) * component.direction[place]
      }
      return sum
    }
  }
}

/// The same direction with its sign settled, of length 1.
private func directed(_ vector: [Double]) -> [Double] {
  var largest = 0.0
  for number in vector where abs(number) > abs(largest) { largest = number }
  // Relative to the largest, so that squares neither overflow nor vanish.
  let length = largest * vector.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  return vector.map { $0 / length }
}

/// The sum of centered rows, each so many times.
private func combined(_ rows: [[Float]], _ mean: [Double], by weights: [Double]) -> [Double] {
  var sum = [Double](repeating: 0, count: mean.count)
  for (row, weight) in zip(rows, weights) {
    for place in sum.indices { sum[place] += weight * (Double(row[place]) - mean[place]) }
  }
  return sum
}

/// Of each centered row with each, a stretch of their numbers after the other.
private func productsOfRows<Failure: Error>(
  _ rows: [[Float]], _ mean: [Double], checkStop: () throws(Failure) -> Void
) throws(Failure) -> SymmetricMatrix {
  var table = SymmetricMatrix(size: rows.count)
  let lanes = 64
  var stretch = [SIMD4<Double>](repeating: .zero, count: rows.count * lanes)
  for start in stride(from: 0, to: mean.count, by: 4 * lanes) {
    try checkStop()
    let count = min(4 * lanes, mean.count - start)
    for (index, row) in rows.enumerated() {
      for place in 0..<(4 * lanes) {
        stretch[index * lanes + place / 4][place % 4] =
          place < count ? Double(row[start + place]) - mean[start + place] : 0
      }
    }
    for one in rows.indices {
      for other in 0...one {
        var sum = SIMD4<Double>.zero
        for lane in 0..<lanes { sum += stretch[one * lanes + lane] * stretch[other * lanes + lane] }
        table.add(sum.sum(), one, other)
      }
    }
  }
  return table.mirrored
}

/// Of each centered column with each, summed over the rows.
private func productsOfColumns<Failure: Error>(
  _ rows: [[Float]], _ mean: [Double], checkStop: () throws(Failure) -> Void
) throws(Failure) -> SymmetricMatrix {
  var table = SymmetricMatrix(size: mean.count)
  var centered = mean
  for row in rows {
    try checkStop()
    for place in centered.indices { centered[place] = Double(row[place]) - mean[place] }
    for (place, number) in centered.enumerated() where number != 0 {
      table.add(number, times: centered, row: place)
    }
  }
  return table.mirrored
}
