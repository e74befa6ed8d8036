// A small model of a terminal's screen: enough of ECMA-48 and xterm to see what a person would see of
// a line editor. Of styles it knows which text is faint, as suggestions are; what scrolls off the top is kept as history.

package struct TerminalScreen {
  package private(set) var rows: Int
  package private(set) var columns: Int
  package private(set) var cursor = (row: 0, column: 0)
  /// Rows that scrolled off the top.
  package private(set) var scrolledOff: [String] = []
  /// Bells that rang.
  package private(set) var bells = 0

  /// A cell holds one character with its combining ones; the right half of a wide one is empty.
  private var cells: [[String]]
  /// Which cells are faint, by row.
  private var faint: [Set<Int>]
  private var isFaint = false
  private var wrapIsPending = false
  private var insertsCharacters = false
  private var undecoded: [UInt8] = []

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    faint = Array(repeating: [], count: rows)
  }

  /// The rows without blanks at their ends.
  package var lines: [String] { cells.map(Self.trimmed) }

  /// The whole screen without empty rows at the bottom, and without what is suggested or explained.
  package var text: String {
    let all = solidLines
    let last = all.lastIndex { !$0.isEmpty } ?? -1
    return all[...last].joined(separator: "\n")
  }

  /// The row that the cursor is on, without what is suggested behind the cursor.
  package var cursorLine: String { solidLine(cursor.row) }

  package var solidLines: [String] { cells.indices.map(solidLine) }

  /// A row without what is suggested or explained in it: the faint text from the cursor on.
  package func solidLine(_ row: Int) -> String {
    let first = row < cursor.row ? columns : row == cursor.row ? cursor.column : 0
    return Self.trimmed(
      cells[row].enumerated().map { column, cell in
        column >= first && faint[row].contains(column) ? " " : cell
      })
  }

  /// Whether the cursor stands behind a prompt of the shell, of which a narrow window may have no more than the
  /// number.
  package var isAtPrompt: Bool {
    let line = cursorLine
    return line.hasSuffix("descent>") || line.hasSuffix("]>") || line.hasSuffix("(not saving)>")
  }

  /// The number in it.
  package var promptNumber: Int? {
    guard isAtPrompt, let start = cursorLine.lastIndex(of: "[") else { return nil }
    return Int(cursorLine[start...].dropFirst().prefix { $0.isNumber })
  }

  /// Whether this is typed at a prompt on the screen, in however many rows.
  package func shows(typed text: String) -> Bool {
    self.text.filter { !$0.isWhitespace }.contains(">" + text.filter { !$0.isWhitespace })
  }

  /// The lowest row with something on it that is not faint.
  package var lastLine: String { solidLines.last { !$0.isEmpty } ?? "" }

  private static func trimmed(_ row: [String]) -> String {
    let last = row.lastIndex { $0 != " " } ?? -1
    return row[...last].joined()
  }

  /// Rows are cut or added at the bottom. What has become too wide is cut as in xterm or, as in most terminals, broken
  /// anew; what was broken by its writer stays broken.
  package mutating func resize(rows newRows: Int, columns newColumns: Int, wraps: Bool = true) {
    if wraps, newColumns < columns { breakAnew(newColumns) }
    while cells.count > newRows {
      if cursor.row < cells.count - 1, cells.last?.allSatisfy({ $0 == " " }) == true {
        cells.removeLast()
        faint.removeLast()
      } else {
        scroll()
        cursor.row = max(0, cursor.row - 1)
      }
    }
    cells = cells.map { row in
      Array(row.prefix(newColumns)) + Array(repeating: " ", count: max(0, newColumns - row.count))
    }
    (rows, columns) = (newRows, newColumns)
    while cells.count < rows {
      cells.append(blankRow)
      faint.append([])
    }
    cursor = (min(cursor.row, rows - 1), min(cursor.column, columns - 1))
    wrapIsPending = false
  }

  private mutating func breakAnew(_ newColumns: Int) {
    var broken: [[String]] = []
    var light: [Set<Int>] = []
    var place = cursor
    for (number, row) in cells.enumerated() {
      let used = (row.lastIndex { $0 != " " } ?? -1) + 1
      let isCursors = number == cursor.row
      let length = max(1, used, isCursors ? cursor.column + 1 : 0)
      if isCursors {
        place = (broken.count + cursor.column / newColumns, cursor.column % newColumns)
      }
      for start in stride(from: 0, to: length, by: newColumns) {
        broken.append(Array(row[start..<min(row.count, start + newColumns)]))
        light.append(Set(faint[number].compactMap { $0 >= start ? $0 - start : nil }))
      }
    }
    (cells, faint, cursor) = (broken, light, place)
  }

  private mutating func scroll() {
    scrolledOff.append(Self.trimmed(cells.removeFirst()))
    faint.removeFirst()
  }

  private var blankRow: [String] { Array(repeating: " ", count: columns) }

  // MARK: - Bytes

  package mutating func feed(_ bytes: [UInt8]) {
    undecoded += bytes
    var position = 0
    while position < undecoded.count, let used = consume(undecoded[position...]) {
      position += used
    }
    undecoded.removeFirst(position)
  }

  /// Obeys one control or shows one character; nil when bytes are missing.
  private mutating func consume(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1B: return consumeEscape(bytes)
    case 0x07: bells += 1
    case 0x08:
      cursor.column = max(0, cursor.column - 1)
      wrapIsPending = false
    case 0x09:
      cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
    case 0x0A: lineFeed()
    case 0x0D:
      cursor.column = 0
      wrapIsPending = false
    case 0x00...0x1F, 0x7F: break
    default:
      let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
      guard bytes.count >= length else { return nil }
      show(String(decoding: bytes.prefix(length), as: UTF8.self))
      return length
    }
    return 1
  }

  private mutating func consumeEscape(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= 2 else { return nil }
    let second = bytes[bytes.startIndex + 1]
    switch second {
    case UInt8(ascii: "["):
      let body = bytes.dropFirst(2)
      guard let end = body.firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
      let parameters = String(decoding: body[..<end], as: UTF8.self)
      obey(Character(Unicode.Scalar(bytes[end])), parameters)
      return end - bytes.startIndex + 1
    case UInt8(ascii: "_"), UInt8(ascii: "]"):
      // A string that is not for the cells, up to its end.
      let body = bytes.dropFirst(2)
      guard let end = body.firstIndex(where: { $0 == 0x1B || $0 == 0x07 }) else { return nil }
      return end - bytes.startIndex + (bytes[end] == 0x1B ? 2 : 1)
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "#"):
      return bytes.count >= 3 ? 3 : nil
    case UInt8(ascii: "M"):
      cursor.row = max(0, cursor.row - 1)
    default: break
    }
    return 2
  }

  private mutating func obey(_ command: Character, _ parameters: String) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let first = numbers.first ?? nil
    let count = max(1, first ?? 1)
    if command != "m" { wrapIsPending = false }
    switch command {
    case "A": cursor.row = max(0, cursor.row - count)
    case "B": cursor.row = min(rows - 1, cursor.row + count)
    case "C": cursor.column = min(columns - 1, cursor.column + count)
    case "D": cursor.column = max(0, cursor.column - count)
    case "G": cursor.column = min(columns, count) - 1
    case "d": cursor.row = min(rows, count) - 1
    case "H", "f":
      let column = numbers.count > 1 ? numbers[1] ?? 1 : 1
      cursor = (min(rows, count) - 1, min(columns, max(1, column)) - 1)
    case "J": eraseScreen(first ?? 0)
    case "K": eraseLine(first ?? 0)
    case "P":
      cells[cursor.row].removeSubrange(cursor.column..<min(columns, cursor.column + count))
      cells[cursor.row] += Array(repeating: " ", count: columns - cells[cursor.row].count)
    case "@":
      cells[cursor.row].insert(
        contentsOf: Array(repeating: " ", count: count), at: cursor.column)
      cells[cursor.row].removeLast(cells[cursor.row].count - columns)
    case "X":
      for column in cursor.column..<min(columns, cursor.column + count) {
        cells[cursor.row][column] = " "
      }
    case "m": style(numbers.map { $0 ?? 0 })
    case "h": if parameters == "4" { insertsCharacters = true }
    case "l": if parameters == "4" { insertsCharacters = false }
    default: break
    }
  }

  /// Faint text, and gray where there is a palette; comments are italic too.
  private mutating func style(_ numbers: [Int]) {
    var rest = numbers[...]
    while let number = rest.popFirst() {
      switch number {
      case 0, 22, 39: isFaint = false
      case 2: isFaint = true
      case 38 where rest.first == 5:
        isFaint = rest.dropFirst().first == 243 && !numbers.contains(3)
        rest = rest.dropFirst(2)
      case 38, 48: rest = rest.dropFirst(rest.first == 2 ? 4 : 2)
      default: break
      }
    }
  }

  // MARK: - Cells

  private mutating func show(_ text: String) {
    guard let scalar = text.unicodeScalars.first else { return }
    let width = Self.width(scalar)
    if width == 0 {
      let column = wrapIsPending ? cursor.column : max(0, cursor.column - 1)
      cells[cursor.row][column] += text
      return
    }
    if wrapIsPending || cursor.column + width > columns {
      cursor.column = 0
      lineFeed()
    }
    if insertsCharacters {
      cells[cursor.row].insert(
        contentsOf: Array(repeating: " ", count: width), at: cursor.column)
      cells[cursor.row].removeLast(width)
    }
    cells[cursor.row][cursor.column] = text
    for column in cursor.column..<min(columns, cursor.column + width) {
      if isFaint { faint[cursor.row].insert(column) } else { faint[cursor.row].remove(column) }
    }
    if width == 2 { cells[cursor.row][cursor.column + 1] = "" }
    cursor.column += width
    wrapIsPending = cursor.column >= columns
    cursor.column = min(cursor.column, columns - 1)
  }

  private mutating func lineFeed() {
    wrapIsPending = false
    if cursor.row + 1 < rows {
      cursor.row += 1
      return
    }
    scroll()
    cells.append(blankRow)
    faint.append([])
  }

  private mutating func eraseScreen(_ mode: Int) {
    eraseLine(mode)
    let erased =
      mode == 0 ? (cursor.row + 1)..<rows : mode == 1 ? 0..<cursor.row : 0..<rows
    for row in erased { (cells[row], faint[row]) = (blankRow, []) }
  }

  private mutating func eraseLine(_ mode: Int) {
    let erased =
      mode == 0 ? cursor.column..<columns : mode == 1 ? 0..<(cursor.column + 1) : 0..<columns
    for column in erased { cells[cursor.row][column] = " " }
    faint[cursor.row].subtract(erased)
  }

  /// Columns of a character: the ranges that tests use, not all of Unicode.
  package static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x0300...0x036F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}
