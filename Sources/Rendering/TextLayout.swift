// Columns and paragraphs: padding and wrapping by what a terminal shows, not by characters.
import CommandLanguage

enum TextLayout {
  static func padded(_ text: String, to width: Int) -> String {
    text + spaces(width - displayWidth(text))
  }

  static func rightAligned(_ text: String, to width: Int) -> String {
    spaces(width - displayWidth(text)) + text
  }

  /// A cell of a table that grows: flush right, and never touching the one before.
  static func cell(_ text: String, width: Int) -> String {
    rightAligned(text, to: max(width, displayWidth(text) + 1))
  }

  /// The text, or its beginning and `…` where it is wider.
  static func clipped(_ text: String, to width: Int) -> String {
    guard displayWidth(text) > width else { return text }
    var kept = Substring(text)
    while displayWidth(String(kept)) >= width { kept.removeLast() }
    return kept + "…"
  }

  static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

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

  /// Two columns: names, then what they mean, wrapped under themselves.
  static func definitions(
    _ rows: [(String, String)], width: Int, indent: Int = 2, widestName: Int = 24
  ) -> [String] {
    // Beside names that leave a narrow column, meanings would be broken at every other word.
    let widest = min(widestName, width * 2 / 5)
    let nameWidth = min(widest, rows.map { displayWidth($0.0) }.max() ?? 0)
    let textColumn = indent + nameWidth + 2
    var lines: [String] = []
    for (name, text) in rows {
      let wrappedText = wrapped(text, width: width, indent: textColumn)
      guard displayWidth(name) <= nameWidth, let first = wrappedText.first else {
        lines.append(spaces(indent) + name)
        lines.append(contentsOf: wrappedText)
        continue
      }
      lines.append(spaces(indent) + padded(name, to: nameWidth) + "  " + first.drop { $0 == " " })
      lines.append(contentsOf: wrappedText.dropFirst())
    }
    return lines
  }

  /// A table whose first `leftColumns` columns are flush left and the others flush right.
  static func table(_ rows: [[String]], leftColumns: Int = 1, gap: Int = 2) -> [String] {
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in
      rows.map { column < $0.count ? displayWidth($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.indices.map { column in
        column < leftColumns
          ? padded(row[column], to: widths[column]) : rightAligned(row[column], to: widths[column])
      }
      let line = "  " + cells.joined(separator: spaces(gap))
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
