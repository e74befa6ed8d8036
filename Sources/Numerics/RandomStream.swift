// Where every random number of the project comes from. Philox4x32-10 is a counter-based generator:
// a block of four words is a pure function of (seed, purpose, index, block number), so a stream
// never depends on what other streams drew, and an interrupted run gets the same numbers again by
// naming the same stream.

/// What a stream of random numbers is for. Streams of different purposes are independent for the
/// same seed. The raw values are part of the reproducibility promise: never renumber them.
package enum RandomPurpose: UInt32, CaseIterable, Sendable {
  case data = 1
  case split = 2
  case initialization = 3
  case shuffle = 4
  case validation = 5
  case search = 6
  case fold = 7
  case dropout = 8
  case figures = 9
  case direction = 10
}

/// One stream of random numbers: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", SC 2011). The key is the seed; the counter is (block, purpose, low
/// half of index, high half of index). A stream holds 2³⁴ words and then begins again.
package struct RandomStream: Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block = SIMD4<UInt32>()
  private var wordsLeft = 0
  private var spareNormal: Double?

  /// - Parameter index: distinguishes streams of one purpose, such as the epoch for shuffling.
  package init(seed: UInt64, purpose: RandomPurpose, index: UInt64 = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(
      0, purpose.rawValue, UInt32(truncatingIfNeeded: index),
      UInt32(truncatingIfNeeded: index >> 32))
  }

  /// The next 32 random bits.
  package mutating func next() -> UInt32 {
    if wordsLeft == 0 {
      block = Self.philox(counter: counter, key: key)
      counter[0] &+= 1
      wordsLeft = 4
    }
    let word = block[4 - wordsLeft]
    wordsLeft -= 1
    return word
  }

  /// The next 64 random bits: two words, the low one first.
  package mutating func nextUInt64() -> UInt64 {
    let low = UInt64(next())
    return UInt64(next()) << 32 | low
  }

  /// A number in [0, 1), a multiple of 2⁻⁵³.
  package mutating func uniform() -> Double {
    Double(nextUInt64() >> 11) * 0x1p-53
  }

  /// A number in [0, 1), a multiple of 2⁻²⁴.
  package mutating func uniformFloat() -> Float {
    Float(next() >> 8) * 0x1p-24
  }

  /// A draw from the standard normal distribution, by Marsaglia's polar method (SIAM Review 6,
  /// 1964). It needs only a logarithm, the project's own, and a square root, which IEEE 754 makes
  /// exact. Normals come in pairs; the second of a pair is kept for the next call.
  package mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      if s < 1 && s > 0 {
        let scale = (-2 * PortableMath.log(s) / s).squareRoot()
        spareNormal = v * scale
        return u * scale
      }
    }
  }

  /// A whole number in 0..<n, every one equally likely (Lemire's multiplication with rejection,
  /// TOMACS 2019). For n ≤ 1 the answer is 0 and nothing is drawn.
  package mutating func below(_ n: Int) -> Int {
    guard n > 1 else { return 0 }
    if let bound = UInt32(exactly: n) {
      var product = UInt64(next()) * UInt64(bound)
      if UInt32(truncatingIfNeeded: product) < bound {
        let threshold = (0 &- bound) % bound
        while UInt32(truncatingIfNeeded: product) < threshold {
          product = UInt64(next()) * UInt64(bound)
        }
      }
      return Int(product >> 32)
    }
    let bound = UInt64(n)
    let threshold = (0 &- bound) % bound
    while true {
      let product = nextUInt64().multipliedFullWidth(by: bound)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// The numbers 0..<count in random order: Fisher–Yates from the last place down. Not generic, since generic
  /// functions are slow where another module calls them, and the engine asks before every epoch.
  package mutating func permutation(of count: Int) -> [Int32] {
    var places = [Int32](0..<Int32(count))
    for place in stride(from: count - 1, to: 0, by: -1) {
      places.swapAt(place, below(place + 1))
    }
    return places
  }

  /// The generator itself: ten rounds on one counter block.
  package static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let p0 = UInt64(c0) &* 0xD251_1F53
      let p1 = UInt64(c2) &* 0xCD9E_8D57
      c0 = UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0
      c1 = UInt32(truncatingIfNeeded: p1)
      c2 = UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1
      c3 = UInt32(truncatingIfNeeded: p0)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(c0, c1, c2, c3)
  }
}
