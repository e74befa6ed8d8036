// The largest eigenvalues of a symmetric matrix without negative ones, and their vectors. A block of vectors is
// multiplied by the matrix again and again and turned to its best directions each time (subspace iteration with
// Rayleigh and Ritz's choice), which takes equal eigenvalues as they come; the small matrix of a turn is solved
// by Jacobi's rotations. The same operations in the same order everywhere, and so the same bits.

struct SymmetricMatrix {
  let size: Int
  /// Row after row.
  private var values: [Double]

  init(size: Int) {
    self.size = size
    values = [Double](repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { values[row * size + column] }
    set { values[row * size + column] = newValue }
  }

  var trace: Double { (0..<size).reduce(0) { $0 + self[$1, $1] } }

  /// Below the diagonal only.
  mutating func add(_ value: Double, _ row: Int, _ column: Int) {
    values[row * size + column] += value
  }

  /// Adds a row so many times, up to the diagonal.
  mutating func add(_ factor: Double, times numbers: [Double], row: Int) {
    let start = row * size
    for column in 0...row { values[start + column] += factor * numbers[column] }
  }

  /// What is below the diagonal above it too.
  var mirrored: SymmetricMatrix {
    var copy = self
    for row in 0..<size {
      for column in 0..<row { copy[column, row] = self[row, column] }
    }
    return copy
  }

  func times(_ vector: [Double]) -> [Double] {
    (0..<size).map { row in
      var sum = 0.0
      for column in 0..<size { sum += values[row * size + column] * vector[column] }
      return sum
    }
  }

  // MARK: Eigenvalues

  struct Pair {
    let value: Double
    /// Of length 1.
    let vector: [Double]
  }

  private static let (mostTurns, accuracy) = (200, 1e-10)

  /// The largest first. Where neighbors are nearly equal, their vectors are as good as those turns make them:
  /// they span the same plane.
  func largest<Failure: Error>(
    _ count: Int, checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> [Pair] {
    let count = min(count, size)
    guard count > 0 else { return [] }
    // More than asked for, so that the last of those asked for is soon far from all others.
    let width = min(size, count + 6)
    var random = RandomStream(seed: 0, purpose: .figures, index: 1)
    var block = orthonormal([], width, &random)
    for turn in 1...Self.mostTurns {
      try checkStop()
      let products = block.map(times)
      let pairs = SymmetricMatrix.between(block, products).rotated
      let vectors = pairs.prefix(count).map { Self.combined(block, by: $0.vector) }
      let isClose = zip(pairs, vectors).allSatisfy { pair, vector in
        let image = Self.combined(products, by: pair.vector)
        let rest = zip(image, vector).reduce(0.0) { sum, ends in
          let error = ends.0 - pair.value * ends.1
          return sum + error * error
        }
        return rest.squareRoot() <= Self.accuracy * abs(pairs[0].value)
      }
      if isClose || turn == Self.mostTurns {
        return zip(pairs, vectors).map { Pair(value: $0.value, vector: $1) }
      }
      block = orthonormal(pairs.map { Self.combined(products, by: $0.vector) }, width, &random)
    }
    return []
  }

  /// The products of each vector with each image, which are symmetric but for rounding.
  private static func between(_ vectors: [[Double]], _ images: [[Double]]) -> SymmetricMatrix {
    var table = SymmetricMatrix(size: vectors.count)
    for row in vectors.indices {
      for column in 0...row { table.add(dot(vectors[row], images[column]), row, column) }
    }
    return table.mirrored
  }

  private static func combined(_ vectors: [[Double]], by weights: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: vectors[0].count)
    for (vector, weight) in zip(vectors, weights) {
      for place in sum.indices { sum[place] += weight * vector[place] }
    }
    return sum
  }

  private static func dot(_ one: [Double], _ other: [Double]) -> Double {
    var sum = 0.0
    for place in one.indices { sum += one[place] * other[place] }
    return sum
  }

  /// So many vectors of length 1 at right angles, those given first; chance has a say where they are too few or
  /// say the same twice.
  private func orthonormal(
    _ vectors: [[Double]], _ count: Int, _ random: inout RandomStream
  ) -> [[Double]] {
    var found: [[Double]] = []
    var waiting = vectors[...]
    while found.count < count {
      var vector = waiting.popFirst() ?? (0..<size).map { _ in random.normal() }
      let length = Self.dot(vector, vector).squareRoot()
      guard length > 0, length.isFinite else { continue }
      for place in vector.indices { vector[place] /= length }
      // Twice, since the first time leaves what rounding made.
      for _ in 0..<2 {
        for earlier in found {
          let shadow = Self.dot(vector, earlier)
          for place in vector.indices { vector[place] -= shadow * earlier[place] }
        }
      }
      let rest = Self.dot(vector, vector).squareRoot()
      guard rest > 1e-9 else { continue }
      found.append(vector.map { $0 / rest })
    }
    return found
  }

  /// All eigenvalues of a small matrix, the largest first, with their vectors.
  private var rotated: [Pair] {
    var matrix = self
    var vectors = (0..<size).map { place in (0..<size).map { $0 == place ? 1.0 : 0 } }
    for _ in 0..<50 {
      var rest = 0.0
      for row in 0..<size {
        for column in 0..<row { rest = max(rest, abs(matrix[row, column])) }
      }
      guard rest > 1e-15 * abs(trace) else { break }
      for row in 1..<max(2, size) where row < size {
        for column in 0..<row { matrix.rotate(row, column, &vectors) }
      }
    }
    return (0..<size).map { Pair(value: matrix[$0, $0], vector: vectors[$0]) }
      .sorted { $0.value > $1.value }
  }

  /// Jacobi's rotation that makes one number off the diagonal 0.
  private mutating func rotate(_ p: Int, _ q: Int, _ vectors: inout [[Double]]) {
    let off = self[p, q]
    guard off != 0 else { return }
    let theta = (self[q, q] - self[p, p]) / (2 * off)
    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    for k in 0..<size {
      let (one, other) = (self[k, p], self[k, q])
      self[k, p] = c * one - s * other
      self[k, q] = s * one + c * other
    }
    for k in 0..<size {
      let (one, other) = (self[p, k], self[q, k])
      self[p, k] = c * one - s * other
      self[q, k] = s * one + c * other
    }
    for k in 0..<size {
      let (one, other) = (vectors[p][k], vectors[q][k])
      vectors[p][k] = c * one - s * other
      vectors[q][k] = s * one + c * other
    }
  }
}
