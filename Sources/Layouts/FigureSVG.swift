// Curves as a vector picture: each with its letter at its end, so that nothing depends on color. The
// numbers and the scale are those of the picture in text.
import Presentation

struct FigureSVG {
  private let figure: Figure
  private let scale: Figure.Scale

  private static let (left, top, width, height) = (70.0, 10.0, 540.0, 200.0)
  private static let (letterWidth, letterHeight) = (14.0, 13.0)

  /// Nil where a table says it all.
  init?(_ figure: Figure) {
    guard let scale = figure.scale else { return nil }
    (self.figure, self.scale) = (figure, scale)
  }

  var element: String {
    let caption = HTML.escaped(figure.caption(scale))
    let parts = figure.bands.map(band) + figure.curves.indices.map(curve) + letters + axes
    return """
      <figure><figcaption>\(caption)\(legend)</figcaption>
      <svg viewBox="0 0 640 235" role="img" aria-label="\(caption)">
      \(parts.joined(separator: "\n"))
      </svg></figure>
      """
  }

  /// The names in the colors of their curves.
  private var legend: String {
    let names = figure.curves.enumerated().map { place, curve in
      HTML.element("span", HTML.escaped("\(curve.letter) \(curve.name)"), color(place))
    }.joined(separator: ", ")
    return names.isEmpty ? "" : HTML.element("span", ": \(names)", "legend")
  }

  private func color(_ place: Int) -> String { "curve\(place % 8)" }

  private func x(_ index: Int) -> Double {
    Self.left + Self.width * Double(index) / Double(max(1, figure.lastIndex))
  }

  private func y(_ value: Double) -> Double {
    Self.top + Self.height * (1 - min(1, max(0, scale.share(of: value))))
  }

  private func points(_ values: [Number]) -> [String] {
    values.indices.filter { values[$0].value.isFinite }.map {
      "\(NumberText.fixed(x($0), 1)),\(NumberText.fixed(y(values[$0].value), 1))"
    }
  }

  private func curve(_ place: Int) -> String {
    let line = points(figure.curves[place].values).joined(separator: " ")
    guard !line.isEmpty else { return "" }
    return "<g class=\"curve \(color(place))\"><polyline points=\"\(line)\"/></g>"
  }

  /// Each curve's letter at its end, below those above it where they would lie over each other.
  private var letters: [String] {
    var ends = figure.curves.indices.compactMap { place -> (place: Int, x: Double, y: Double)? in
      let values = figure.curves[place].values
      return values.indices.last { values[$0].value.isFinite }
        .map { (place, x($0), y(values[$0].value)) }
    }.sorted { $0.y < $1.y }
    for index in ends.indices {
      for above in ends[..<index] where abs(above.x - ends[index].x) < Self.letterWidth {
        ends[index].y = max(ends[index].y, above.y + Self.letterHeight)
      }
    }
    // What came below the picture by that goes up again, and what stands above it there too.
    let bottom = Self.top + Self.height
    for index in ends.indices.reversed() {
      var lowest = bottom
      for below in ends[(index + 1)...] where abs(below.x - ends[index].x) < Self.letterWidth {
        lowest = min(lowest, below.y - Self.letterHeight)
      }
      ends[index].y = min(ends[index].y, lowest)
    }
    return ends.map { end in
      text(
        figure.curves[end.place].letter, end.x + 6, end.y + 4,
        "class=\"letter \(color(end.place))\"")
    }
  }

  private func band(_ band: Figure.Band) -> String {
    let edge = points(band.low) + points(band.high).reversed()
    return "<polygon class=\"band\" points=\"\(edge.joined(separator: " "))\"/>"
  }

  private var axes: [String] {
    let bottom = Self.top + Self.height
    let labels = [1, 0.5, 0].map { share in
      text(
        NumberText.significant(scale.value(at: share), 3), Self.left - 6,
        bottom - Self.height * share + 4, "text-anchor=\"end\"")
    }
    let ends = [(figure.first, 0), (figure.first + figure.lastIndex, figure.lastIndex)].map {
      text(String($0), x($1), bottom + 18, "text-anchor=\"middle\"")
    }
    let unit = text(
      figure.unit, Self.left + Self.width / 2, bottom + 18, "text-anchor=\"middle\"")
    let lines = """
      <path class="axis" d="M\(Self.left) \(Self.top)V\(bottom)H\(Self.left + Self.width)"/>
      """
    return labels + ends + [unit, lines]
  }

  private func text(_ text: String, _ x: Double, _ y: Double, _ attributes: String) -> String {
    let place = "x=\"\(NumberText.fixed(x, 1))\" y=\"\(NumberText.fixed(y, 1))\""
    return "<text \(place) \(attributes)>\(HTML.escaped(text))</text>"
  }
}
