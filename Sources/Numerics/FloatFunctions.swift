// exp, tanh and their kin in 32 bits: the readable twin of the functions in CKernels/functions.inc.h,
// with the same bits. Only exactly rounded operations (+, -, ·, /, fused multiply-add) in a fixed
// order, no branches that matter and no C library.

/// Single-precision functions with the same bits on every machine. Errors stay below 2 units in the
/// last place, save where noted.
package enum FloatFunctions {
  /// a·b + c, rounded once.
  package static func fma(_ a: Float, _ b: Float, _ c: Float) -> Float { c.addingProduct(a, b) }

  /// The value of a polynomial by Horner's rule, the highest coefficient first.
  private static func horner(_ x: Float, _ first: Float, _ rest: Float...) -> Float {
    rest.reduce(first) { fma($0, x, $1) }
  }

  /// e^x: x = n ln 2 + r, a minimax polynomial for e^r, and 2^n in two factors so that subnormal
  /// results round once.
  package static func exp(_ argument: Float) -> Float {
    var x = argument
    if x > 89 { x = 89 }
    if x < -104 { x = -104 }
    let shifted = fma(x, 0x1.715476p+0, 12_582_912)
    let n = shifted - 12_582_912
    var r = fma(n, -0x1.62e4p-1, x)
    r = fma(n, -0x1.7f7d1cp-20, r)
    let q = horner(
      r, 0x1.6a23ccp-10, 0x1.123a2p-7, 0x1.5558f2p-5, 0x1.555492p-3, 0x1.fffffcp-2)
    let value = fma(q, r * r, r) + 1
    let power = Int32(truncatingIfNeeded: shifted.bitPattern) &- 0x4b40_0000
    let half = power >> 1
    return (value * powerOfTwo(half)) * powerOfTwo(power &- half)
  }

  private static func powerOfTwo(_ n: Int32) -> Float {
    Float(bitPattern: UInt32(bitPattern: (n &+ 127) << 23))
  }

  /// 1 / (1 + e^-x), accurate in both tails.
  package static func sigmoid(_ x: Float) -> Float {
    let e = exp(-x.magnitude)
    return (x >= 0 ? 1 : e) / (e + 1)
  }

  /// tanh x: an odd polynomial near 0, (1 - e^-2|x|) / (1 + e^-2|x|) elsewhere.
  package static func tanh(_ x: Float) -> Float {
    let a = x.magnitude
    if a < 0.625 {
      let z = x * x
      let p = horner(
        z, -0x1.76a45cp-8, 0x1.525530p-6, -0x1.b8440cp-5, 0x1.110766p-3, -0x1.555534p-2)
      return fma(x * z, p, x)
    }
    let e = exp(a * -2)
    let large = (1 - e) / (e + 1)
    return x.sign == .minus ? -large : large
  }

  /// Φ(x), the standard normal distribution function, and E = exp(-x²/2). For t = |x|, Φ(-t) =
  /// E·u·P(u) with u = 1 / (1 + 0.3 t) and P minimax for the relative error, so both tails are
  /// accurate (below 5 units in the last place).
  private static func normal(_ x: Float) -> (cumulative: Float, densityCore: Float) {
    var t = x.magnitude
    if t > 14.5 { t = 14.5 }
    let square = t * t
    let rest = fma(t, t, -square)
    var e = exp(square * -0.5)
    e = fma(e, rest * -0.5, e)
    let u = 1 / fma(t, 0.3, 1)
    let p = horner(
      u, -0x1.51e518p-6, 0x1.cc8948p-4, -0x1.d361a6p-3, 0x1.88c654p-3, -0x1.455192p-4,
      0x1.89dbc0p-4, 0x1.411582p-4, 0x1.c38638p-4, 0x1.e9c422p-4, 0x1.ea3c98p-4)
    let lower = e * (u * p)
    return (x < 0 ? lower : 1 - lower, e)
  }

  /// Φ(x) = (1 + erf(x / √2)) / 2.
  package static func normalCumulative(_ x: Float) -> Float { normal(x).cumulative }

  /// The derivative of x·Φ(x): Φ(x) + x·exp(-x²/2)/√(2π).
  package static func geluDerivative(_ x: Float) -> Float {
    let (cumulative, core) = normal(x)
    return fma(x, core * 0x1.988454p-2, cumulative)
  }
}
