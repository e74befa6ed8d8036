// The marks of a panel in SVG. All points of a series are one path, so that thousands stay small.
import Events
import Presentation
import Text

struct MarksSVG {
  let panel: PanelSVG
  var frame: Frame { panel.frame }

  init(_ panel: PanelSVG) { self.panel = panel }

  func element(_ mark: Mark) -> String {
    switch mark {
    case .line(let series): line(series)
    case .band(let series): band(series)
    case .points(let series): points(series)
    case .bars(let series): panel.panel.y.categories.isEmpty ? bars(series) : lyingBars(series)
    case .brackets(let series): brackets(series)
    case .rule(let series): rules(series)
    case .note(let series): notes(series)
    case .field(let grid): field(grid)
    case .heatMap(let grid): HeatMapSVG(grid, panel).element
    case .network(let network): NetworkSVG(network, frame).element
    }
  }

  private func color(_ series: Series) -> String { FigureStyle.color(series.role) }

  private func isDrawn(_ series: Series, _ index: Int) -> Bool {
    series.x(index).isFinite && series.y(index).isFinite
  }

  private func place(_ series: Series, _ index: Int) -> String {
    SVG.point(panel.x(series.x(index)), panel.y(series.y(index)))
  }

  // MARK: Curves

  private func line(_ series: Series) -> String {
    var d = ""
    var isDown = false
    for index in 0..<series.count {
      guard isDrawn(series, index) else {
        isDown = false
        continue
      }
      d += (isDown ? "L" : "M") + place(series, index)
      // Of one between gaps a dot.
      if !isDown, !isDrawn(series, index + 1) { d += "h2" }
      isDown = true
    }
    let casing = panel.panel.marks.contains { $0.grid != nil } ? SVG.path(d, "casing") : ""
    return casing + SVG.path(d, "line \(color(series))", FigureStyle.dashes(series))
  }

  private func band(_ series: Series) -> String {
    var d = ""
    var run: [Int] = []
    func close() {
      guard !run.isEmpty else { return }
      d += "M" + run.map { place(series, $0) }.joined(separator: "L")
      for index in run.reversed() {
        d += "L" + SVG.point(panel.x(series.x(index)), panel.y(series.other(index)))
      }
      d += "z"
      run = []
    }
    for index in 0..<series.count {
      if isDrawn(series, index), series.other(index).isFinite {
        run.append(index)
      } else {
        close()
      }
    }
    close()
    return SVG.path(d, "band \(color(series))")
  }

  /// Each curve's letter at its end, below those above it where they would lie over each other.
  var ends: [String] {
    let height = 13.0
    var ends = panel.panel.marks.compactMap { mark -> (series: Series, x: Double, y: Double)? in
      guard case .line(let series) = mark, !series.letter.isEmpty,
        let last = (0..<series.count).last(where: { isDrawn(series, $0) })
      else { return nil }
      return (series, panel.x(series.x(last)), panel.y(series.y(last)))
    }.sorted { $0.y < $1.y }
    func areNear(_ one: Int, _ other: Int) -> Bool { abs(ends[one].x - ends[other].x) < 14 }
    for index in ends.indices {
      for above in 0..<index where areNear(above, index) {
        ends[index].y = max(ends[index].y, ends[above].y + height)
      }
    }
    // What came below the picture by that goes up again, and what stands above it there too.
    for index in ends.indices.reversed() {
      var lowest = frame.bottom
      for below in (index + 1)..<max(index + 1, ends.count) where areNear(below, index) {
        lowest = min(lowest, ends[below].y - height)
      }
      ends[index].y = min(ends[index].y, lowest)
    }
    return ends.map {
      SVG.text($0.series.letter, $0.x + 6, $0.y + 4, classes: "letter \(color($0.series))")
    }
  }

  // MARK: Points and words

  private func points(_ series: Series) -> String {
    var d = ""
    var words = ""
    let radius = series.role == .emphasis ? 5.0 : series.role == .muted ? 2 : 3.2
    for index in 0..<series.count {
      let (x, y) = (series.x(index), series.y(index))
      guard panel.scales.x.contains(x), panel.scales.y.contains(y) else { continue }
      d += FigureStyle.shape(series.role, panel.x(x), panel.y(y), radius)
      words += word(series.text(index), panel.x(x) + radius + 3, panel.y(y) + 4)
    }
    return SVG.path(d, "\(series.isHollow ? "hollow" : "point") \(color(series))") + words
  }

  /// Words at a place, moved left where they would leave the picture.
  func word(_ text: String, _ x: Double, _ y: Double) -> String {
    let text = SVG.fitted(text, frame.width)
    let start = min(x, frame.right - SVG.width(of: text))
    return SVG.text(
      text, max(frame.x + 2, start), min(frame.bottom - 3, max(frame.y + 11, y)), classes: "over")
  }

