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
  private let isWide: Bool
  /// By how much cells may be longer than their columns ask for.
  private var allowance = 0
  private let table: Table

  /// - Parameter rows: those that are there; of a table that is open, none.
  /// - Parameter isWide: whether columns may be wider than they ask for, where what is in them is.
  init(_ table: Table, _ rows: [Row], width: Int, isWide: Bool) {
    (self.table, self.width, self.isWide) = (table, width, isWide)
    isNarrow = width < 60
    gap = isNarrow ? table.narrowGap ?? table.gap : table.gap
    let isEqual = table.columns.contains { if case .equal = $0.width { true } else { false } }
    if isEqual { placeEqually() } else { placeByPriority(rows) }
    if isWide, isCut, !isEqual { lengthen(rows) }
  }

  /// Whether everything is there and in full.
  var isWhole: Bool {
    leftOut.isEmpty && !hasShortTitles && !hasShortCells && !isCut && fits && hasRoomForBars
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
    leftOut = table.columns.indices.filter { !shown.contains($0) }
      .map { escapedForDisplay(table.columns[$0].name) }
    placed = shown.map { index in
      let titles = titles(of: index)
      var placed = Placed(column: table.columns[index], index: index, width: 0, titles: titles)
      switch placed.column.width {
      case .content:
        let cells = rows.filter { index < $0.cells.count }.map { $0.cells[index] }
        let texts = titles + cells.map { text($0, in: placed) }
        placed.width = texts.map { displayWidth($0) }.max() ?? 0
        isCut = isCut || texts != titlesInFull(of: index) + cells.map { marked($0.text, $0) }
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
    let titles = titlesInFull(of: index)
    // What its first column is called is short already.
    guard index > 0, let most = mostOfContent(column) else { return titles }
    return titles.map { clipped($0, to: most) }
  }

  private func titlesInFull(of index: Int) -> [String] {
    table.columns[index].titles.map { escapedForDisplay($0) }
  }

  private func mostOfContent(_ column: Column) -> Int? {
    guard case .content(let most, let narrowMost, let fifths) = column.width else { return nil }
    return [most, isNarrow ? narrowMost : nil, fifths.map { width * $0 / 5 }]
      .compactMap(\.self).min().map { $0 + allowance }
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
    let widths =
      isWide
      ? widthsAsNeeded(equal, count, most: most, room: room)
      : equalWidths(equal, count, most: most, room: room)
    placed = shown.map { place($0, fixedWidth(of: table.columns[$0])) }
    placed += zip(equal, widths).map { place($0, $1) }
    keepTitlesApart()
  }

  private mutating func place(_ index: Int, _ width: Int) -> Placed {
    let column = table.columns[index]
    var titles = titles(of: index)
    if column.isClipped {
      isCut = isCut || longest(in: column) >= width
      titles = titles.map { clipped($0, to: width - 1) }
    }
    return Placed(column: column, index: index, width: width, titles: titles)
  }

  private mutating func equalWidths(
    _ equal: [Int], _ count: Int, most: Int, room: Int
  ) -> [Int] {
    let share = room / max(1, count)
    var most = most
    let columns = equal.map { table.columns[$0] }
    if columns.contains(where: { $0.shortTitle != nil }) {
      // As wide as the names, if the line has room for them.
      let widest = columns.map { displayWidth(escapedForDisplay($0.name)) }.max() ?? 0
      if widest < share { most = max(most, widest + 2) }
      hasShortTitles = widest >= min(most, share)
    }
    return [Int](repeating: min(most, share), count: count)
  }

  /// Each as wide as what is in it and at least an equal part; the widest are cut where the room ends.
  private mutating func widthsAsNeeded(
    _ equal: [Int], _ count: Int, most: Int, room: Int
  ) -> [Int] {
    let part = min(most, room / max(1, count))
    let columns = equal.prefix(count).map { table.columns[$0] }
    let needed = columns.map { max(part, longest(in: $0) + 2) }
    var widest = min(room, needed.max() ?? part)
    while widest > part, needed.reduce(0, { $0 + min($1, widest) }) > room { widest -= 1 }
    let widths = needed.map { min($0, widest) }
    guard columns.contains(where: { $0.shortTitle != nil }) else { return widths }
    hasShortTitles =
      count < equal.count || zip(columns, widths).contains { longest(in: $0) >= $1 }
    return hasShortTitles ? [Int](repeating: part, count: count) : widths
  }

  /// Columns of its titles, and of its cells where that is known.
  private func longest(in column: Column) -> Int {
    column.titles.reduce(column.longestCell ?? 0) {
      max($0, displayWidth(escapedForDisplay($1)))
    }
  }

  private func fixedWidth(of column: Column) -> Int {
    if case .fixed(let width, _) = column.width { width } else { 0 }
  }

  /// With the blank that a title filling it needs.
  private func cost(of column: Column) -> Int {
    fixedWidth(of: column) + (column.isFilled ? 1 : 0)
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
