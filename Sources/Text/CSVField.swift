// A field of a table separated by commas, as RFC 4180 writes it.

/// In quotes where it needs them: with commas, quotes or line ends in it, or blanks at an end, which readers may
/// take away.
package func csvField(_ bytes: some Collection<UInt8>) -> [UInt8] {
  let isPlain = bytes.allSatisfy { $0 != 0x22 && $0 != 0x2C && $0 != 0x0A && $0 != 0x0D }
  if isPlain, bytes.first?.isBlank != true, Array(bytes.suffix(1)).first?.isBlank != true {
    return Array(bytes)
  }
  return [0x22] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}
