// The cells that the marks of a panel are drawn in: letters one to a cell, or dots of braille, two by four to a
// cell.
import Presentation

struct Canvas {
  let columns: Int
  let rows: Int
  let drawing: Drawing
  private(set) var cells: [[Glyph]]
  /// Letters of lines, to know where several meet.
  private var hasLine: [[Bool]]
  private var dots: [[(mask: UInt32, color: RGB?)]]

  init(columns: Int, rows: Int, _ drawing: Drawing) {
    (self.columns, self.rows, self.drawing) = (columns, rows, drawing)
    cells = Array(repeating: Array(repeating: Glyph(), count: columns), count: rows)
    hasLine = Array(repeating: Array(repeating: false, count: columns), count: rows)
    let isDotted = drawing == .blocks
    dots = Array(
      repeating: Array(repeating: (0, nil), count: isDotted ? columns : 0), count: rows)
  }

  private func contains(_ row: Int, _ column: Int) -> Bool {
    (0..<rows).contains(row) && (0..<columns).contains(column)
  }

  /// A sign over what is there; its background stays.
  mutating func put(_ text: String, _ row: Int, _ column: Int, _ color: RGB?) {
    guard contains(row, column) else { return }
    // A wide character must not be halved.
    if cells[row][column].text.isEmpty, column > 0 { cells[row][column - 1].text = " " }
    if column + 1 < columns, cells[row][column + 1].text.isEmpty {
      cells[row][column + 1].text = " "
    }
    if cells[row][column].text == "▀" {
      cells[row][column].background = cells[row][column].foreground
    }
    (cells[row][column].text, cells[row][column].foreground) = (text, color)
    if drawing == .blocks { dots[row][column] = (0, nil) }
  }

  mutating func put(_ cell: Glyph, _ row: Int, _ column: Int) {
    if contains(row, column) { cells[row][column] = cell }
  }

  func isBlank(_ row: Int, _ column: Int) -> Bool {
    contains(row, column) && cells[row][column].isBlank
      && (drawing != .blocks || dots[row][column].mask == 0)
  }

  /// Whether words may stand there; at an edge too.
  func isFree(_ row: Int, _ column: Int) -> Bool {
    guard (0..<rows).contains(row) else { return false }
    return !contains(row, column) || isBlank(row, column)
  }

  /// The letter of a line; `*` where another is.
  mutating func putLetter(_ letter: Character, _ row: Int, _ column: Int, _ color: RGB?) {
    guard contains(row, column) else { return }
    let meets = hasLine[row][column] && cells[row][column].text != String(letter)
    put(meets ? "*" : String(letter), row, column, meets ? nil : color)
    hasLine[row][column] = true
  }

  /// Words, as many of them as there is room for.
  mutating func write(_ text: String, _ row: Int, _ column: Int, _ color: RGB? = nil) {
    let start = max(0, min(column, columns - 1))
    let cells = Glyph.row(text, color)
    for (place, cell) in cells.enumerated()
    where start + place < columns && contains(row, start + place) {
      put(cell.text, row, start + place, color)
    }
  }

  /// A dot of braille: `x` of twice the columns, `y` from the top of four times the rows.
  mutating func dot(_ x: Int, _ y: Int, _ color: RGB) {
    let (row, column) = (y / 4, x / 2)
    guard x >= 0, y >= 0, contains(row, column) else { return }
    let bit: UInt32 = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]][y % 4][x % 2]
    dots[row][column].mask |= bit
    dots[row][column].color = color
  }

  /// With the dots in it.
  var finished: [[Glyph]] {
    guard drawing == .blocks else { return cells }
    var cells = cells
    for row in 0..<rows {
      for column in 0..<columns where dots[row][column].mask != 0 {
        guard let scalar = Unicode.Scalar(0x2800 + dots[row][column].mask) else { continue }
        var cell = cells[row][column]
        if cell.text == "▀" { cell.background = cell.foreground }
        (cell.text, cell.foreground) = (String(Character(scalar)), dots[row][column].color)
        cells[row][column] = cell
      }
    }
    return cells
  }

  /// The places of a straight line between two others .
  static func line(
    _ start: (x: Int, y: Int), _ end: (x: Int, y: Int), _ visit: (Int, Int) -> Void
  ) {
    let (width, height) = (end.x - start.x, end.y - start.y)
    let steps = max(abs(width), abs(height))
    guard steps > 0 else { return visit(start.x, start.y) }
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      visit(
        start.x + Int((Double(width) * share).rounded()),
        start.y + Int((Double(height) * share).rounded()))
    }
  }
}
