// What is to be seen of a prompt and its line: rows of cells in a window of some width, and where the cursor is.
// Rows are broken here and not by the terminal, so that they stay what they are when the window becomes wider.
import CLineEditor
import Text

package struct LineFrame: Equatable, Sendable {
  /// A character with what combines with it.
  package struct Cell: Equatable, Sendable {
    package var text: String
    /// Columns that it takes: the sum over its scalars, as most terminals count.
    package var width: Int
    package var style: Style
    /// Whether terminals differ about its width, so that what stands behind it has to be placed.
    package var isUncertain = false
  }

  package private(set) var rows: [[Cell]] = [[]]
  package private(set) var cursor = (row: 0, column: 0)
  /// Where the next cell goes.
  private var column = 0
  private let columns: Int

  package init(columns: Int) { self.columns = max(1, columns) }

  package static func == (left: LineFrame, right: LineFrame) -> Bool {
    left.rows == right.rows && left.cursor == right.cursor && left.columns == right.columns
  }

  /// Columns left in the last row.
  package var room: Int { columns - column }

  // MARK: Cells

  package mutating func add(_ scalar: UInt32, _ style: Style = .plain) {
    switch scalar {
    case 0x0A: breakRow()
    case 0x09:
      for _ in 0..<(8 - column % 8) where column < columns || column == 0 {
        add(0x20, style)
      }
    case 0x00...0x1F:
      append(Cell(text: "^" + Self.text(scalar + 0x40), width: 2, style: style))
    case 0x7F: append(Cell(text: "^?", width: 2, style: style))
    default: addCharacter(scalar, style)
    }
  }

  package mutating func add(_ text: String, _ style: Style = .plain) {
    for scalar in text.unicodeScalars { add(scalar.value, style) }
  }

  package mutating func add(_ text: StyledText) {
    for span in text.spans { add(span.text, span.style) }
  }

  private mutating func addCharacter(_ value: UInt32, _ style: Style) {
    guard let scalar = Unicode.Scalar(value), !isUnsafe(scalar), !isUnseen(scalar) else {
      return append(Cell(text: "\u{FFFD}", width: 1, style: style))
    }
    guard cle_shows_unicode() || scalar.isASCII else {
      return append(Cell(text: "?", width: 1, style: style))
    }
    let width = scalarColumns(scalar)
    let row = rows.count - 1
    guard value >= 0x300, let last = rows[row].last, goesWith(scalar, width, last) else {
      return append(
        Cell(
          text: width == 0 ? " " + String(Character(scalar)) : String(Character(scalar)),
          width: max(1, width), style: style))
    }
    // What does not fit any more begins a new row with all that it goes with.
    var cell = last
    cell.text.unicodeScalars.append(scalar)
    cell.width += width
    cell.isUncertain = cell.isUncertain || width > 0 || value == 0xFE0F
    rows[row].removeLast()
    column -= last.width
    append(cell)
  }

  /// Nobody would see it, or that it is there; what joins emoji and varies them is seen in them.
  private func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0xAD, 0x200D, 0xFE00...0xFE0F: false
    default: isEscapedForDisplay(scalar)
    }
  }

  /// Combining marks go with what they stand on, and families of emoji are one.
  private func goesWith(_ scalar: Unicode.Scalar, _ width: Int, _ last: Cell) -> Bool {
    if width == 0 { return true }
    if (0x1F3FB...0x1F3FF).contains(scalar.value) { return last.width >= 2 }
    return last.text.unicodeScalars.last == "\u{200D}"
  }

  private mutating func append(_ cell: Cell) {
    if column > 0, column + cell.width > columns { breakRow() }
    rows[rows.count - 1].append(cell)
    column += cell.width
  }

  private mutating func breakRow() {
    rows.append([])
    column = 0
  }

  /// Begins a row that is no part of the line.
  package mutating func addRow(_ text: StyledText) {
    breakRow()
    add(text)
  }

  /// The cursor is where the next cell goes; behind a full row that is the next one.
  package mutating func markCursor() {
    if column >= columns { breakRow() }
    cursor = (rows.count - 1, column)
  }

  /// Takes rows away that the window has no room for, around the one with the cursor.
  package mutating func fit(rows room: Int) {
    guard rows.count > max(1, room) else { return }
    let first = min(max(0, cursor.row - max(1, room) + 1), rows.count - max(1, room))
    rows = Array(rows[first..<(first + max(1, room))])
    cursor.row -= first
  }

  private static func text(_ scalar: UInt32) -> String {
    Unicode.Scalar(scalar).map { String(Character($0)) } ?? "?"
  }
}

extension [LineFrame.Cell] {
  package var width: Int { reduce(0) { $0 + $1.width } }
}
