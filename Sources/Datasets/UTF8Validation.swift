// Whether bytes are UTF-8, said by the place where they stop being it.

/// The place of the first byte that is not part of well-formed UTF-8 (Unicode, table 3-7).
func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Int? {
  var index = range.lowerBound
  while index < range.upperBound {
    let lead = bytes[index]
    if lead < 0x80 {
      index += 1
      continue
    }
    let following: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: following = 1
    case 0xE0: (following, second) = (2, 0xA0...0xBF)
    case 0xED: (following, second) = (2, 0x80...0x9F)
    case 0xE1...0xEF: following = 2
    case 0xF0: (following, second) = (3, 0x90...0xBF)
    case 0xF4: (following, second) = (3, 0x80...0x8F)
    case 0xF1...0xF3: following = 3
    default: return index
    }
    guard index + following < range.upperBound, second.contains(bytes[index + 1]) else {
      return index
    }
    for offset in stride(from: 2, through: following, by: 1)
    where bytes[index + offset] & 0xC0 != 0x80 { return index }
    index += following + 1
  }
  return nil
}
