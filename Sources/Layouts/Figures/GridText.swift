// A heat map as text: a table with the numbers in its cells, shaded where there is color. Where the window has no
// room for numbers, one shade to a cell.
import Events
import Presentation
import Text

struct GridText {
  private let grid: Grid
  private let panel: Panel
  private let drawing: Drawing
  private let columns: Int
  private let nameWidth: Int
  private let cellWidth: Int
  /// Whether there is room for them.
  let hasNumbers: Bool

  init(_ grid: Grid, _ panel: Panel, _ columns: Int, _ drawing: Drawing) {
    (self.grid, self.panel, self.columns, self.drawing) = (grid, panel, columns, drawing)
    let longest = grid.rowNames.map { Glyph.row($0).count }.max() ?? 0
    nameWidth = min(longest, max(4, columns / 3))
    let room = columns - nameWidth - 2
    let numbers = grid.values.map { Self.text($0.value, grid.decimals).count }.max() ?? 1
    let names = grid.columnNames.map { Glyph.row($0).count }.max() ?? 1
    let wanted = min(max(numbers, names), max(numbers, 10)) + 2
    hasNumbers = grid.decimals != nil && (numbers + 1) * grid.columns <= room
    let most = max(1, room / max(1, grid.columns))
    cellWidth = grid.decimals == nil ? min(2, most) : min(wanted, most)
  }

  private static let enoughToTellApart = 8

  private static func text(_ value: Double, _ decimals: Int?) -> String {
    guard let decimals else { return "" }
    return value.isFinite ? NumberText.ofCell(value, decimals) : "-"
  }

  var width: Int { nameWidth + 2 + max(cellWidth * grid.columns, headWidth) }

  /// Of the name over the columns, which few of them are narrower than.
  private var headWidth: Int {
    min(Glyph.row(panel.x.words).count, columns - nameWidth - 2)
  }

  var lines: [[Glyph]] {
    var lines: [[Glyph]] = []
    let start = [Glyph](repeating: Glyph(), count: nameWidth + 2)
    if !(panel.x.label.isEmpty && panel.y.label.isEmpty) {
      let words = Glyph.row(panel.y.words)
      let name = words.fitted(to: min(words.count, columns))
      let other = Glyph.row(panel.x.words).centered(in: max(cellWidth * grid.columns, headWidth))
      let first = other.firstIndex { !$0.isBlank } ?? other.count
      let isClear = name.count + 1 < start.count + first
      lines +=
        isClear
        ? [
          name.fitted(to: max(start.count, name.count))
            + other.dropFirst(max(0, name.count - start.count))
        ] : [name, start + other]
    }
    if !grid.columnNames.isEmpty { lines.append(start + columnNames) }
    let range = grid.range
    for row in 0..<grid.rows {
      let name = grid.rowNames.indices.contains(row) ? grid.rowNames[row] : ""
      let cells = (0..<grid.columns).flatMap { cell(grid.value(row, $0), range) }
      lines.append(Glyph.row(name).fitted(to: nameWidth) + [Glyph(), Glyph()] + cells)
    }
    return lines
  }

  /// Each over its column, cut where that is wide enough to tell them apart; else every second or fifth.
  private var columnNames: [Glyph] {
    let names = grid.columnNames.map { Glyph.row($0) }
    let most = cellWidth >= Self.enoughToTellApart ? cellWidth - 1 : 12
    let longest = min(most, names.map(\.count).max() ?? 1)
    if longest < cellWidth {
      return names.flatMap {
        $0.fitted(to: min($0.count, cellWidth - 1)).rightAligned(to: cellWidth)
      }
    }
    let every = [2, 5, 10, 20, 50].first { $0 * cellWidth > longest } ?? 100
    return stride(from: 0, to: names.count, by: every).flatMap { place in
      let room = cellWidth * min(every, names.count - place)
      return names[place].fitted(to: min(names[place].count, room - 1)).fitted(to: room)
    }
  }

  private func cell(_ value: Double, _ range: (low: Double, high: Double)) -> [Glyph] {
    let level = grid.level(value, in: range)
    guard drawing != .letters else {
      if hasNumbers {
        return Glyph.row(Self.text(value, grid.decimals)).rightAligned(to: cellWidth)
      }
      let shade = level.map { Shades.character($0, grid.palette) } ?? "?"
      return [Glyph](repeating: Glyph(text: shade), count: cellWidth)
    }
    let color = level.map { FigureColors.color($0, grid.palette) } ?? FigureColors.missing
    let text = hasNumbers ? Self.text(value, grid.decimals) + (cellWidth > 2 ? " " : "") : ""
    var cells = Glyph.row(text).rightAligned(to: cellWidth)
    for place in cells.indices {
      cells[place].background = color
      cells[place].foreground = color.isBright ? RGB(0x000000) : RGB(0xFFFFFF)
    }
    return cells
  }
}

extension NumberText {
  /// Of a table of weights: of what has grown beyond them the first digits.
  static func ofCell(_ value: Double, _ decimals: Int) -> String {
    abs(value) < 1e6 ? fixed(value, decimals) : significant(value, 2)
  }
}
