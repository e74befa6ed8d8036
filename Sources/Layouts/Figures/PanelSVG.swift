// A panel in SVG: axes with as many ticks as have room, grid lines, marks between them, and letters at the ends
// of curves.
import Events
import Presentation
import Text

struct PanelSVG {
  let panel: Panel
  let scales: Scales
  /// Of its marks alone.
  let frame: Frame
  /// Of every so many rows and columns of a field one is drawn.
  let every: Int

  private static let lineHeight = 15.0

  init(_ panel: Panel, _ scales: Scales, _ frame: Frame, every: Int) {
    (self.panel, self.scales, self.frame, self.every) = (panel, scales, frame, every)
  }

  // MARK: Room

  /// Room beside and around its marks.
  /// - Parameter room: the width that it has among panels side by side.
  static func margins(
    _ panel: Panel, _ scales: Scales?, room: Double
  ) -> (left: Double, top: Double, bottom: Double) {
    let top = panel.title.isEmpty || panel.x.kind == .hidden ? 6 : 22.0
    if let grid = panel.heatMap {
      let longest = grid.rowNames.map { SVG.width(of: $0) }.max() ?? 0
      let above = grid.columnNames.isEmpty ? 0.0 : 18
      return (
        min(160, longest) + 10 + (panel.y.label.isEmpty ? 0 : 18),
        top + above + (panel.x.label.isEmpty ? 0 : 18), 6
      )
    }
    let bottom: Double =
      panel.x.kind == .hidden
      ? 6 + 14 * Double(caption(panel, room).count) : panel.x.label.isEmpty ? 24 : 40
    guard panel.y.kind != .hidden else { return (4, top, bottom) }
    let labels = scales.map { yTicks(panel, $0, height: 240) } ?? []
    let longest = labels.map { SVG.width(of: $0.label) }.max() ?? 0
    return (min(170, longest) + 10 + (panel.y.label.isEmpty ? 0 : 20), top, bottom)
  }

  private static func yTicks(_ panel: Panel, _ scales: Scales, height: Double) -> [Tick] {
    scales.y.ticks(
      most: panel.y.categories.isEmpty
        ? max(2, min(8, Int(height / 28))) : max(1, Int(height / lineHeight)))
  }

  // MARK: Places

  func x(_ value: Double) -> Double { frame.x + frame.width * scales.x.shareInside(of: value) }

  func y(_ value: Double) -> Double {
    frame.y + frame.height * (1 - scales.y.shareInside(of: value))
  }

  // MARK: Parts

  var parts: [String] {
    let marks = MarksSVG(self)
    var parts = panel.marks.isEmpty || isBare ? [] : [gridLines]
    parts += panel.marks.map(marks.element)
    if panel.isFramed { parts.append(outline("frame")) }
    if panel.heatMap == nil { parts += axes }
    return (parts + marks.ends + [title]).filter { !$0.isEmpty }
  }

  private var isBare: Bool {
    panel.x.kind == .hidden || panel.marks.contains { $0.grid != nil }
  }

  /// What is under a small picture: in two lines if need be.
  private static func caption(_ panel: Panel, _ room: Double) -> [String] {
    guard !panel.title.isEmpty else { return [] }
    let lines = TextWrap.wrapped(panel.title, width: max(4, Int((room + 6) / SVG.width(of: "0"))))
    return lines.count > 2 ? [lines[0], lines[1] + "…"] : lines
  }

  private var title: String {
    let isCaption = panel.x.kind == .hidden && panel.network == nil && panel.heatMap == nil
    if isCaption {
      return Self.caption(panel, frame.width + 6).enumerated().map { place, line in
        SVG.text(
          SVG.fitted(line, frame.width + 12), frame.x + frame.width / 2,
          frame.bottom + 14 * Double(place + 1), .middle)
      }.joined()
    }
    let text = SVG.fitted(panel.title, frame.width + 40)
    return SVG.text(
      text, frame.x + frame.width / 2, frame.y - 8, .middle, classes: "name")
  }

  private func outline(_ classes: String) -> String {
    SVG.path(
      "M\(SVG.point(frame.x, frame.y))h\(SVG.number(frame.width))v\(SVG.number(frame.height))"
        + "h-\(SVG.number(frame.width))z", classes)
  }

  private var gridLines: String {
    let lines = Self.yTicks(panel, scales, height: frame.height).map {
      "M\(SVG.point(frame.x, y($0.value)))h\(SVG.number(frame.width))"
    }
    return panel.y.categories.isEmpty ? SVG.path(lines.joined(), "grid") : ""
  }

  // MARK: Axes

  private var axes: [String] {
    var parts: [String] = []
    if panel.y.kind != .hidden {
      let room = frame.x
      parts += Self.yTicks(panel, scales, height: frame.height).map { tick in
        SVG.text(
          SVG.fitted(tick.label, min(170, room - 4)), frame.x - 6, y(tick.value) + 4, .end)
      }
      parts.append(yName)
    }
    guard panel.x.kind != .hidden else { return parts }
    let ticks = xTicks
    parts += ticks.map { tick in
      SVG.text(tick.label, x(tick.value), frame.bottom + 17, .middle)
    }
    parts.append(
      SVG.text(panel.x.words, frame.x + frame.width / 2, frame.bottom + 34, .middle))
    let stubs = ticks.map { "M\(SVG.point(x($0.value), frame.bottom))v4" }.joined()
    let corner =
      panel.y.kind == .hidden
      ? "M\(SVG.point(frame.x, frame.bottom))h\(SVG.number(frame.width))"
      : "M\(SVG.point(frame.x, frame.y))v\(SVG.number(frame.height))h\(SVG.number(frame.width))"
    return parts + [SVG.path(corner + stubs, "axis")]
  }

  private var yName: String {
    let words = SVG.fitted(panel.y.words, frame.height + 30)
    // Turned, as far left as the labels leave it.
    let longest =
      Self.yTicks(panel, scales, height: frame.height)
      .map { SVG.width(of: $0.label) }.max() ?? 0
    let (x, y) = (frame.x - 14 - min(170, longest), frame.y + frame.height / 2)
    return SVG.text(
      words, x, y, .middle, attributes: " transform=\"rotate(-90 \(SVG.point(x, y)))\"")
  }

  /// The most ticks whose labels stand apart; names of places are cut where they are long.
  private var xTicks: [Tick] {
    if !panel.x.categories.isEmpty {
      let room = frame.width / Double(panel.x.categories.count)
      let ticks = scales.x.ticks(most: max(1, Int(frame.width / 24)))
      let each = room * Double(panel.x.categories.count) / Double(max(1, ticks.count))
      return ticks.map { Tick(value: $0.value, label: SVG.fitted($0.label, each - 6)) }
    }
    for most in stride(from: max(2, Int(frame.width / 50)), to: 1, by: -1) {
      let ticks = scales.x.ticks(most: most)
      let isClear = zip(ticks, ticks.dropFirst()).allSatisfy { one, next in
        x(next.value) - x(one.value)
          > (SVG.width(of: one.label) + SVG.width(of: next.label)) / 2 + 8
      }
      if isClear { return ticks }
    }
    return Array(scales.x.ticks(most: 1).prefix(1))
  }
}
