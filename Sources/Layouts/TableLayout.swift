// Which columns of a table a window has room for, and how wide each is there. What must give way goes in
// the order the table says, and is named, so that nobody takes a part for the whole.
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
  let gap: Int
  let isNarrow: Bool
  private let table: Table
  private let width: Int

  /// - Parameter rows: those that are there; of a table that is open, none.
  init(_ table: Table, _ rows: [Row], width: Int) {
    self.table = table
    self.width = width
    isNarrow = width < 60
    gap = isNarrow ? table.narrowGap ?? table.gap : table.gap
    let isEqual = table.columns.contains { if case .equal = $0.width { true } else { false } }
    if isEqual { placeEqually() } else { placeByPriority(rows) }
  }

  // MARK: Columns as wide as they need to be

  private mutating func placeByPriority(_ rows: [Row]) {
    let all = Array(table.columns.indices)
    if rows.contains(where: { $0.cells.contains { $0.short != nil } }) {
      place(all, rows)
      hasShortCells = !fits
    }
    let priorities = Set(table.columns.compactMap(\.priority)).sorted()
    let isShrinkable = table.columns.contains {
      if case .fixed(_, .some) = $0.width { true } else { false }
    }
    for level in [Int.min] + priorities {
      let shown = all.filter { (table.columns[$0].priority ?? .max) > level }
      // What remains at last is as narrow as can be.
      let forms = !isShrinkable ? [false] : level == priorities.last ? [true] : [false, true]
      for isShort in forms {
        hasShortTitles = isShort
        place(shown, rows)
        if fits || table.overflow == .split { return }
      }
    }
  }

  private var fits: Bool {
    placed.reduce(table.indent) { $0 + $1.width } + gap * (placed.count - 1) <= width
  }

  private mutating func place(_ shown: [Int], _ rows: [Row]) {
    leftOut = table.columns.indices.filter { !shown.contains($0) }
      .map { escapedForDisplay(table.columns[$0].name) }
    placed = shown.map { index in
      let titles = titles(of: index)
      var placed = Placed(column: table.columns[index], index: index, width: 0, titles: titles)
      switch placed.column.width {
      case .content:
        let cells = rows.map { row in
          index < row.cells.count ? displayWidth(text(row.cells[index], in: placed)) : 0
        }
        placed.width = (cells + titles.map { displayWidth($0) }).max() ?? 0
      case .fixed(let usual, let short): placed.width = hasShortTitles ? short ?? usual : usual
      case .equal, .bar: break
      }
      return placed
    }
  }

  private func titles(of index: Int) -> [String] {
    let column = table.columns[index]
    if !leftOut.isEmpty, let bare = column.bareTitle { return [bare] }
    if hasShortTitles, let short = column.shortTitle { return [escapedForDisplay(short)] }
    let titles = column.titles.map { escapedForDisplay($0) }
    // What its first column is called is short already.
    guard index > 0, let most = mostOfContent(column) else { return titles }
    return titles.map { clipped($0, to: most) }
  }

  private func mostOfContent(_ column: Column) -> Int? {
    guard case .content(let most, let narrowMost, let fifths) = column.width else { return nil }
    return [most, isNarrow ? narrowMost : nil, fifths.map { width * $0 / 5 }]
      .compactMap(\.self).min()
  }

  // MARK: Columns of equal width

  private mutating func placeEqually() {
    var (least, most, wanted, equal) = (1, 1, 0, [Int]())
    var shown: [Int] = []
    for (index, column) in table.columns.enumerated() {
      if case .equal(let columnLeast, let columnMost, let columnWanted) = column.width {
        (least, most, wanted) = (columnLeast, columnMost, columnWanted)
        equal.append(index)
      } else {
        shown.append(index)
      }
    }
    var room = width - shown.reduce(0) { $0 + cost(of: table.columns[$1]) }
    let sparing = shown.filter { table.columns[$0].priority != nil }
      .sorted { (table.columns[$0].priority ?? 0) < (table.columns[$1].priority ?? 0) }
    for index in sparing where room < min(wanted, equal.count) * least {
      shown.removeAll { $0 == index }
      room += cost(of: table.columns[index])
      leftOut.append(table.columns[index].name)
    }
    let count = min(equal.count, max(0, room) / least)
    noteRemainder(equal.dropFirst(count))
    let share = room / max(1, count)
    let names = equal.map { table.columns[$0] }
    if names.contains(where: { $0.shortTitle != nil }) {
      // As wide as the names, if the line has room for them.
      let widest = names.map { displayWidth(escapedForDisplay($0.name)) }.max() ?? 0
      if widest < share { most = max(most, widest + 2) }
      hasShortTitles = widest >= min(most, share)
    }
    placed = (shown + equal.prefix(count)).map { index in
      let column = table.columns[index]
      var width = min(most, share)
      if case .fixed(let usual, _) = column.width { width = usual }
      var titles = titles(of: index)
      if column.isClipped { titles = titles.map { clipped($0, to: width - 1) } }
      return Placed(column: column, index: index, width: width, titles: titles)
    }
    keepTitlesApart()
  }

  private func cost(of column: Column) -> Int {
    guard case .fixed(let width, _) = column.width else { return 0 }
    return width + (column.isFilled ? 1 : 0)
  }

  private mutating func noteRemainder(_ hidden: ArraySlice<Int>) {
    guard !hidden.isEmpty else { return }
    switch table.remainder {
    case .titles:
      let titles = hidden.map { table.columns[$0].shortTitle ?? table.columns[$0].name }
      leftOut.append(titles.joined(separator: ", "))
    case .count(let one, let many):
      leftOut.append("the last \(hidden.count == 1 ? one : "\(hidden.count) \(many)")")
    }
  }

  /// A title that fills its column leaves a blank to the one before.
  private mutating func keepTitlesApart() {
    for place in placed.indices.dropLast() where placed[place + 1].column.isFilled {
      placed[place].titles = placed[place].titles.map { $0 + " " }
    }
  }

  // MARK: Cells

  /// A cell's text as it stands in its column.
  func text(_ cell: Cell, in placed: Placed) -> String {
    var text = escapedForDisplay(hasShortCells ? cell.short ?? cell.text : cell.text)
    if cell.marks.contains(.cut) { text = "(\(text))" }
    if case .equal = placed.column.width, cell.value == nil || placed.column.isClipped {
      return clipped(text, to: placed.width - 1)
    }
    return mostOfContent(placed.column).map { clipped(text, to: $0) } ?? text
  }
}
