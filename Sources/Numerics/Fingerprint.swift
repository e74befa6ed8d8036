// A short name for the bits of numbers, such as a network's parameters: two trainings that print the same
// one ended with the same weights.

/// 64 bits that depend on every bit of an array of numbers and on their order: FNV-1a (Fowler, Noll
/// and Vo) over the values' bytes, the lowest first, and then the finishing steps of MurmurHash3
/// (Appleby), so that arrays which differ little have names that differ everywhere. +0 and -0 differ.
/// It guards against accidents, not against somebody who wants two networks to look alike.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  package let value: UInt64

  package init(_ numbers: [Float]) {
    var hash = FingerprintHash()
    for number in numbers { hash.add(number) }
    self = hash.fingerprint
  }

  package init(value: UInt64) { self.value = value }

  /// The finishing steps: each bit of the result depends on every bit of the hash.
  package static func finished(_ hash: UInt64) -> UInt64 {
    var hash = hash
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return hash ^ (hash >> 33)
  }

  /// Sixteen hexadecimal digits.
  package var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// A fingerprint under way.
package struct FingerprintHash {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package mutating func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

  package mutating func add(_ number: Float) {
    var bits = number.bitPattern
    for _ in 0..<4 {
      add(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
    }
  }

  package mutating func add(_ bits: UInt64) {
    for place in 0..<8 { add(UInt8(truncatingIfNeeded: bits >> (8 * UInt64(place)))) }
  }

  package mutating func add(_ number: Double) { add(number.bitPattern) }

  /// With its length, so that where one text ends and the next begins counts too.
  package mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    for byte in text.utf8 { add(byte) }
  }

  package var fingerprint: Fingerprint { Fingerprint(value: Fingerprint.finished(hash)) }
}
