// Columns of equal width: how many of them a window has room for beside the others, and how wide each is.
// In a wide window each is as wide as what is in it, and only the widest are cut.
import Presentation
import Text

struct EqualColumns {
  /// What there is room for, by its place among the table's columns.
  private(set) var widths: [(index: Int, width: Int)] = []
  /// What there is no room for.
  private(set) var leftOut: [String] = []
  private(set) var hasShortTitles = false
  private let columns: [Column]

  /// Nil for a table that has none.
  ///
  /// - Parameter columns: the table's, escaped.
  init?(_ columns: [Column], of table: Table, width: Int, isWide: Bool) {
    self.columns = columns
    var (least, most, wanted, equal) = (1, 1, 0, [Int]())
    var shown: [Int] = []
    for (index, column) in columns.enumerated() {
      if case .equal(let columnLeast, let columnMost, let columnWanted) = column.width {
        (least, most, wanted) = (columnLeast, columnMost, columnWanted)
        equal.append(index)
      } else {
        shown.append(index)
      }
    }
    guard !equal.isEmpty else { return nil }
    var room = width - shown.reduce(0) { $0 + columns[$1].cost }
    let sparing = shown.filter { columns[$0].priority != nil }
      .sorted { (columns[$0].priority ?? 0) < (columns[$1].priority ?? 0) }
    for index in sparing where room < min(wanted, equal.count) * least {
      shown.removeAll { $0 == index }
      room += columns[index].cost
      leftOut.append(columns[index].name)
    }
    let count = min(equal.count, max(0, room) / least)
    let hidden = equal.dropFirst(count).map { columns[$0] }
    if !hidden.isEmpty { leftOut.append(table.name(ofLast: hidden)) }
    // A table whose cells are known to be long is as wide as it can be.
    let part = min(most, room / max(1, count))
    let isLong = equal.prefix(count).contains { columns[$0].longestCell ?? 0 >= part }
    let parts =
      isWide || isLong
      ? widthsAsNeeded(equal, count, most: most, room: room)
      : equalWidths(equal, count, most: most, room: room)
    widths = shown.map { ($0, columns[$0].fixedWidth) } + zip(equal, parts)
  }

  private mutating func equalWidths(
    _ equal: [Int], _ count: Int, most: Int, room: Int
  ) -> [Int] {
    let share = room / max(1, count)
    var most = most
    let columns = equal.map { self.columns[$0] }
    if columns.contains(where: { $0.shortTitle != nil }) {
      // As wide as the names, if the line has room for them.
      let widest = columns.map { displayWidth($0.name) }.max() ?? 0
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
    let columns = equal.prefix(count).map { self.columns[$0] }
    let needed = columns.map { max(part, $0.longest + 2) }
    var widest = min(room, needed.max() ?? part)
    while widest > part, needed.reduce(0, { $0 + min($1, widest) }) > room { widest -= 1 }
    let widths = needed.map { min($0, widest) }
    guard columns.contains(where: { $0.shortTitle != nil }) else { return widths }
    hasShortTitles = count < equal.count || zip(columns, widths).contains { $0.longest >= $1 }
    return hasShortTitles ? [Int](repeating: part, count: count) : widths
  }
}

extension Column {
  /// Columns of its titles, and of its cells where that is known.
  var longest: Int { titles.reduce(longestCell ?? 0) { max($0, displayWidth($1)) } }

  fileprivate var fixedWidth: Int {
    if case .fixed(let width, _) = width { width } else { 0 }
  }

  /// With the blank that a title filling it needs.
  fileprivate var cost: Int { fixedWidth + (isFilled ? 1 : 0) }
}
