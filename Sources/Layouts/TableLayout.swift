// Which columns of a table a window has room for, and how wide each is there. What must give way goes in
// the order the table says, and is named, so that nobody takes a part for the whole. Where the window is
// wider than prose, columns may be wider than they ask for, but not wider than what is in them.
import CommandLanguage
import Presentation
import Text

struct TableLayout {
  struct Placed {
    let column: Column
    /// Its place among the table's columns, and so in its rows.
    let index: Int
    var width: Int
    var titles: [String]
  }

  private(set) var placed: [Placed] = []
  /// What there is no room for.
  private(set) var leftOut: [String] = []
  /// Whether titles, or cells, stand there in their short form.
  private(set) var hasShortTitles = false
  private(set) var hasShortCells = false
  /// Whether a title or a cell is cut.
  private var isCut = false
  let gap: Int
  let width: Int
  private let isNarrow: Bool
  /// By how much cells may be longer than their columns ask for.
  private var allowance = 0
  private let table: Table
  /// The table's, with their titles and names escaped.
  private let columns: [Column]

  /// - Parameter rows: those that are there; of a table that is open, none.
  /// - Parameter isWide: whether columns may be wider than they ask for, where what is in them is.
  init(_ table: Table, _ rows: [Row], width: Int, isWide: Bool) {
    (self.table, self.width) = (table, width)
    columns = table.columns.map(\.escaped)
    isNarrow = width < 60
    gap = isNarrow ? table.narrowGap ?? table.gap : table.gap
    if let equal = EqualColumns(columns, of: table, width: width, isWide: isWide) {
      place(equal)
    } else {
      placeByPriority(rows)
      if isWide, isCut { lengthen(rows) }
    }
  }

  /// Whether everything is there and in full.
  var isWhole: Bool {
    leftOut.isEmpty && !hasShortTitles && !hasShortCells && !isCut && fits && hasRoomForBars
  }

  // MARK: Columns as wide as they need to be

  private mutating func placeByPriority(_ rows: [Row]) {
    let all = Array(columns.indices)
    if rows.contains(where: { $0.cells.contains { $0.short != nil } }) {
      place(all, rows)
      hasShortCells = !fits
    }
    let priorities = Set(columns.compactMap(\.priority)).sorted()
    let isShrinkable = columns.contains {
      if case .fixed(_, .some) = $0.width { true } else { false }
    }
    for level in [Int.min] + priorities {
      let shown = all.filter { (columns[$0].priority ?? .max) > level }
      // What remains at last is as narrow as can be.
      let forms = !isShrinkable ? [false] : level == priorities.last ? [true] : [false, true]
      for isShort in forms {
        hasShortTitles = isShort
        place(shown, rows)
        if fits || table.overflow == .split { return }
      }
    }
  }

  private var fits: Bool { used <= width }

  private var used: Int {
    placed.reduce(table.indent) { $0 + $1.width } + gap * (placed.count - 1)
  }

  /// Behind the last column and two blanks.
  var roomForBars: Int { max(0, width - used - 2) }

  private var hasRoomForBars: Bool {
    placed.allSatisfy {
      if case .bar(let longest) = $0.column.width { longest <= roomForBars } else { true }
    }
  }

  /// Lets cells be as long as they are, or as there is room for.
  private mutating func lengthen(_ rows: [Row]) {
    let shown = placed.map(\.index)
    guard fits, hasRoomForBars else { return }
    var (least, most) = (0, width)
    while least < most {
      allowance = (least + most + 1) / 2
      place(shown, rows)
      if fits, hasRoomForBars { least = allowance } else { most = allowance - 1 }
    }
    allowance = least
    place(shown, rows)
  }

  private mutating func place(_ shown: [Int], _ rows: [Row]) {
    isCut = false
    leftOut = columns.indices.filter { !shown.contains($0) }.map { columns[$0].name }
    placed = shown.map { index in
      let titles = titles(of: index)
      var placed = Placed(column: columns[index], index: index, width: 0, titles: titles)
      switch placed.column.width {
      case .content:
        let cells = rows.filter { index < $0.cells.count }.map { $0.cells[index] }
        let texts = titles + cells.map { text($0, in: placed) }
        placed.width = texts.map { displayWidth($0) }.max() ?? 0
        isCut = isCut || texts != columns[index].titles + cells.map { marked($0.text, $0) }
      case .fixed(let usual, let short): placed.width = hasShortTitles ? short ?? usual : usual
      case .equal, .bar: break
      }
      return placed
    }
  }

  private func titles(of index: Int) -> [String] {
    let column = columns[index]
    if !leftOut.isEmpty, let bare = column.bareTitle { return [bare] }
    if hasShortTitles, let short = column.shortTitle { return [short] }
    // What its first column is called is short already.
    guard index > 0, let most = mostOfContent(column) else { return column.titles }
    return column.titles.map { clipped($0, to: most) }
  }

  private func mostOfContent(_ column: Column) -> Int? {
    guard case .content(let most, let narrowMost, let fifths) = column.width else { return nil }
    return [most, isNarrow ? narrowMost : nil, fifths.map { width * $0 / 5 }]
      .compactMap(\.self).min().map { $0 + allowance }
  }

  // MARK: Columns of equal width

  private mutating func place(_ equal: EqualColumns) {
    (leftOut, hasShortTitles) = (equal.leftOut, equal.hasShortTitles)
    placed = equal.widths.map { index, width in
      var titles = titles(of: index)
      if columns[index].isClipped {
        isCut = isCut || columns[index].longest >= width
        titles = titles.map { clipped($0, to: width - 1) }
      }
      return Placed(column: columns[index], index: index, width: width, titles: titles)
    }
    // A title that fills its column leaves a blank to the one before.
    for place in placed.indices.dropLast() where placed[place + 1].column.isFilled {
      placed[place].titles = placed[place].titles.map { $0 + " " }
    }
  }

  // MARK: Cells

  /// A cell's text as it stands in its column.
  func text(_ cell: Cell, in placed: Placed) -> String {
    let text = marked(hasShortCells ? cell.short ?? cell.text : cell.text, cell)
    if case .equal = placed.column.width, cell.value == nil || placed.column.isClipped {
      return clipped(text, to: placed.width - 1)
    }
    return mostOfContent(placed.column).map { clipped(text, to: $0) } ?? text
  }

  private func marked(_ text: String, _ cell: Cell) -> String {
    cell.marks.contains(.cut) ? "(\(escapedForDisplay(text)))" : escapedForDisplay(text)
  }
}

extension Column {
  /// What it is called may come from a file.
  fileprivate var escaped: Column {
    var column = self
    column.titles = titles.map { escapedForDisplay($0) }
    column.shortTitle = shortTitle.map { escapedForDisplay($0) }
    column.fullName = fullName.map { escapedForDisplay($0) }
    return column
  }
}
