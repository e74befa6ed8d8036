// The marks of a panel as pixels, for terminals that show pictures: as in SVG, but in one color to a pixel and on
// white paper. Axes and words stay text around it.
import Events
import Presentation

struct MarksImage {
  private let panel: Panel
  private let scales: Scales
  private let columns: Int
  private let rows: Int
  private var canvas: PixelCanvas

  /// Pixels of a cell, about as many as terminals have.
  private static let cell = (width: 10, height: 20)

  /// Nil where letters say more: of what has words in it, names beside it, or towers.
  init?(_ panel: Panel, _ scales: Scales, columns: Int, rows: Int) {
    guard panel.marks.allSatisfy(Self.isDrawn), columns > 0, rows > 0 else { return nil }
    (self.panel, self.scales, self.columns, self.rows) = (panel, scales, columns, rows)
    canvas = PixelCanvas(width: columns * Self.cell.width, height: rows * Self.cell.height)
    for mark in panel.marks { draw(mark) }
  }

  private static func isDrawn(_ mark: Mark) -> Bool {
    switch mark {
    case .line, .band, .field: true
    case .points(let series), .rule(let series): series.texts.allSatisfy(\.isEmpty)
    case .bars, .brackets, .note, .heatMap, .network: false
    }
  }

  var image: InlineImage? {
    PNG.bytes(
      width: canvas.width, height: canvas.height, pixels: canvas.pixels, colors: canvas.colors
    ).map { InlineImage(bytes: $0, columns: columns, rows: rows) }
  }

  private mutating func draw(_ mark: Mark) {
    switch mark {
    case .field(let grid): field(grid)
    case .band(let series): band(series)
    case .line(let series): line(series)
    case .points(let series): points(series)
    case .rule(let series): rules(series)
    case .bars, .brackets, .note, .heatMap, .network: break
    }
  }

  // MARK: Places

  private func x(_ value: Double) -> Double {
    scales.x.shareInside(of: value) * Double(canvas.width - 1)
  }

  private func y(_ value: Double) -> Double {
    (1 - scales.y.shareInside(of: value)) * Double(canvas.height - 1)
  }

  // MARK: Marks

  private mutating func field(_ grid: Grid) {
    let (range, isSoft, box) = (grid.range, panel.hasPoints, grid.box)
    let (left, right) = (x(box.left), x(box.right))
    let (upper, lower) = (y(box.upper), y(box.lower))
    guard right > left, lower > upper, grid.columns > 0, grid.rows > 0 else { return }
    let missing = canvas.index(of: FigureColors.missing)
    // As many shades as leave room for all other colors, and some for each class where there are classes.
    let count = 8 * Grid.classes
    let shades = (0..<count).map {
      canvas.index(
        of: FigureColors.color((Double($0) + 0.5) / Double(count), grid.palette, isSoft: isSoft))
    }
    for row in Int(upper)...Int(lower) {
      let place = min(
        grid.rows - 1, Int((Double(row) - upper) / (lower - upper) * Double(grid.rows)))
      for column in Int(left)...Int(right) {
        let share = (Double(column) - left) / (right - left)
        let value = grid.value(
          place, min(grid.columns - 1, Int(share * Double(grid.columns))))
        let level = grid.level(value, in: range)
        let shade = level.map { shades[min(count - 1, Int($0 * Double(count)))] }
        canvas.set(column, row, shade ?? missing)
      }
    }
  }

  private mutating func line(_ series: Series) {
    let ink = canvas.index(of: FigureColors.color(series.role))
    var before: (x: Int, y: Int)?
    var drawn = 0
    for index in 0..<series.count {
      let (one, other) = (series.x(index), series.y(index))
      guard one.isFinite, other.isFinite else {
        before = nil
        continue
      }
      let here = (x: Int(x(one).rounded()), y: Int(y(other).rounded()))
      Canvas.line(before ?? here, here) { column, row in
        drawn += 1
        if !series.isHollow || drawn % 20 < 12 { canvas.dot(column, row, radius: 1, ink) }
      }
      before = here
    }
  }

  /// Each column between the edges, as they lie on the straight lines between neighbors.
  private mutating func band(_ series: Series) {
    let ink = canvas.index(
      of: FigureColors.color(series.role).mixed(with: RGB(0xFFFFFF), 0.75))
    for index in 0..<max(0, series.count - 1) {
      let (left, right) = (x(series.x(index)), x(series.x(index + 1)))
      let edges = [
        series.y(index), series.y(index + 1), series.other(index), series.other(index + 1),
      ]
      guard left.isFinite, right >= left, edges.allSatisfy(\.isFinite) else { continue }
      let places = edges.map(y)
      for column in Int(left.rounded())...Int(right.rounded()) {
        let share = right > left ? min(1, max(0, (Double(column) - left) / (right - left))) : 0
        let one = Int((places[0] + (places[1] - places[0]) * share).rounded())
        let other = Int((places[2] + (places[3] - places[2]) * share).rounded())
        for row in min(one, other)...max(one, other) { canvas.set(column, row, ink) }
      }
    }
  }

  private mutating func points(_ series: Series) {
    let color = FigureColors.color(series.role)
    let (ink, paper) = (canvas.index(of: color), canvas.index(of: RGB(0xFFFFFF)))
    let shape = PixelCanvas.Shape(series.role)
    for index in 0..<series.count {
      let (one, other) = (series.x(index), series.y(index))
      guard scales.x.contains(one), scales.y.contains(other) else { continue }
      let (column, row) = (Int(x(one).rounded()), Int(y(other).rounded()))
      canvas.mark(shape, column, row, radius: 6, paper)
      canvas.mark(shape, column, row, radius: 5, ink)
      if series.isHollow { canvas.mark(shape, column, row, radius: 3, paper) }
    }
  }

  private mutating func rules(_ series: Series) {
    let ink = canvas.index(of: FigureColors.color(series.role))
    for value in series.x.map(\.value) where value.isFinite {
      let column = Int(x(value).rounded())
      for row in 0..<canvas.height { canvas.set(column, row, ink) }
    }
    guard series.x.isEmpty else { return }
    for value in series.y.map(\.value) where value.isFinite {
      let row = Int(y(value).rounded())
      for column in 0..<canvas.width { canvas.set(column, row, ink) }
    }
  }
}