  private func notes(_ series: Series) -> String {
    (0..<series.count).filter { isDrawn(series, $0) }.map {
      word(series.text($0), panel.x(series.x($0)) + 4, panel.y(series.y($0)) - 4)
    }.joined()
  }

  private func rules(_ series: Series) -> String {
    let isDown = !series.x.isEmpty
    let values = (isDown ? series.x : series.y).map(\.value)
    var parts: [String] = []
    for value in values where value.isFinite {
      let d =
        isDown
        ? "M\(SVG.point(panel.x(value), frame.y))v\(SVG.number(frame.height))"
        : "M\(SVG.point(frame.x, panel.y(value)))h\(SVG.number(frame.width))"
      parts.append(SVG.path(d, "rule \(color(series))"))
    }
    return parts.joined()
  }

  private func brackets(_ series: Series) -> String {
    var d = ""
    var words = ""
    for index in 0..<series.count where isDrawn(series, index) && series.other(index).isFinite {
      let (left, right) = (panel.x(series.x(index)), panel.x(series.other(index)))
      let y = panel.y(series.y(index))
      d += "M\(SVG.point(left, y - 4))v8M\(SVG.point(left, y))H\(SVG.number(right))"
      d += "M\(SVG.point(right, y - 4))v8"
      let text = series.text(index)
      let fits = SVG.width(of: text) + 8 < right - left
      words +=
        fits
        ? SVG.text(text, (left + right) / 2, y - 4, .middle, classes: "over")
        : word(text, right + 6, y + 4)
    }
    return SVG.path(d, "line \(color(series))") + words
  }

  // MARK: Bars

  private func bars(_ series: Series) -> String {
    let base = panel.y(panel.scales.y.isLog ? panel.scales.y.low : 0)
    var d = ""
    for index in 0..<series.count where isDrawn(series, index) {
      let x = series.x(index)
      let isPlace = series.other.isEmpty
      let left = panel.x(isPlace ? x - 0.38 : x)
      let right = panel.x(isPlace ? x + 0.38 : series.other(index))
      let top = panel.y(series.y(index))
      d += "M\(SVG.point(left, base))V\(SVG.number(top))H\(SVG.number(right))V\(SVG.number(base))z"
    }
    return SVG.path(d, "bar \(color(series))")
  }

  private func lyingBars(_ series: Series) -> String {
    let base = panel.x(panel.scales.x.isLog ? panel.scales.x.low : 0)
    let half = min(10, 0.36 * frame.height / Double(max(1, panel.panel.y.categories.count)))
    var d = ""
    var words = ""
    for index in 0..<series.count where isDrawn(series, index) {
      let (end, y) = (panel.x(series.x(index)), panel.y(series.y(index)))
      d += "M\(SVG.point(base, y - half))H\(SVG.number(end))v\(SVG.number(2 * half))"
      d += "H\(SVG.number(base))z"
      words += word(series.text(index), max(base, end) + 5, y + 4)
    }
    return SVG.path(d, "bar \(color(series))") + words
  }

  // MARK: Fields

  private func field(_ grid: Grid) -> String {
    guard let address = grid.image(every: panel.every) else { return "" }
    let box = grid.box
    let (left, right) = (panel.x(box.left), panel.x(box.right))
    let (top, bottom) = (panel.y(box.upper), panel.y(box.lower))
    let frame = Frame(x: left, y: top, width: right - left, height: bottom - top)
    return SVG.image(
      address, frame, isPixels: max(grid.rows, grid.columns) <= 64 || grid.steps > 1,
      isSoft: panel.panel.hasPoints) + SVG.path(grid.borders(in: frame), "border")
  }

  /// Which class is where, above the rows there, on plates.
  var names: [String] {
    guard let grid = panel.panel.marks.lazy.compactMap(\.grid).first, panel.panel.heatMap == nil
    else { return [] }
    let box = grid.box
    let (left, right) = (panel.x(box.left), panel.x(box.right))
    let (top, height) = (panel.y(box.upper), panel.y(box.lower) - panel.y(box.upper))
    let width = right - left
    return grid.classRegions.compactMap { region in
      guard let name = panel.panel.name(ofClass: region.place),
        Double(region.depth) / Double(grid.columns) * width > Self.leastRegion
      else { return nil }
      let shown = SVG.fitted(name, width - 8)
      let x = left + (Double(region.column) + 0.5) / Double(grid.columns) * width
      let y = top + (Double(region.row) + 0.5) / Double(grid.rows) * height
      // Within the picture, though over the region's edges where its name is long.
      let half = SVG.width(of: shown) / 2 + 2
      let middle = min(right - half, max(left + half, x))
      return "<rect class=\"plate\" x=\"\(SVG.number(middle - half))\" y=\"\(SVG.number(y - 8))\""
        + " width=\"\(SVG.number(2 * half))\" height=\"16\" rx=\"3\"/>"
        + SVG.text(shown, middle, y + 4, .middle)
    }
  }

  /// Half of the room that a name needs at least.
  private static let leastRegion = 9.0
}
