// What a key sends that is no character: ECMA-48's control sequences (CSI), the single shifts of keypads (SS3), and
// strings with which a terminal answers. xterm, rxvt, the Linux console, screen and tmux send them; each becomes a
// code of one character for the editor's key map, or nothing.
import CLineEditor

struct KeySequence: Equatable {
  /// The key's code; nil where it is no key, or one that does nothing.
  var code: UInt32?
  /// How many bytes it takes.
  var length: Int

  enum Reading: Equatable {
    case sequence(KeySequence)
    /// It may go on in what comes next.
    case unfinished
    /// Escape, and then something else.
    case none
  }

  private static let escape: UInt8 = 0x1B

  /// Reads a sequence at the beginning of `bytes`, which is an escape.
  static func read(_ bytes: ArraySlice<UInt8>) -> Reading {
    guard let second = bytes.dropFirst().first else { return .unfinished }
    switch second {
    case UInt8(ascii: "["): return control(bytes)
    case UInt8(ascii: "O"): return singleShift(bytes)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"): return string(bytes)
    case escape:
      // rxvt says Alt by an escape more.
      guard let third = bytes.dropFirst(2).first else { return .unfinished }
      guard third == UInt8(ascii: "[") || third == UInt8(ascii: "O") else { return .none }
      guard case .sequence(let inner) = read(bytes.dropFirst()) else { return .unfinished }
      return .sequence(
        KeySequence(code: inner.code.map(withWordMotion), length: inner.length + 1))
    default: return .none
    }
  }

  // MARK: Control sequences

