// CRC-32C (Castagnoli), reflected polynomial 0x82f63b78, as iSCSI and SQLite's peers use it: finds every
// burst of up to 32 bits, which is what a torn write or a flipped bit is.

package struct Checksum {
  /// What a byte leaves after 0, 1, … 7 bytes of zeros, the 256 bytes of each in a row: eight bytes are then
  /// taken at once (Kounavis and Berry, "A Systematic Approach to Building High Performance Software-Based
  /// CRC Generators", 2005).
  private static let table: [UInt32] = {
    var table = (0..<256).map { byte in
      (0..<8).reduce(UInt32(byte)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0x82f6_3b78 : 0) }
    }
    for place in 256..<2048 {
      let rest = table[place - 256]
      table.append(rest >> 8 ^ table[Int(rest & 255)])
    }
    return table
  }()

  package private(set) var value: UInt32

  /// - Parameter previous: of what comes before, so that a record in the wrong place does not fit.
  package init(after previous: UInt32 = 0) { value = previous }

  package mutating func add(_ bytes: ArraySlice<UInt8>) {
    let rest = bytes.withUnsafeBytes { bytes in
      Self.table.withUnsafeBufferPointer { Self.rest(of: ~value, after: bytes, $0) }
    }
    value = ~rest
  }

  private static func rest(
    of value: UInt32, after bytes: UnsafeRawBufferPointer, _ table: UnsafeBufferPointer<UInt32>
  ) -> UInt32 {
    var (rest, place) = (value, 0)
    while place + 8 <= bytes.count {
      let next = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let eight = next ^ UInt64(rest)
      rest = 0
      for byte in 0..<8 {
        rest ^= table[(7 - byte) << 8 + Int(eight >> UInt64(8 * byte) & 255)]
      }
      place += 8
    }
    for byte in bytes[place...] {
      rest = rest >> 8 ^ table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)]
    }
    return rest
  }
}
