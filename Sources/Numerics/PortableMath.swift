// Elementary functions in Double for everything outside the kernels (random numbers, losses, search
// spaces). The C library's versions give different bits on different machines; these use only IEEE
// 754's exactly rounded operations, without fused multiply-add, in a fixed order, so they cannot.

/// Double-precision functions with the same bits everywhere. Errors stay below 2 units in the last
/// place.
package enum PortableMath {
  private static let ln2High = 0x1.62e42feep-1  // 32 significant bits: k * ln2High is exact
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// The natural logarithm; -∞ at 0, NaN below.
  package static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    // x = m · 2^e with m in [√½, √2), and log m = 2 artanh((m - 1) / (m + 1)).
    var exponent = x.exponent
    var m = x.significand
    if m > 0x1.6a09e667f3bcdp0 {
      m *= 0.5
      exponent += 1
    }
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    var series = 1.0 / 21
    series = series * z + 1.0 / 19
    series = series * z + 1.0 / 17
    series = series * z + 1.0 / 15
    series = series * z + 1.0 / 13
    series = series * z + 1.0 / 11
    series = series * z + 1.0 / 9
    series = series * z + 1.0 / 7
    series = series * z + 1.0 / 5
    series = series * z + 1.0 / 3
    // 2s = f - s·f, so the leading term is f itself, without the division's rounding error.
    let tail = s * (2 * z * series - f)
    let k = Double(exponent)
    return k * ln2High + (f + (tail + k * ln2Low))
  }

  /// log(1 + x) for x > -1, accurate near 0.
  package static func log1p(_ x: Double) -> Double {
    let u = 1 + x
    if u == 1 { return x }
    if u == .infinity { return u }
    return log(u) * (x / (u - 1))
  }

  /// e^x.
  package static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.79 { return .infinity }
    if x < -745.2 { return 0 }
    let k = (x * 0x1.71547652b82fep0).rounded(.toNearestOrEven)
    let r = (x - k * ln2High) - k * ln2Low
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
    // Two factors, so that results below the normal range round once.
    let half = Int(k) / 2
    return value * powerOfTwo(half) * powerOfTwo(Int(k) - half)
  }

  /// base^exponent for exponent ≥ 0 by repeated squaring, the lowest bit of the exponent first.
  package static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var bits = exponent
    while bits > 0 {
      if bits & 1 == 1 { result *= square }
      square *= square
      bits >>= 1
    }
    return result
  }

  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(exponent + 1023) << 52)
  }
}
