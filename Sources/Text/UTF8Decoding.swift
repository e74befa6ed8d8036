// Reads scalars out of bytes that may not be UTF-8 and says exactly which bytes are at fault.

package enum DecodedScalar: Equatable {
  case scalar(Unicode.Scalar, length: Int)
  /// The longest run that could have begun a scalar, at least one byte (Unicode Standard, section
  /// 3.9).
  case invalid(length: Int)
}

/// The scalar that begins at a byte.
package func decodeScalar(_ bytes: [UInt8], at start: Int) -> DecodedScalar {
  let first = bytes[start]
  let count: Int
  // The second byte alone rules out overlong forms, surrogates and values beyond U+10FFFF.
  var second: ClosedRange<UInt8> = 0x80...0xBF
  switch first {
  case 0..<0x80: return .scalar(Unicode.Scalar(first), length: 1)
  case 0xC2...0xDF: count = 2
  case 0xE0: (count, second) = (3, 0xA0...0xBF)
  case 0xED: (count, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: count = 3
  case 0xF0: (count, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: count = 4
  case 0xF4: (count, second) = (4, 0x80...0x8F)
  default: return .invalid(length: 1)
  }
  var value = UInt32(first) & (0xFF >> UInt32(count + 1))
  for offset in 1..<count {
    let allowed = offset == 1 ? second : 0x80...0xBF
    guard start + offset < bytes.count, allowed.contains(bytes[start + offset]) else {
      return .invalid(length: offset)
    }
    value = value << 6 | UInt32(bytes[start + offset] & 0x3F)
  }
  guard let scalar = Unicode.Scalar(value) else { return .invalid(length: count) }
  return .scalar(scalar, length: count)
}

/// The first bytes that are not UTF-8, or nil.
package func firstInvalidUTF8(in bytes: [UInt8]) -> Range<Int>? {
  var index = 0
  while index < bytes.count {
    switch decodeScalar(bytes, at: index) {
    case .scalar(_, let length): index += length
    case .invalid(let length): return index..<(index + length)
    }
  }
  return nil
}
