// A heat map as text: a table with the numbers in its cells, shaded where there is color. Where the window has no
// room for numbers, one shade to a cell.
import Presentation
import Text

struct GridText {
  private let grid: Grid
  private let panel: Panel
  private let drawing: Drawing
  private let nameWidth: Int
  private let cellWidth: Int
  private let hasNumbers: Bool

  init(_ grid: Grid, _ panel: Panel, _ columns: Int, _ drawing: Drawing) {
    (self.grid, self.panel, self.drawing) = (grid, panel, drawing)
    let longest = grid.rowNames.map { [Cell]($0).count }.max() ?? 0
    nameWidth = min(longest, max(4, columns / 3))
    let room = columns - nameWidth - 2
    let numbers = grid.values.map { Self.text($0.value, grid.decimals).count }.max() ?? 1
    let names = grid.columnNames.map { [Cell]($0).count }.max() ?? 1
    let wanted = min(max(numbers, names), max(numbers, 10)) + 2
    hasNumbers = grid.decimals != nil && (numbers + 1) * grid.columns <= room
    let most = max(1, room / max(1, grid.columns))
    cellWidth = grid.decimals == nil ? min(2, most) : min(wanted, most)
  }

  private static func text(_ value: Double, _ decimals: Int?) -> String {
    guard let decimals else { return "" }
    return value.isFinite ? NumberText.fixed(value, decimals) : "-"
  }

  var width: Int { nameWidth + 2 + cellWidth * grid.columns }

  var lines: [[Cell]] {
    var lines: [[Cell]] = []
    let start = [Cell](repeating: Cell(), count: nameWidth + 2)
    if !panel.x.label.isEmpty {
      lines.append(start + [Cell](panel.x.words).centered(in: cellWidth * grid.columns))
    }
    if !grid.columnNames.isEmpty, cellWidth > 2 {
      let names = grid.columnNames.flatMap {
        [Cell()] + [Cell]($0).fitted(to: min([Cell]($0).count, cellWidth - 1))
          .rightAligned(to: cellWidth - 1)
      }
      let corner = [Cell](panel.y.words).fitted(to: nameWidth + 2)
      lines.append(corner + names)
    }
    let range = grid.range
    for row in 0..<grid.rows {
      let name = grid.rowNames.indices.contains(row) ? grid.rowNames[row] : ""
      let cells = (0..<grid.columns).flatMap { cell(grid.value(row, $0), range) }
      lines.append([Cell](name).fitted(to: nameWidth) + [Cell(), Cell()] + cells)
    }
    return lines
  }

  private func cell(_ value: Double, _ range: (low: Double, high: Double)) -> [Cell] {
    let level = grid.level(value, in: range)
    guard drawing != .letters else {
      if hasNumbers { return [Cell](Self.text(value, grid.decimals)).rightAligned(to: cellWidth) }
      let shade = level.map(Shades.character) ?? "?"
      return [Cell](repeating: Cell(text: shade), count: cellWidth)
    }
    let color = level.map { FigureColors.color($0, grid.palette) } ?? FigureColors.missing
    let text = hasNumbers ? Self.text(value, grid.decimals) + (cellWidth > 2 ? " " : "") : ""
    var cells = [Cell](text).rightAligned(to: cellWidth)
    for place in cells.indices {
      cells[place].background = color
      cells[place].foreground = color.isBright ? RGB(0x000000) : RGB(0xFFFFFF)
    }
    return cells
  }
}
