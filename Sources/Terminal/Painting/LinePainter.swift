// From what a terminal shows of a line to what it is to show: only what differs is sent. It counts rows from the
// prompt's first, wherever on the screen that is, and needs nothing but ECMA-48's cursor and erasing sequences.

package struct LinePainter: Sendable {
  private var rows: [[LineFrame.Cell]] = []
  /// Where the terminal's cursor is. Behind a full row its column is the window's width.
  private var cursor = (row: 0, column: 0)
  private var columns = 80
  private let color: Bool

  package init(color: Bool) { self.color = color }

  private static let escape = "\u{1B}["
  /// Terminals that know it show all at once; others pass over it.
  private static let beginUpdate = "\u{1B}[?2026h\u{1B}[?25l"
  private static let endUpdate = "\u{1B}[?25h\u{1B}[?2026l"

  /// Whether anything is on the screen.
  package var isEmpty: Bool { rows.isEmpty }

  // MARK: Painting

  /// What to send so that the screen shows `frame`. The first time the cursor may be anywhere in the row in which
  /// the prompt is to begin.
  package mutating func paint(_ frame: LineFrame, columns: Int) -> String {
    self.columns = columns
    var text = ""
    let before = rows.count
    if rows.isEmpty {
      text = "\r"
      rows = [[]]
    }
    for (row, cells) in frame.rows.enumerated() {
      draw(cells, row, isNew: before == 0 && row == 0, &text)
    }
    if rows.count > frame.rows.count {
      move(to: (frame.rows.count, 0), &text)
      text += Self.escape + "J"
      rows.removeSubrange(frame.rows.count...)
    }
    let moves = !text.isEmpty
    move(to: frame.cursor, &text)
    // A character at the end of the line needs no more than itself.
    let isPlain = !moves || !text.contains("\u{1B}") && before > 0
    return isPlain ? text : Self.beginUpdate + text + Self.endUpdate
  }

  private mutating func draw(
    _ cells: [LineFrame.Cell], _ row: Int, isNew: Bool, _ text: inout String
  ) {
    if row == rows.count {
      move(to: (row - 1, min(cursor.column, columns)), &text)
      text += "\r\n"
      cursor = (row, 0)
      rows.append([])
    }
    let old = rows[row]
    var same = 0
    var column = 0
    while same < min(old.count, cells.count), old[same] == cells[same] {
      column += cells[same].width
      same += 1
    }
    guard same < max(old.count, cells.count) || isNew else { return }
    move(to: (row, column), &text)
    // Rows of one width that end alike keep their ends.
    var end = cells.count
    let width = cells.width
    if old.width == width, old.count == cells.count {
      while end > same, old[end - 1] == cells[end - 1] { end -= 1 }
    }
    send(cells[same..<end], &text)
    if old.width > width || isNew, width < columns { text += Self.escape + "K" }
    rows[row] = cells
  }

  private mutating func send(_ cells: ArraySlice<LineFrame.Cell>, _ text: inout String) {
    var style = Style.plain
    for cell in cells {
      if color, cell.style != style {
        if style != .plain { text += Style.reset }
        text += cell.style.escapeSequence
        style = cell.style
      }
      text += cell.text
      cursor.column += cell.width
      if cell.isUncertain, cursor.column < columns {
        text += Self.escape + "\(cursor.column + 1)G"
      }
    }
    if color, style != .plain { text += Style.reset }
  }

  private mutating func move(to place: (row: Int, column: Int), _ text: inout String) {
    let down = place.row - cursor.row
    if down > 0 { text += Self.escape + "\(down)B" }
    if down < 0 { text += Self.escape + "\(-down)A" }
    let back = cursor.column - place.column
    if back != 0 || cursor.column >= columns && place.column < columns {
      if back > 0, back < 4, cursor.column < columns {
        text += String(repeating: "\u{8}", count: back)
      } else if back < 0, cursor.column < columns {
        text += Self.escape + "\(-back)C"
      } else {
        text += "\r"
        if place.column > 0 { text += Self.escape + "\(place.column)C" }
      }
    }
    cursor = place
  }

  // MARK: Leaving

  /// Takes all of it off the screen; the cursor is where the prompt began.
  package mutating func erase() -> String {
    guard !rows.isEmpty else { return "" }
    var text = ""
    move(to: (0, 0), &text)
    forget()
    return "\r" + text + Self.escape + "J"
  }

  /// What is on the screen stays there; the next line is painted where the cursor is then.
  package mutating func forget() {
    rows = []
    cursor = (0, 0)
  }

  /// To behind the last row of the line.
  package mutating func goBelow() -> String {
    guard !rows.isEmpty else { return "" }
    var text = ""
    move(to: (rows.count - 1, 0), &text)
    forget()
    return text + "\r\n"
  }

  /// The window has another width: what is there is taken off.
  ///
  /// - Parameter wraps: whether the terminal breaks rows anew that have become too wide, as most do but xterm, the
  ///   Linux console and screen. In wider windows rows stay what they are, since the terminal never broke them.
  package mutating func leave(for columns: Int, wraps: Bool) -> String {
    guard !rows.isEmpty else { return "" }
    var above = cursor.row
    if wraps, columns < self.columns {
      above = rows[..<cursor.row].reduce(0) { $0 + max(1, ($1.width + columns - 1) / columns) }
      above += min(cursor.column, rows[cursor.row].width) / columns
    }
    forget()
    return "\r" + (above > 0 ? Self.escape + "\(above)A" : "") + Self.escape + "J"
  }
}
