// Who is who in a picture, in lines of names behind their marks; a field has its range of colors.
import Events
import Presentation
import Text

struct LegendSVG {
  private(set) var parts: [String] = []
  /// Where it ends.
  private(set) var bottom: Double

  private static let (lineHeight, markWidth, rampWidth) = (18.0, 26.0, 80.0)

  init(_ figure: Figure, left: Double, top: Double, width: Double) {
    var (x, y) = (left, top)
    for mark in figure.legend {
      let name = Self.name(mark)
      let own = mark.grid.map(Self.scaleWidth) ?? Self.markWidth
      let length = own + SVG.width(of: name) + 18
      if x > left, x + length > width - left { (x, y) = (left, y + Self.lineHeight) }
      parts.append(Self.entry(mark, figure, SVG.fitted(name, width - 2 * left - own), x, y + 9))
      x += length
    }
    bottom = x > left ? y + Self.lineHeight : y
  }

  private static func name(_ mark: Mark) -> String {
    guard let series = mark.series else { return mark.grid?.name ?? "" }
    if case .line = mark, !series.letter.isEmpty { return "\(series.letter) \(series.name)" }
    return series.name
  }

  private static func entry(
    _ mark: Mark, _ figure: Figure, _ name: String, _ x: Double, _ y: Double
  ) -> String {
    if let grid = mark.grid {
      return scale(grid, name, x, y, isSoft: figure.panels.contains(where: \.hasPoints))
    }
    guard let series = mark.series else { return "" }
    let color = FigureStyle.color(series.role)
    let text = SVG.text(name, x + markWidth, y + 4)
    let stroke = "M\(SVG.point(x, y))h20"
    switch mark {
    case .line: return SVG.path(stroke, "line \(color)", FigureStyle.dashes(series)) + text
    case .rule: return SVG.path(stroke, "rule \(color)") + text
    case .brackets: return SVG.path(stroke + "m0 -4v8m-20 0v-8", "line \(color)") + text
    case .band, .bars:
      let isBand = if case .band = mark { true } else { false }
      let square = "M\(SVG.point(x + 4, y - 5))h14v10h-14z"
      return SVG.path(square, "\(isBand ? "band" : "bar") \(color)") + text
    default:
      return SVG.path(
        FigureStyle.shape(series.role, x + 11, y, 4),
        "\(series.isHollow ? "hollow" : "point") \(color)") + text
    }
  }

  private static func ends(_ grid: Grid) -> (low: String, high: String) {
    let range = grid.range
    return (NumberText.significant(range.low, 3), NumberText.significant(range.high, 3))
  }

  /// What a range takes beside its name.
  private static func scaleWidth(_ grid: Grid) -> Double {
    let ends = ends(grid)
    return rampWidth + 16 + SVG.width(of: ends.low) + SVG.width(of: ends.high)
  }

  private static func scale(
    _ grid: Grid, _ name: String, _ x: Double, _ y: Double, isSoft: Bool
  ) -> String {
    let range = grid.range
    let steps = 64
    var ramp = Grid(
      rows: 1, columns: steps,
      (0..<steps).map { range.low + Double($0) / Double(steps - 1) * (range.high - range.low) },
      grid.palette, low: range.low, high: range.high)
    ramp.steps = grid.steps
    let ends = ends(grid)
    let lowEnd = x + SVG.width(of: name) + 8 + SVG.width(of: ends.low)
    let frame = Frame(x: lowEnd + 4, y: y - 5, width: rampWidth, height: 10)
    let image = ramp.image().map { SVG.image($0, frame, isPixels: false, isSoft: isSoft) } ?? ""
    return SVG.text(name, x, y + 4) + SVG.text(ends.low, lowEnd, y + 4, .end) + image
      + SVG.text(ends.high, frame.right + 4, y + 4)
  }
}
