// The loops in which a Gaussian process spends its time, over rows of doubles. Each element is computed by
// itself, so the compiler may take as many at once as the processor has lanes and the bits stay the same;
// sums keep four partial sums, whatever the processor.

enum VectorArithmetic {
  typealias Row = UnsafeMutablePointer<Double>

  /// row -= a₀·b₀ + a₁·b₁ + … for `count` elements, the terms taken four at a time.
  ///
  /// - Parameter factor: aₖ and the row bₖ for k in `terms`.
  @inline(__always)
  static func subtract(
    _ terms: Range<Int>, from row: Row, count: Int, _ term: (Int) -> (factor: Double, row: Row)
  ) {
    var k = terms.lowerBound
    while k + 4 <= terms.upperBound {
      let (a0, b0) = term(k)
      let (a1, b1) = term(k + 1)
      let (a2, b2) = term(k + 2)
      let (a3, b3) = term(k + 3)
      for j in 0..<count {
        row[j] -= (a0 * b0[j] + a1 * b1[j]) + (a2 * b2[j] + a3 * b3[j])
      }
      k += 4
    }
    while k < terms.upperBound {
      let (a, b) = term(k)
      for j in 0..<count { row[j] -= a * b[j] }
      k += 1
    }
  }

  /// Σ aᵢ·bᵢ.
  static func dot(_ a: Row, _ b: Row, count: Int) -> Double {
    var sums = SIMD4<Double>()
    var i = 0
    while i + 4 <= count {
      sums += SIMD4(a[i], a[i + 1], a[i + 2], a[i + 3]) * SIMD4(b[i], b[i + 1], b[i + 2], b[i + 3])
      i += 4
    }
    var sum = (sums[0] + sums[1]) + (sums[2] + sums[3])
    while i < count {
      sum += a[i] * b[i]
      i += 1
    }
    return sum
  }

  /// The Matérn 5/2 correlation (Rasmussen and Williams 2006, eq. 4.17) of r²:
  /// (1 + √5·r + 5r²/3)·e^(−√5·r), and its slope d/d(r²) = −(5/6)·(1 + √5·r)·e^(−√5·r), which has no
  /// division by r.
  ///
  /// - Parameters:
  ///   - squares: r²; replaced by the correlations.
  ///   - slopes: filled where it is not nil.
  static func matern(_ squares: Row, slopes: Row?, count: Int) {
    guard let slopes else {
      for i in 0..<count {
        let square = squares[i]
        let root = (5 * square).squareRoot()
        squares[i] = (1 + root + 5 / 3 * square) * decay(root)
      }
      return
    }
    for i in 0..<count {
      let square = squares[i]
      let root = (5 * square).squareRoot()
      let decay = decay(root)
      squares[i] = (1 + root + 5 / 3 * square) * decay
      slopes[i] = -5 / 6 * (1 + root) * decay
    }
  }

  /// e^(−x) for x ≥ 0 without branches, so that loops of it vectorize; 0 from 700 on, within one unit in
  /// the last place below.
  @inline(__always)
  private static func decay(_ x: Double) -> Double {
    let negative = x < 700 ? -x : -700
    // Adding 1.5·2⁵² rounds to a whole number, which then stands in the low bits.
    let shifted = negative * 0x1.71547652b82fep0 + 0x1.8p52
    let k = shifted - 0x1.8p52
    let r = (negative - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33
    var series = 1.0 / 6_227_020_800
    series = series * r + 1.0 / 479_001_600
    series = series * r + 1.0 / 39_916_800
    series = series * r + 1.0 / 3_628_800
    series = series * r + 1.0 / 362_880
    series = series * r + 1.0 / 40_320
    series = series * r + 1.0 / 5_040
    series = series * r + 1.0 / 720
    series = series * r + 1.0 / 120
    series = series * r + 1.0 / 24
    series = series * r + 1.0 / 6
    series = series * r + 0.5
    let value = 1 + (r + r * r * series)
    return Double(bitPattern: value.bitPattern &+ (shifted.bitPattern << 52))
  }
}
