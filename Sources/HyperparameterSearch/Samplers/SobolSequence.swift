// Points that fill a space more evenly than random ones: the Sobol sequence, with random access and
// scrambled by hashing, so that any point is a function of its index, its dimension and the seed.

import Numerics

/// A Sobol sequence in [0, 1)^d with the direction numbers of Joe and Kuo (SIAM J. Sci. Comput. 30,
/// 2008), in Gray-code order: without a seed, point i is row i of `scipy.stats.qmc.Sobol` unscrambled.
///
/// With a seed every dimension gets its own nested uniform scrambling (Owen, 1995): each half of the
/// axis is swapped or not, then each half of each half, and so on. It keeps what makes the points even
/// (any 2ᵐ consecutive points from a multiple of 2ᵐ on put one point in each 2ᵐth of an axis) and makes
/// each point by itself uniformly random. Computed by Laine and Karras's hash on the reversed bits as in
/// Burley, "Practical hash-based Owen scrambling" (JCGT 9(4), 2020), with Vegdahl's (2021) constants.
package struct SobolSequence: Sendable {
  /// Dimensions from here on are independent random numbers, a function of seed, dimension and index.
  package static let tabulatedDimensions = 64

  package let dimensions: Int
  private let seed: UInt64?
  /// 32 to a dimension, the first for the highest bit.
  private let directions: [UInt32]
  /// For each tabulated dimension what its hash begins with; empty without a seed.
  private let scrambles: [UInt32]

  /// - Parameter seed: nil for the plain sequence.
  package init(dimensions: Int, seed: UInt64?) {
    self.dimensions = max(dimensions, 0)
    self.seed = seed
    let tabulated = min(self.dimensions, Self.tabulatedDimensions)
    var directions = (0..<min(tabulated, 1)).flatMap { _ in Self.directions(1, starts: []) }
    var place = 0
    while directions.count < 32 * tabulated {
      let polynomial = Self.joeKuo[place]
      let degree = Self.degree(polynomial)
      let starts = Self.joeKuo[place + 1..<place + 1 + degree]
      directions += Self.directions(polynomial, starts: starts)
      place += 1 + degree
    }
    self.directions = directions
    scrambles =
      seed.map { seed in
        (0..<tabulated).map { dimension in
          var random = Self.random(seed, dimension: dimension, index: .max)
          return random.next()
        }
      } ?? []
  }

  /// The point with an index in 0..<2³². Scrambled coordinates are odd multiples of 2⁻³³: never an
  /// end or the middle of an axis.
  package func point(_ index: Int) -> [Double] {
    let index = UInt32(truncatingIfNeeded: index)
    return (0..<dimensions).map { coordinate($0, index) }
  }

  private func coordinate(_ dimension: Int, _ index: UInt32) -> Double {
    guard dimension < Self.tabulatedDimensions else {
      var random = Self.random(seed ?? 0, dimension: dimension, index: index)
      return random.uniform()
    }
    var bits: UInt32 = 0
    var code = index ^ (index >> 1)
    while code != 0 {
      bits ^= directions[32 * dimension + code.trailingZeroBitCount]
      code &= code - 1
    }
    if scrambles.isEmpty { return Double(bits) * 0x1p-32 }
    return (Double(Self.scramble(bits, scrambles[dimension])) + 0.5) * 0x1p-32
  }

  /// Every bit is flipped by a hash of the bits above it. On the reversed word that is a hash whose
  /// operations carry towards higher bits only: additions and products with odd numbers.
  private static func scramble(_ bits: UInt32, _ seed: UInt32) -> UInt32 {
    var x = reversed(bits)
    x ^= x &* 0x3d20_adea
    x &+= seed
    x &*= (seed >> 16) | 1
    x ^= x &* 0x0552_6c56
    x ^= x &* 0x53a2_2864
    return reversed(x)
  }

  private static func reversed(_ word: UInt32) -> UInt32 {
    var x = word.byteSwapped
    x = (x & 0x0f0f_0f0f) << 4 | (x >> 4) & 0x0f0f_0f0f
    x = (x & 0x3333_3333) << 2 | (x >> 2) & 0x3333_3333
    return (x & 0x5555_5555) << 1 | (x >> 1) & 0x5555_5555
  }

  private static func random(_ seed: UInt64, dimension: Int, index: UInt32) -> RandomStream {
    let place = UInt64(truncatingIfNeeded: dimension) << 32 | UInt64(index)
    return RandomStream(seed: seed, purpose: .search, index: SearchStream.sobol.index(place))
  }

  // MARK: - Direction numbers

  private static func degree(_ polynomial: UInt32) -> Int {
    31 - polynomial.leadingZeroBitCount
  }

  /// vₖ = mₖ·2^(32−k) for the given m₁…mₛ, then the recurrence of the primitive polynomial x^s + a₁x^(s−1) + … + 1,
  /// whose coefficients are the bits of `polynomial`. Degree 0 gives the van der Corput sequence.
  private static func directions(_ polynomial: UInt32, starts: ArraySlice<UInt32>) -> [UInt32] {
    let degree = degree(polynomial)
    var v = zip(starts, 1...32).map { $0 << UInt32(32 - $1) }
    for k in v.count..<32 {
      guard degree > 0 else {
        v.append(1 << UInt32(31 - k))
        continue
      }
      var next = v[k - degree] ^ (v[k - degree] >> UInt32(degree))
      for back in 1..<degree where polynomial >> UInt32(degree - back) & 1 == 1 {
        next ^= v[k - back]
      }
      v.append(next)
    }
    return v
  }

  /// For each dimension from the second on its polynomial, then as many m as its degree.
  private static let joeKuo: [UInt32] = [
    3, 1, 7, 1, 3, 11, 1, 3, 1, 13, 1, 1, 1, 19, 1, 1, 3, 3, 25, 1, 3, 5, 13, 37, 1, 1, 5, 5, 17,
    41, 1, 1, 5, 5, 5, 47, 1, 1, 7, 11, 19, 55, 1, 1, 5, 1, 1, 59, 1, 1, 1, 3, 11, 61, 1, 3, 5, 5,
    31, 67, 1, 3, 3, 9, 7, 49, 91, 1, 1, 1, 15, 21, 21, 97, 1, 3, 1, 13, 27, 49, 103, 1, 1, 1, 15,
    7, 5, 109, 1, 3, 1, 15, 13, 25, 115, 1, 1, 5, 5, 19, 61, 131, 1, 3, 7, 11, 23, 15, 103, 137, 1,
    3, 7, 13, 13, 15, 69, 143, 1, 1, 3, 13, 7, 35, 63, 145, 1, 3, 5, 9, 1, 25, 53, 157, 1, 3, 1, 13,
    9, 35, 107, 167, 1, 3, 1, 5, 27, 61, 31, 171, 1, 1, 5, 11, 19, 41, 61, 185, 1, 3, 5, 3, 3, 13,
    69, 191, 1, 1, 7, 13, 1, 19, 1, 193, 1, 3, 7, 5, 13, 19, 59, 203, 1, 1, 3, 9, 25, 29, 41, 211,
    1, 3, 5, 13, 23, 1, 55, 213, 1, 3, 7, 3, 13, 59, 17, 229, 1, 3, 1, 3, 5, 53, 69, 239, 1, 1, 5,
    5, 23, 33, 13, 241, 1, 1, 7, 7, 1, 61, 123, 247, 1, 1, 7, 9, 13, 61, 49, 253, 1, 3, 3, 5, 3, 55,
    33, 285, 1, 3, 1, 15, 31, 13, 49, 245, 299, 1, 3, 5, 15, 31, 59, 63, 97, 301, 1, 3, 1, 11, 11,
    11, 77, 249, 333, 1, 3, 1, 11, 27, 43, 71, 9, 351, 1, 1, 7, 15, 21, 11, 81, 45, 355, 1, 3, 7, 3,
    25, 31, 65, 79, 357, 1, 3, 1, 1, 19, 11, 3, 205, 361, 1, 1, 5, 9, 19, 21, 29, 157, 369, 1, 3, 7,
    11, 1, 33, 89, 185, 391, 1, 3, 3, 3, 15, 9, 79, 71, 397, 1, 3, 7, 11, 15, 39, 119, 27, 425, 1,
    1, 3, 1, 11, 31, 97, 225, 451, 1, 1, 1, 3, 23, 43, 57, 177, 463, 1, 3, 7, 7, 17, 17, 37, 71,
    487, 1, 3, 1, 5, 27, 63, 123, 213, 501, 1, 1, 3, 5, 11, 43, 53, 133, 529, 1, 3, 5, 5, 29, 17,
    47, 173, 479, 539, 1, 3, 3, 11, 3, 1, 109, 9, 69, 545, 1, 1, 1, 5, 17, 39, 23, 5, 343, 557, 1,
    3, 1, 5, 25, 15, 31, 103, 499, 563, 1, 1, 1, 11, 11, 17, 63, 105, 183, 601, 1, 1, 5, 11, 9, 29,
    97, 231, 363, 607, 1, 1, 5, 15, 19, 45, 41, 7, 383, 617, 1, 3, 7, 7, 31, 19, 83, 137, 221, 623,
    1, 1, 1, 3, 23, 15, 111, 223, 83, 631, 1, 1, 5, 13, 31, 15, 55, 25, 161, 637, 1, 1, 3, 13, 25,
    47, 39, 87, 257,
  ]
}