  private static func control(_ bytes: ArraySlice<UInt8>) -> Reading {
    let body = bytes.dropFirst(2)
    guard let first = body.first else { return .unfinished }
    // The Linux console's F1 to F5.
    if first == UInt8(ascii: "[") {
      guard let key = body.dropFirst().first else { return .unfinished }
      return .sequence(
        KeySequence(code: key == UInt8(ascii: "A") ? CLE_KEY_HELP : nil, length: 4))
    }
    let digits = body.prefix { (0x30...0x39).contains($0) }
    // rxvt's keys with Shift end in what is no end elsewhere.
    let isShifted =
      !digits.isEmpty && digits.endIndex < body.endIndex && bytes[digits.endIndex] == 0x24
    guard
      let end = isShifted
        ? digits.endIndex : body.firstIndex(where: { !(0x20...0x3F).contains($0) })
    else {
      // No key is longer; what is, is rubbish.
      return body.count > 64
        ? .sequence(KeySequence(code: nil, length: bytes.count)) : .unfinished
    }
    let length = end - bytes.startIndex + 1
    guard (0x24...0x7E).contains(bytes[end]) else {
      return .sequence(KeySequence(code: nil, length: length - 1))
    }
    let final = Character(Unicode.Scalar(bytes[end]))
    // What a terminal answers, and the mouse.
    if (0x3C...0x3F).contains(first) { return .sequence(KeySequence(code: nil, length: length)) }
    // A press of the mouse as xterm first told them.
    if final == "M", end == body.startIndex {
      return bytes.count < 6 ? .unfinished : .sequence(KeySequence(code: nil, length: 6))
    }
    let numbers = body[..<end].split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false
    ).map { Int(String(decoding: $0.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)) }
    return .sequence(KeySequence(code: code(final, numbers), length: length))
  }

  private static func code(_ final: Character, _ numbers: [Int?]) -> UInt32? {
    let first = numbers.first ?? nil
    let modifiers = Modifiers((numbers.count > 1 ? numbers[1] : nil) ?? 1)
    switch final {
    case "A", "B", "C", "D", "H", "F":
      return letters[final].flatMap { modified($0, modifiers) }
    // rxvt's arrows with Shift.
    case "a", "b", "c", "d":
      return numbers == [nil] ? letters[Character(final.uppercased())] : nil
    case "P": return CLE_KEY_HELP
    case "Z": return CLE_KEY_BACK_TAB
    case "~": return first == 27 ? ofCharacter(numbers, 2) : numbered(first, modifiers)
    case "^": return numbered(first, .control)
    case "$", "@": return numbered(first, .shift)
    case "u": return ofCharacter(numbers, 0)
    default: return nil
    }
  }

  private static let letters: [Character: UInt32] = [
    "A": CLE_KEY_PREVIOUS, "B": CLE_KEY_NEXT, "C": CLE_KEY_RIGHT, "D": CLE_KEY_LEFT,
    "H": CLE_KEY_HOME, "F": CLE_KEY_END,
  ]

  private static func numbered(_ number: Int?, _ modifiers: Modifiers) -> UInt32? {
    switch number {
    case 1, 7: CLE_KEY_HOME
    case 4, 8: CLE_KEY_END
    case 3: modified(CLE_KEY_DELETE, modifiers)
    case 5: CLE_KEY_PAGE_UP
    case 6: CLE_KEY_PAGE_DOWN
    case 11: CLE_KEY_HELP
    default: nil
    }
  }

  /// Control and Alt make words of characters, as readline has it; Shift changes nothing.
  private static func modified(_ code: UInt32, _ modifiers: Modifiers) -> UInt32 {
    modifiers.isDisjoint(with: [.control, .alt, .meta]) ? code : withWordMotion(code)
  }

  private static func withWordMotion(_ code: UInt32) -> UInt32 {
    switch code {
    case CLE_KEY_LEFT: CLE_KEY_WORD_LEFT
    case CLE_KEY_RIGHT: CLE_KEY_WORD_RIGHT
    case CLE_KEY_DELETE: CLE_KEY_DELETE_WORD
    default: code
    }
  }

  /// A character with modifiers, as terminals with "CSI u" or modifyOtherKeys send it.
  private static func ofCharacter(_ numbers: [Int?], _ place: Int) -> UInt32? {
    let values =
      place == 0
      ? [numbers.first ?? nil, numbers.dropFirst().first ?? nil]
      : [numbers.dropFirst(2).first ?? nil, numbers.dropFirst().first ?? nil]
    guard let character = values[0], (0...0x10FFFF).contains(character) else { return nil }
    let modifiers = Modifiers(values[1] ?? 1)
    switch character {
    case 9: return modifiers.contains(.shift) ? CLE_KEY_BACK_TAB : 9
    case 13, 27: return UInt32(character)
    case 8, 127:
      return modifiers.isDisjoint(with: [.control, .alt]) ? 127 : CLE_KEY_DELETE_WORD_BACK
    case 0x40...0x7E where modifiers.contains(.control): return UInt32(character) & 0x1F
    case 0x20...0x7E where modifiers.isDisjoint(with: [.control, .alt, .meta]):
      return UInt32(character)
    default: return nil
    }
  }

  // MARK: Keypads

  private static func singleShift(_ bytes: ArraySlice<UInt8>) -> Reading {
    guard let key = bytes.dropFirst(2).first else { return .unfinished }
    switch Character(Unicode.Scalar(key)) {
    // As old terminals say modifiers.
    case "0"..."9":
      guard let last = bytes.dropFirst(3).first else { return .unfinished }
      let code = letters[Character(Unicode.Scalar(last))]
      return .sequence(
        KeySequence(code: code.map { modified($0, Modifiers(Int(key) - 0x30)) }, length: 4))
    case let final where letters[final] != nil:
      return .sequence(KeySequence(code: letters[final], length: 3))
    case "P": return .sequence(KeySequence(code: CLE_KEY_HELP, length: 3))
    case "M": return .sequence(KeySequence(code: 0x0D, length: 3))
    // rxvt's arrows with Control.
    case "a", "b", "c", "d":
      let code = letters[Character(Unicode.Scalar(key & 0xDF))]
      return .sequence(KeySequence(code: code.map(withWordMotion), length: 3))
    // The keypad's own signs and digits.
    case "j"..."y":
      return .sequence(KeySequence(code: UInt32(key - 0x40), length: 3))
    case "A"..."Z": return .sequence(KeySequence(code: nil, length: 3))
    default: return .none
    }
  }

  // MARK: Answers

  /// Up to the string's end, a bell or ST. The same letters with Alt are told from it by what follows.
  private static func string(_ bytes: ArraySlice<UInt8>) -> Reading {
    let body = bytes.dropFirst(2)
    guard let first = body.first else { return .unfinished }
    let isDigit = (0x30...0x39).contains(first)
    let isAnswer =
      switch bytes[bytes.startIndex + 1] {
      case UInt8(ascii: "]"): isDigit
      case UInt8(ascii: "P"): isDigit || first == UInt8(ascii: ">") || first == UInt8(ascii: "!")
      default: first == UInt8(ascii: "G")
      }
    guard isAnswer else { return .none }
    guard let end = body.firstIndex(where: { $0 == 0x07 || $0 == escape }) else {
      return body.count > 4096
        ? .sequence(KeySequence(code: nil, length: bytes.count)) : .unfinished
    }
    let isBell = bytes[end] == 0x07
    guard isBell || end + 1 < bytes.endIndex else { return .unfinished }
    let isEnd = isBell || bytes[end + 1] == UInt8(ascii: "\\")
    let length = end - bytes.startIndex + (isBell ? 1 : isEnd ? 2 : 0)
    return .sequence(KeySequence(code: nil, length: length))
  }
}

/// As xterm counts them in a sequence, from 1.
private struct Modifiers: OptionSet {
  let rawValue: Int

  init(rawValue: Int) { self.rawValue = rawValue }
  init(_ parameter: Int) { rawValue = max(0, parameter - 1) }

  static let shift = Modifiers(rawValue: 1)
  static let alt = Modifiers(rawValue: 2)
  static let control = Modifiers(rawValue: 4)
  static let meta = Modifiers(rawValue: 8)
}
