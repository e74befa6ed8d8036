// Text from outside (files, data sets, typed lines that are echoed in a message) must not steer the
// terminal. Everything that could is replaced here by characters that say what stood there.

/// `text` with each character that a terminal would obey instead of show written out: the C0
/// controls but newline and tab, delete, the C1 controls, and the controls that reverse the
/// direction of writing. Escape becomes `\e`, others `\x07` or `\u{202E}`.
package func safeForTerminal(_ text: String) -> String {
  guard text.utf8.contains(where: mayBeginUnsafe) else { return text }
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    if isUnsafe(scalar) {
      result += writtenOut(scalar)
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// Whether a terminal would obey `scalar`, or let it change how its neighbors are read.
package func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A: false
  case 0x00...0x1F, 0x7F...0x9F: true
  // Unicode Standard Annex #9: the marks, embeddings, overrides and isolates.
  case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
  // Line and paragraph separator: some terminals break the line, we count on that they do not.
  case 0x2028, 0x2029: true
  default: false
  }
}

/// A first look at the bytes: everything unsafe begins with one of these. Most text has none.
private func mayBeginUnsafe(_ byte: UInt8) -> Bool {
  (byte < 0x20 && byte != 0x0A && byte != 0x09)
    || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2
}

private func writtenOut(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return switch scalar.value {
  case 0x1B: "\\e"
  case 0x00...0x7F: "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
  default: "\\u{" + digits + "}"
  }
}

/// `text` with the same characters as JSON's own `\u001B`. In valid JSON they can only stand inside
/// strings, where this form means the same, so that a JSON text keeps its meaning.
package func safeJSON(_ text: String) -> String {
  guard text.utf8.contains(where: mayBeginUnsafe) else { return text }
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    if isUnsafe(scalar) {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}
