// CRC-32C (Castagnoli), reflected polynomial 0x82f63b78, as iSCSI and SQLite's peers use it: finds every
// burst of up to 32 bits, which is what a torn write or a flipped bit is.

struct Checksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0x82f6_3b78 : 0) }
  }

  private(set) var value: UInt32

  /// - Parameter previous: of what comes before, so that a record in the wrong place does not fit.
  init(after previous: UInt32 = 0) { value = previous }

  mutating func add(_ bytes: some Sequence<UInt8>) {
    var rest = ~value
    for byte in bytes { rest = rest >> 8 ^ Self.table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] }
    value = ~rest
  }
}
