// A short name for the bits of a network's parameters: two trainings that print the same one ended
// with the same weights.

/// 64 bits that depend on every bit of an array of numbers and on their order: FNV-1a (Fowler, Noll
/// and Vo) over the values' bytes, the lowest first, and then the finishing steps of MurmurHash3
/// (Appleby), so that arrays which differ little have names that differ everywhere. +0 and -0 differ.
/// It guards against accidents, not against somebody who wants two networks to look alike.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  package let value: UInt64

  package init(_ numbers: [Float]) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for number in numbers {
      var bits = number.bitPattern
      for _ in 0..<4 {
        hash = (hash ^ UInt64(bits & 0xff)) &* 0x100_0000_01b3
        bits >>= 8
      }
    }
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    value = hash ^ (hash >> 33)
  }

  /// Sixteen hexadecimal digits.
  package var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension TrainingState {
  /// The fingerprint of the parameters.
  package var fingerprint: Fingerprint { Fingerprint(parameters) }
}
