// The standard normal distribution, for the samplers that model values: densities, tails, quantiles and
// the expected improvement, accurate to a few units in the last place however far out, where the
// textbook formulas cancel or underflow. Built on PortableMath, so the bits are the same everywhere.

import Numerics

/// Functions of the normal distribution with mean 0 and variance 1: φ its density, Φ its distribution
/// function.
package enum NormalDistribution {
  /// ½ ln 2π.
  static let halfLogTwoPi = 0x1.d67f1c864beb5p-1
  private static let inverseRootTwoPi = 0x1.9884533d43651p-2

  /// φ(z) = e^(−z²/2) / √2π.
  package static func density(_ z: Double) -> Double {
    inverseRootTwoPi * halfSquareExponential(z)
  }

  /// ln φ(z).
  package static func logDensity(_ z: Double) -> Double { -0.5 * z * z - halfLogTwoPi }

  /// Φ(z), with its relative accuracy kept in the lower tail; `cumulative(-z)` is the upper one.
  package static func cumulative(_ z: Double) -> Double {
    if z.isNaN { return z }
    let tail = density(z) * millsRatio(abs(z))
    return z > 0 ? 1 - tail : tail
  }

  /// ln Φ(z); finite as long as z² is.
  package static func logCumulative(_ z: Double) -> Double {
    if z.isNaN { return z }
    if z > 0 { return PortableMath.log1p(-density(z) * millsRatio(z)) }
    return logDensity(z) + PortableMath.log(millsRatio(-z))
  }

  /// ln(Φ(upper) − Φ(lower)) for lower ≤ upper; −∞ when they are equal. Either may be infinite.
  package static func logMass(from lower: Double, to upper: Double) -> Double {
    guard lower < upper else { return -.infinity }
    // The lower tail is the one that is kept accurate.
    if lower > 0 { return logMass(from: -upper, to: -lower) }
    let width = upper - lower
    let middle = lower + 0.5 * width
    if width * max(1, abs(middle)) < 2e-3 {
      // The difference would cancel; the density's Taylor series around the middle does not.
      let curvature = (middle * middle - 1) * width * width / 24
      return logDensity(middle) + PortableMath.log(width) + PortableMath.log1p(curvature)
    }
    if upper <= 0 {
      let high = logCumulative(upper)
      return high + log1mexp(logCumulative(lower) - high)
    }
    return PortableMath.log1p(-(cumulative(lower) + cumulative(-upper)))
  }

  /// The z with Φ(z) = p: ∓∞ at 0 and 1, NaN outside. Wichura's PPND16 (algorithm AS 241, Applied
  /// Statistics 37, 1988), good to about 1 part in 10¹⁶.
  package static func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    let q = p - 0.5
    if abs(q) <= 0.425 { return q * ratio(of: center, at: 0.180625 - q * q) }
    let r = (-PortableMath.log(q < 0 ? p : 1 - p)).squareRoot()
    let size = r <= 5 ? ratio(of: shoulder, at: r - 1.6) : ratio(of: farTail, at: r - 5)
    return q < 0 ? -size : size
  }

  /// Mills's ratio (1 − Φ(z)) / φ(z) for z ≥ 0, which falls from √(π/2) like 1/z. It is the scaled
  /// complementary error function: erfcx(x) = √(2/π) · millsRatio(√2·x).
  package static func millsRatio(_ z: Double) -> Double {
    if z == .infinity { return 0 }
    return chebyshev(millsSeries, at: (z - 5) / (z + 5)) / (1 + z)
  }

  /// ln h(u), where h(u) = φ(u) + u·Φ(u) is the expected improvement over a standard normal's mean
  /// by u, and the slope d ln h / du = Φ(u) / h(u). Nothing cancels or underflows: u may be −10¹⁵⁰
  /// (Ament et al., "Unexpected improvements to expected improvement", NeurIPS 2023, has the
  /// purpose; the series is this project's).
  package static func logImprovement(_ u: Double) -> (value: Double, slope: Double) {
    if u.isInfinite { return u > 0 ? (u, 0) : (u, .infinity) }
    if u > 0 {
      // h(u) = u + h(−u).
      let cumulative = cumulative(u)
      let improvement = u + density(u) * improvementRatio(u)
      return (PortableMath.log(improvement), cumulative / improvement)
    }
    let ratio = improvementRatio(-u)
    return (logDensity(u) + PortableMath.log(ratio), millsRatio(-u) / ratio)
  }

  /// h(−u) / φ(u) = 1 − u · millsRatio(u) for u ≥ 0.
  private static func improvementRatio(_ u: Double) -> Double {
    chebyshev(improvementSeries, at: (u - 5) / (u + 5)) / (1 + u * (1.5 + u))
  }

  /// ln(1 − eˣ) for x < 0 (Mächler, "Accurately computing log(1 − exp(−|a|))", 2012).
  private static func log1mexp(_ x: Double) -> Double {
    if x < -0.6931471805599453 { return PortableMath.log1p(-PortableMath.exp(x)) }
    // 1 − eˣ by its series where the subtraction would cancel.
    if x > -1e-3 { return PortableMath.log(-x * (1 + x * (0.5 + x * (1.0 / 6 + x / 24)))) }
    return PortableMath.log(1 - PortableMath.exp(x))
  }

  /// e^(−z²/2). The square is taken in two parts, the first of them exact: far out, the rounding of z²
  /// alone would cost digits.
  private static func halfSquareExponential(_ z: Double) -> Double {
    if z * z > 1500 { return 0 }
    let high = Double(bitPattern: z.bitPattern & ~0x7ff_ffff)
    let rest = (z - high) * (z + high)
    return PortableMath.exp(-0.5 * high * high) * PortableMath.exp(-0.5 * rest)
  }

  /// Σ cₖ·Tₖ(x), by Clenshaw's recurrence.
  private static func chebyshev(_ coefficients: [Double], at x: Double) -> Double {
    var (next, afterNext) = (0.0, 0.0)
    for degree in stride(from: coefficients.count - 1, to: 0, by: -1) {
      (next, afterNext) = (2 * x * next - afterNext + coefficients[degree], next)
    }
    return x * next - afterNext + coefficients[0]
  }

  /// (1 + z) · millsRatio(z) in Chebyshev polynomials of (z − 5) / (z + 5), which maps z ≥ 0 to
  /// [−1, 1]; computed at 50 digits, cut where terms fall below 10⁻¹⁷.
  private static let millsSeries = [
    1.1579976221305188, -0.1633449388451398, -0.013683136055781576,
    0.03082200019810004, -0.016220073012046806, 0.005616691016460094,
    -0.0014133933783549216, 0.0002502625460725661, -2.468907239728387e-05,
    -1.0107964061837592e-06, 7.495419179740573e-07, -7.600274268728337e-08,
    -1.1574771441328644e-08, 3.333386472599843e-09, 7.538039628171347e-11,
    -1.1104247263727494e-10, 3.509243776551059e-12, 3.6894953861750955e-12,
    -2.3376697776383095e-13, -1.3271797523541405e-13, 9.921706995888276e-15,
    5.276004995455379e-15, -3.373097694187922e-16, -2.280433877637994e-16,
    7.496330565808648e-18, 1.0328041877290684e-17,
  ]

  /// (1 + 1.5u + u²) · (1 − u · millsRatio(u)) in the same polynomials.
  private static let improvementSeries = [
    1.1097650680489644, -0.04720785580005119, -0.10630409847253942,
    0.05377349638497877, -0.007811176301763078, -0.004990801318942109,
    0.003983460906628026, -0.001527272979043673, 0.00036756439837271786,
    -4.9172300770452295e-05, -6.031407221156741e-07, 1.6320205086512602e-06,
    -2.256583021921482e-07, -2.6031793159445973e-08, 1.0599639091102752e-08,
    4.3648826669350676e-12, -3.943756904068002e-10, 2.201707672675194e-11,
    1.4663433245704713e-11, -1.327006874405822e-12, -5.901012358129385e-13,
    6.048279241512904e-14, 2.6234860156391486e-14, -2.336033844321444e-15,
    -1.2651139804080407e-15, 6.75836492664162e-17, 6.362944055320028e-17,
  ]
}

// MARK: - Wichura's rational functions

extension NormalDistribution {
  /// Numerator and denominator, highest power first.
  private typealias Rational = (above: [Double], below: [Double])

  private static func ratio(of rational: Rational, at x: Double) -> Double {
    let above = rational.above.reduce(0) { $0 * x + $1 }
    return above / rational.below.reduce(0) { $0 * x + $1 }
  }

  private static let center: Rational = (
    [
      2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
      13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
    ],
    [
      5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
      5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
    ]
  )

  private static let shoulder: Rational = (
    [
      7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
      1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
      4.6303378461565452959, 1.42343711074968357734,
    ],
    [
      1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
      0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
      2.05319162663775882187, 1,
    ]
  )

  private static let farTail: Rational = (
    [
      2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
      0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
      5.4637849111641143699, 6.6579046435011037772,
    ],
    [
      2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
      7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
      0.59983220655588793769, 1,
    ]
  )
}
