// Sine and cosine in Double, with the same bits on every machine: exactly rounded
// operations in a fixed order and no function of the C library.

extension PortableMath {
  /// The sine of an angle in radians. Errors stay below 2 units in the last place of 1 for |x| up
  /// to a million; far beyond, the result is a value of some angle in −1…1, the same everywhere.
  package static func sin(_ x: Double) -> Double {
    guard x.isFinite else { return .nan }
    let (quadrant, rest) = quarterTurns(x)
    switch quadrant {
    case 0: return sineNearZero(rest)
    case 1: return cosineNearZero(rest)
    case 2: return -sineNearZero(rest)
    default: return -cosineNearZero(rest)
    }
  }

  /// The cosine of an angle in radians; see `sin`.
  package static func cos(_ x: Double) -> Double {
    guard x.isFinite else { return .nan }
    let (quadrant, rest) = quarterTurns(x)
    switch quadrant {
    case 0: return cosineNearZero(rest)
    case 1: return -sineNearZero(rest)
    case 2: return -cosineNearZero(rest)
    default: return sineNearZero(rest)
    }
  }

  /// x = turns · π/2 + rest with |rest| ≤ π/4; the turns modulo 4. π/2 is taken in parts of 33
  /// bits, so that multiples of the first two are exact (Cody and Waite, Software Manual for the
  /// Elementary Functions, 1980).
  private static func quarterTurns(_ x: Double) -> (quadrant: Int, rest: Double) {
    let near = abs(x) <= 0x1p20 ? x : x.truncatingRemainder(dividingBy: 2 * Double.pi)
    let turns = (near * (2 / Double.pi)).rounded(.toNearestOrEven)
    let high = 0x1.921fb544p+0
    let middle = 0x1.0b4611a6p-34
    let low = 0x1.3198a2e037073p-69
    let rest = ((near - turns * high) - turns * middle) - turns * low
    return (Int(turns) & 3, rest)
  }

  /// The Taylor series up to r¹⁷; its next term is below 3e-19 at π/4.
  private static func sineNearZero(_ r: Double) -> Double {
    let z = r * r
    var series = 1.0 / 355_687_428_096_000
    series = series * z - 1.0 / 1_307_674_368_000
    series = series * z + 1.0 / 6_227_020_800
    series = series * z - 1.0 / 39_916_800
    series = series * z + 1.0 / 362_880
    series = series * z - 1.0 / 5_040
    series = series * z + 1.0 / 120
    series = series * z - 1.0 / 6
    return r + r * (z * series)
  }

  /// The Taylor series up to r¹⁶.
  private static func cosineNearZero(_ r: Double) -> Double {
    let z = r * r
    var series = 1.0 / 20_922_789_888_000
    series = series * z - 1.0 / 87_178_291_200
    series = series * z + 1.0 / 479_001_600
    series = series * z - 1.0 / 3_628_800
    series = series * z + 1.0 / 40_320
    series = series * z - 1.0 / 720
    series = series * z + 1.0 / 24
    series = series * z - 0.5
    return 1 + z * series
  }
}
