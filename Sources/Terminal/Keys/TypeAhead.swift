// What is typed while a command runs: kept for the next prompt, and shown on the line of progress meanwhile.
import CLineEditor

package final class TypeAhead {
  private var bytes: [UInt8] = []
  private var interrupts = cle_interrupt_count()

  package init() {}

  /// All that has been typed so far, as it is shown. Cheap to call often.
  ///
  /// - Parameter isUnicode: whether there are characters beyond ASCII.
  package func look(isUnicode: Bool) -> String {
    // As in a terminal's own queue: Ctrl-C drops what was typed before it.
    if cle_interrupt_count() != interrupts { bytes = [] }
    interrupts = cle_interrupt_count()
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      while bytes.count < Self.limit {
        let count = cle_read_ahead(buffer.baseAddress, buffer.count)
        guard count > 0 else { break }
        bytes.append(contentsOf: buffer[..<count])
      }
    }
    return Self.shown(bytes, isUnicode: isUnicode)
  }

  /// Takes it, for the next prompt.
  package func take() -> [UInt8] {
    _ = look(isUnicode: true)
    defer { bytes = [] }
    return bytes
  }

  /// What is beyond stays where the terminal keeps it.
  private static let limit = 1 << 20
  /// A line of progress has no more room.
  private static let longest = 400

  /// Keys as text: without those that print nothing, and without what Backspace takes back.
  package static func shown(_ bytes: [UInt8], isUnicode: Bool) -> String {
    var text = ""
    var rest = String(decoding: bytes.suffix(longest), as: UTF8.self).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1B}": skipKey(&rest)
      case "\u{08}", "\u{7F}": if !text.isEmpty { text.removeLast() }
      case "\n", "\r": text += isUnicode ? "\u{23CE} " : "; "
      // Ctrl-U and Ctrl-W take back what was typed of a line, and of a word.
      case "\u{15}": text = String(text[..<Self.lineStart(text)])
      case "\u{17}": Self.dropWord(&text)
      case "\t": text += " "
      case _ where isUnsafe(scalar): break
      default: text.unicodeScalars.append(isUnicode || scalar.isASCII ? scalar : "?")
      }
    }
    return text
  }

  private static func lineStart(_ text: String) -> String.Index {
    text.lastIndex(of: "\u{23CE}").map { text.index($0, offsetBy: 2) } ?? text.startIndex
  }

  private static func dropWord(_ text: inout String) {
    let start = lineStart(text)
    while text.endIndex > start, text.last == " " { text.removeLast() }
    while text.endIndex > start, text.last != " " { text.removeLast() }
  }

  /// The rest of a key that begins with escape (ECMA-48 §5.4, and what xterm sends for F1 to F4).
  private static func skipKey(_ rest: inout Substring.UnicodeScalarView) {
    while rest.first == "\u{1B}" { rest.removeFirst() }
    switch rest.popFirst() {
    case "[": while let scalar = rest.popFirst(), !("@"..."~").contains(scalar) {}
    case "O": _ = rest.popFirst()
    default: break
    }
  }
}
