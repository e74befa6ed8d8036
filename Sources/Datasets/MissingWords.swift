// What stands in a field that has no value.

/// Whether a field means that there is no value, in whatever column: empty, NA, N/A, NaN, null or ?, in
/// any case.
func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  switch bytes.count {
  case 0: return true
  case 1: return bytes[0] == 0x3F
  case 2: return isWord(bytes, "na")
  case 3: return isWord(bytes, "nan") || isWord(bytes, "n/a")
  case 4: return isWord(bytes, "null")
  default: return false
  }
}

/// Whether a field means in a column of numbers that there is none, in any case: None, missing, - or a
/// point. In a column of text they are texts as others are.
func isMissingNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  switch bytes.count {
  case 1: return bytes[0] == 0x2D || bytes[0] == 0x2E
  case 4: return isWord(bytes, "none")
  case 7: return isWord(bytes, "missing")
  default: return false
  }
}

/// Whether a field stands for an infinite number: inf or infinity in any case, or ∞, with a sign or
/// without.
func isInfinite(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  let hasSign = bytes.first == 0x2D || bytes.first == 0x2B
  let bare = UnsafeBufferPointer(rebasing: bytes.dropFirst(hasSign ? 1 : 0))
  return isWord(bare, "inf") || isWord(bare, "infinity") || bare.elementsEqual("∞".utf8)
}

/// In any case; the word itself in small letters.
private func isWord(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
  guard bytes.count == word.utf8CodeUnitCount else { return false }
  for index in 0..<bytes.count {
    let byte = bytes[index]
    let isUpper = byte >= 0x41 && byte <= 0x5A
    if (isUpper ? byte | 0x20 : byte) != word.utf8Start[index] { return false }
  }
  return true
}
