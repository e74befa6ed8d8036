// A figure in SVG: valid, readable alone and in a page, light and dark as its reader has it, with a title and a
// description in words. The numbers and scales are those of the same figure in text.
import Events
import Presentation
import Text

package struct FigureSVG {
  private let figure: Figure
  private static let (width, margin, gap) = (640.0, 8.0, 18.0)
  /// Cells of all fields together, so that a picture stays small.
  private static let mostCells = 110_000

  /// How wide it is drawn, in the size of its letters.
  private let extent: Double

  /// - Parameter isNarrow: for a column beside others, in which letters of a wide picture would be too small.
  package init(_ figure: Figure, isNarrow: Bool = false) {
    self.figure = figure.sampled.withShortNames
    extent = isNarrow ? 380 : Self.width
  }

  /// A file of its own.
  package var document: String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    \(picture(isAlone: true))

    """
  }

  /// In a page that has `FigureStyle.sheet`: what a file says by its title is a caption there.
  package var element: String {
    guard !figure.isEmpty else {
      return Markup.element("p", Markup.escaped(figure.sentenceOfNothing))
    }
    let caption = Markup.element("figcaption", Markup.escaped(figure.caption(in: .graphics)))
    return "<figure>\(caption)\n\(picture(isAlone: false))</figure>"
  }

  /// The same without the caption, for a page that has its own.
  package var drawing: String { picture(isAlone: false) }

  // MARK: Parts

  private func picture(isAlone: Bool) -> String {
    var parts: [String] = []
    var top = Self.margin
    if isAlone || figure.isEmpty {
      for (line, isBold) in heading {
        parts.append(SVG.text(line, Self.margin, top + 13, classes: isBold ? "name" : ""))
        top += 16
      }
      top += 4
    }
    let legend = LegendSVG(figure, left: Self.margin, top: top, width: extent)
    parts += legend.parts
    let panels = figure.isEmpty ? ([], top) : self.panels(from: legend.bottom)
    parts += panels.0
    return wrapped(parts, height: panels.1 + Self.margin, isAlone: isAlone)
  }

  /// What it is called, and in lines of their own what is to be said of that.
  private var heading: [(line: String, isBold: Bool)] {
    let room = Self.width - 2 * Self.margin
    func lines(_ text: String, isBold: Bool) -> [(line: String, isBold: Bool)] {
      let columns = Int(room / SVG.width(of: "0", isBold: isBold))
      return TextWrap.wrapped(text, width: columns).map {
        (line: SVG.fitted($0, room, isBold: isBold), isBold: isBold)
      }
    }
    guard !figure.isEmpty else { return lines(figure.sentenceOfNothing, isBold: true) }
    let caption = figure.caption(in: .graphics)
    let whole = lines(caption, isBold: true)
    let rest = String(caption.dropFirst(figure.title.count).drop { ", ".contains($0) })
    guard whole.count > 1, !rest.isEmpty else { return whole }
    return lines(figure.title, isBold: true) + lines(rest, isBold: false)
  }

  private func wrapped(_ parts: [String], height: Double, isAlone: Bool) -> String {
    let size = "\(SVG.number(extent)) \(SVG.number(height))"
    let paper = "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>"
    let style = isAlone ? "<style>\n\(FigureStyle.sheet)\n</style>\n" : ""
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 \(size)" role="img" \
      aria-label="\(Markup.escaped(figure.caption(in: .graphics)))">
      <title>\(Markup.escaped(figure.title))</title>
      <desc>\(Markup.escaped(figure.words.shortened(to: 5000)))</desc>
      \(style)\(isAlone ? paper + "\n" : "")\(parts.joined(separator: "\n"))
      </svg>
      """
  }

  // MARK: Panels

  /// Panels side by side: small pictures more of them.
  private var across: Int {
    let count = figure.panels.count
    guard !figure.isStacked else { return 1 }
    let isSmall = figure.panels.allSatisfy { $0.x.kind == .hidden && $0.network == nil }
    if isSmall, extent < Self.width, count <= 16 { return min(4, count) }
    if isSmall { return count <= 4 ? count : count <= 12 ? 4 : count <= 48 ? 8 : 10 }
    // Three beside each other would have as much room for labels as for marks.
    return count <= 2 ? count : count <= 4 || extent < Self.width ? 2 : 3
  }

  private var every: Int {
    let cells = figure.panels.flatMap(\.marks).reduce(0) { $0 + ($1.grid?.values.count ?? 0) }
    var every = 1
    while cells / (every * every) > Self.mostCells { every += 1 }
    return every
  }

  /// And where they end.
  private func panels(from start: Double) -> ([String], Double) {
    let across = max(1, across)
    let room = (extent - 2 * Self.margin - Self.gap * Double(across - 1)) / Double(across)
    var parts: [String] = []
    var top = start + 4
    for first in stride(from: 0, to: figure.panels.count, by: across) {
      let row = figure.panels[first..<min(first + across, figure.panels.count)]
      let scales = row.map { Scales($0) }
      var rooms = zip(row, scales).map {
        PanelRoom($0, $1, width: room, isAlone: across == 1)
      }
      if figure.isStacked {
        let widest = leftMargin(room)
        for place in rooms.indices { rooms[place].left = widest }
      }
      let above = rooms.map(\.top).max() ?? 0
      var lowest = top
      for (place, panel) in row.enumerated() {
        guard let scales = scales[place] else { continue }
        let own = rooms[place]
        let left = Self.margin + Double(place) * (room + Self.gap) + own.left
        let size = size(of: panel, width: room - own.left - own.right, across)
        // Alone and narrow, it stands in the middle.
        let spare = across == 1 ? (room - own.left - size.width) / 2 : 0
        let frame = Frame(
          x: left + max(0, spare), y: top + above, width: size.width, height: size.height)
        parts += PanelSVG(panel, scales, frame, own, every: every).parts
        lowest = max(lowest, frame.bottom + own.bottom)
      }
      top = lowest + 6
    }
    return (parts, top)
  }

  /// Of panels above each other, so that their x axes are.
  private func leftMargin(_ room: Double) -> Double {
    figure.panels.map { PanelRoom($0, Scales($0), width: room, isAlone: true).left }.max() ?? 0
  }

  private func size(
    of panel: Panel, width: Double, _ across: Int
  ) -> (width: Double, height: Double) {
    if let grid = panel.heatMap {
      let cell = HeatMapSVG.cellWidth(grid, room: width, across == 1)
      let height = grid.decimals == nil ? cell : min(cell, 26)
      return (cell * Double(grid.columns), min(600, height * Double(grid.rows)))
    }
    if let network = panel.network {
      let longest = network.layers.map(\.count).max() ?? 1
      return (width, min(420, Double(longest + 1) * 30))
    }
    if let aspect = panel.aspect?.value, aspect > 0 {
      let wide = min(width, 380 * max(1, aspect))
      return (wide, wide / aspect)
    }
    if !panel.y.categories.isEmpty { return (width, Double(panel.y.categories.count) * 22 + 6) }
    let share = Double(panel.height ?? figure.height) / Double(max(1, figure.height))
    return (width, (across == 1 ? 230 : min(230, width * 0.8)) * share)
  }
}

extension Figure {
  /// With as many points as a picture shows and a file has room for.
  fileprivate var sampled: Figure {
    let most = 3000
    let count = panels.flatMap(\.marks).reduce(0) { sum, mark in
      if case .points(let series) = mark { sum + series.count } else { sum }
    }
    var figure = self
    for panel in panels.indices {
      for mark in panels[panel].marks.indices {
        switch panels[panel].marks[mark] {
        case .points(let series) where count > most:
          let (sample, note) = series.sampled(most: max(1, most * series.count / count))
          figure.panels[panel].marks[mark] = .points(sample)
          if let note { figure.notes.append(note) }
        case .line(let series) where series.x.isEmpty && series.y.count > 2000:
          let curve = Series.curve(
            series.name, series.role, letter: series.letter, from: series.first,
            series.y.map(\.value), isHollow: series.isHollow)
          figure.panels[panel].marks[mark] = .line(curve)
        default: continue
        }
      }
    }
    return figure
  }
}
