// A shaded field as text: halves of blocks in color, with the names of classes where these have room; or a sign for
// each shade, or for each class.
import Events
import Presentation
import Text

extension MarksText {
  mutating func field(_ grid: Grid) {
    let (range, isSoft) = (grid.range, panel.hasPoints)
    let letters = grid.palette == .classes && !hasBlocks ? AnswerLetters(of: panel) : nil
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        let x = (Double(column) + 0.5) / Double(canvas.columns)
        func level(_ part: Double) -> Double?? {
          let y = 1 - (Double(row) + part) / Double(canvas.rows)
          return sample(grid, x, y).map { grid.level($0, in: range) }
        }
        if hasBlocks {
          guard let upper = level(0.25), let lower = level(0.75) else { continue }
          let colors = [upper, lower].map { level in
            level.map { FigureColors.color($0, grid.palette, isSoft: isSoft) }
              ?? FigureColors.missing
          }
          canvas.put(Glyph(text: "▀", foreground: colors[0], background: colors[1]), row, column)
        } else if let level = level(0.5) {
          let color = level.map { FigureColors.color($0, grid.palette) }
          let sign = level.map {
            letters?.sign(ofLevel: $0) ?? Shades.character($0, grid.palette)
          }
          canvas.put(sign ?? "?", row, column, color)
        }
      }
    }
  }

  /// What colors alone would say: which class is where.
  mutating func names(of grid: Grid) {
    let box = grid.box
    for region in grid.classRegions {
      guard let name = panel.name(ofClass: region.place),
        let column = column(
          box.left + (Double(region.column) + 0.5) / Double(grid.columns) * (box.right - box.left)),
        let row = row(
          box.upper - (Double(region.row) + 0.5) / Double(grid.rows) * (box.upper - box.lower)),
        region.depth * canvas.rows > grid.rows
      else { continue }
      let cells = Glyph.row(name).fitted(to: min(Glyph.row(name).count, canvas.columns / 3))
      let start = min(canvas.columns - cells.count, max(0, column - cells.count / 2))
      canvas.write(cells.map(\.text).joined(), row, start, RGB(0x000000))
    }
  }

  /// Its value at a place of the panel; nil beside it.
  private func sample(_ grid: Grid, _ x: Double, _ y: Double) -> Double? {
    let box = grid.box
    let (left, right) = (scales.x.share(of: box.left), scales.x.share(of: box.right))
    let (lower, upper) = (scales.y.share(of: box.lower), scales.y.share(of: box.upper))
    guard right > left, upper > lower, x >= left, x <= right, y >= lower, y <= upper else {
      return nil
    }
    let column = min(grid.columns - 1, Int((x - left) / (right - left) * Double(grid.columns)))
    let row = min(grid.rows - 1, Int((upper - y) / (upper - lower) * Double(grid.rows)))
    return grid.value(row, column)
  }
}
