// Padding and wrapping by what a terminal shows, not by characters.
import CommandLanguage
import Text

enum TextWrap {
  static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  static func padded(_ text: String, to width: Int) -> String {
    text + spaces(width - displayWidth(text))
  }

  static func rightAligned(_ text: String, to width: Int) -> String {
    spaces(width - displayWidth(text)) + text
  }

  /// Without the blanks at its end.
  static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// Breaks a paragraph at blanks; every line after the first begins with `hanging` blanks. A command
  /// in backquotes stays on one line where a line has room for it.
  static func wrapped(
    _ paragraph: String, width: Int, indent: Int = 0, hanging: Int? = nil
  ) -> [String] {
    let hanging = hanging ?? indent
    var lines: [String] = []
    var line = spaces(indent)
    var isEmpty = true
    for piece in pieces(of: paragraph, fitting: width - max(indent, hanging)) {
      let needed = displayWidth(line) + (isEmpty ? 0 : 1) + displayWidth(piece)
      if !isEmpty && needed > width {
        lines.append(line)
        line = spaces(hanging)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + piece
      isEmpty = false
    }
    if !isEmpty { lines.append(line) }
    return lines
  }

  /// Its words; those between a backquote and the next one are one piece if they fit.
  private static func pieces(of paragraph: String, fitting room: Int) -> [String] {
    var pieces: [String] = []
    var quoted: [String] = []
    for word in paragraph.split(separator: " ", omittingEmptySubsequences: true) {
      let turns = word.utf8.count { $0 == UInt8(ascii: "`") } % 2 == 1
      guard turns || !quoted.isEmpty else {
        pieces.append(String(word))
        continue
      }
      quoted.append(String(word))
      guard turns, quoted.count > 1 else { continue }
      let whole = quoted.joined(separator: " ")
      pieces += displayWidth(whole) <= room ? [whole] : quoted
      quoted = []
    }
    return pieces + quoted
  }

  /// A line that is too wide, broken as a paragraph behind its own indent.
  static func fitted(_ line: String, width: Int) -> [String] {
    guard displayWidth(line) > width else { return [line] }
    let indent = min(line.prefix { $0 == " " }.count, width / 4)
    return wrapped(line, width: width, indent: indent, hanging: indent + 2)
  }
}

/// Columns of a text as shown, control characters written out.
func displayWidth(_ text: String, from start: Int = 0) -> Int {
  DisplayWidth.columns(of: text, startingAt: start)
}
