// How many columns a text takes on a terminal, so that carets stand under what they are about and
// tables line up.

package enum DisplayWidth {
  /// The columns of one line: wide East Asian characters and emoji take two, combining marks none,
  /// a tab goes to the next multiple of eight, control characters count as `escapedForDisplay`
  /// shows them.
  /// - Parameter start: the column the text begins at, for tabs.
  package static func columns(of text: String, startingAt start: Int = 0) -> Int {
    var column = start
    for character in text {
      column += character == "\t" ? 8 - column % 8 : columns(of: character)
    }
    return column - start
  }

  /// The columns of one character other than a tab.
  package static func columns(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if scalars.count == 1 { return columns(of: first) }
    if scalars.contains(where: isEscapedForDisplay) {
      return scalars.reduce(0) { $0 + columns(of: $1) }
    }
    // A flag, a keycap, a family: one picture of two columns. U+FE0F asks for the picture.
    let isEmoji = first.properties.isEmoji && first.value > 0x7F
    if isEmoji, scalars.contains("\u{FE0F}") { return 2 }
    if isRegionalIndicator(first) { return 2 }
    if scalars.contains("\u{20E3}"), scalars.contains("\u{FE0F}") { return 2 }
    if scalars.contains("\u{200D}"), isEmoji { return 2 }
    if first.properties.isEmojiPresentation { return 2 }
    // Otherwise a base with marks, or conjoining letters: a Hangul syllable is as wide as its first
    // consonant.
    return scalars.dropFirst().reduce(columns(of: first)) { width, scalar in
      isJoined(scalar) ? width : width + columns(of: scalar)
    }
  }

  /// The columns of a scalar that stands alone.
  package static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.value >= 0x20 && scalar.value < 0x7F { return 1 }
    if let escape = displayEscape(of: scalar) { return escape.unicodeScalars.count }
    if isZeroWidth(scalar) { return 0 }
    return isWide(scalar) ? 2 : 1
  }

  private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  /// Vowels and finals that merge into a Hangul syllable.
  private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
    (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    // A soft hyphen is printed by terminals.
    if scalar == "\u{AD}" { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return true
    default: return isJoined(scalar)
    }
  }

  /// Unicode's East_Asian_Width W and F, and characters shown as pictures by default.
  static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    guard value >= 0x1100 else { return false }
    if scalar.properties.isEmojiPresentation && !isRegionalIndicator(scalar) { return true }
    var low = 0
    var high = wide.count
    while low < high {
      let middle = (low + high) / 2
      if wide[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < wide.count && wide[low].contains(value)
  }

  /// Ascending. Blocks of the East Asian scripts, whole where the unassigned rest of a block is
  /// wide as well (Unicode Standard Annex 11).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x2E99,
    0x2E9B...0x2EF3, 0x2F00...0x2FD5, 0x2FF0...0x303E, 0x3041...0x3096, 0x3099...0x30FF,
    0x3105...0x312F, 0x3131...0x318E, 0x3190...0x31E5, 0x31EF...0x321E, 0x3220...0x3247,
    0x3250...0xA48C, 0xA490...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE19, 0xFE30...0xFE52, 0xFE54...0xFE66, 0xFE68...0xFE6B, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x16FE4, 0x16FF0...0x16FF6, 0x17000...0x18CD5, 0x18CFF...0x18D1E,
    0x18D80...0x18DF2, 0x1AFF0...0x1AFF3, 0x1AFF5...0x1AFFB, 0x1AFFD...0x1AFFE, 0x1B000...0x1B122,
    0x1B132...0x1B132, 0x1B150...0x1B152, 0x1B155...0x1B155, 0x1B164...0x1B167, 0x1B170...0x1B2FB,
    0x1D300...0x1D356, 0x1D360...0x1D376, 0x1F200...0x1F202, 0x1F210...0x1F23B, 0x1F240...0x1F248,
    0x1F250...0x1F251, 0x1F260...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}

/// Text from outside made safe and visible: control characters, those that turn the direction
/// of writing, and those that nobody sees, are shown as `\e`, `\x07` or `\u{202E}`; a tab stays, a line feed is shown as `\n`
/// unless it is kept.
package func escapedForDisplay(_ text: String, keepingLineFeeds: Bool = false) -> String {
  guard text.unicodeScalars.contains(where: { displayEscape(of: $0) != nil }) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if let escape = displayEscape(of: scalar), !(keepingLineFeeds && scalar == "\n") {
      result += escape
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

package func isEscapedForDisplay(_ scalar: Unicode.Scalar) -> Bool {
  displayEscape(of: scalar) != nil
}

/// How a character is written that is not shown as it is; nil for all others.
func displayEscape(of scalar: Unicode.Scalar) -> String? {
  switch scalar.value {
  case 0x09: return nil
  case 0x0A: return "\\n"
  case 0x0D: return "\\r"
  case 0x1B: return "\\e"
  case 0..<0x20, 0x7F:
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\\x" + (digits.count == 1 ? "0" : "") + digits
  case 0x80...0x9F, 0x061C, 0x115F, 0x1160, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060,
    0x2066...0x2069,
    0x3164, 0xFEFF, 0xE0001:
    return "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  default: return nil
  }
}
