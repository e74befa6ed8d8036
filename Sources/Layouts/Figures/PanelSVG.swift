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
  let room: PanelRoom
  /// Of every so many rows and columns of a field one is drawn.
  let every: Int

  private static let lineHeight = 15.0

  init(_ panel: Panel, _ scales: Scales, _ frame: Frame, _ room: PanelRoom, every: Int) {
    (self.panel, self.scales, self.frame) = (panel, scales, frame)
    (self.room, self.every) = (room, every)
  }

  static func yTicks(_ panel: Panel, _ scales: Scales, height: Double) -> [Tick] {
    scales.y.ticks(
      most: panel.y.categories.isEmpty
        ? max(Ticks.enough, min(8, Int(height / 28))) : max(1, Int(height / lineHeight)))
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
    parts += panel.marks.map(marks.element) + marks.names + marks.namesOfRules
    if panel.isFramed { parts.append(outline("frame")) }
    if panel.heatMap == nil { parts += axes }
    return (parts + marks.ends + [title]).filter { !$0.isEmpty }
  }

  private var isBare: Bool {
    panel.x.kind == .hidden || panel.marks.contains { $0.grid != nil }
  }

  /// What is under a small picture: in two lines if need be.
  static func caption(_ panel: Panel, _ room: Double) -> [String] {
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
    let text = SVG.fitted(panel.title, frame.width + 2 * min(room.left, 18), isBold: true)
    return SVG.text(
      text, frame.x + frame.width / 2, frame.y + 14 - room.top, .middle, classes: "name")
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
      parts += Self.yTicks(panel, scales, height: frame.height).map { tick in
        SVG.text(SVG.fitted(tick.label, room.labels), frame.x - 6, y(tick.value) + 4, .end)
      }
      parts.append(yName)
    }
    guard panel.x.kind != .hidden else { return parts }
    let ticks = xTicks
    parts += ticks.map { tick in
      SVG.text(tick.label, x(tick.value), frame.bottom + 17, .middle)
    }
    let name = SVG.fitted(scales.x.words, frame.width + 2 * min(room.left, room.right))
    parts.append(SVG.text(name, frame.x + frame.width / 2, frame.bottom + 34, .middle))
    let stubs = ticks.map { "M\(SVG.point(x($0.value), frame.bottom))v4" }.joined()
    let corner =
      panel.y.kind == .hidden
      ? "M\(SVG.point(frame.x, frame.bottom))h\(SVG.number(frame.width))"
      : "M\(SVG.point(frame.x, frame.y))v\(SVG.number(frame.height))h\(SVG.number(frame.width))"
    return parts + [SVG.path(corner + stubs, "axis")]
  }

  private var yName: String {
    if room.isNamedAbove {
      let name = SVG.fitted(scales.y.words, room.left + frame.width)
      // Over the labels, or from the left edge on where it is longer.
      let isLong = SVG.width(of: name) > room.left - 6
      return isLong
        ? SVG.text(name, frame.x - room.left, frame.y - 8)
        : SVG.text(name, frame.x - 6, frame.y - 8, .end)
    }
    // Turned, as far left as the labels leave it.
    let longest =
      Self.yTicks(panel, scales, height: frame.height)
      .map { SVG.width(of: $0.label) }.max() ?? 0
    return SVG.turned(
      SVG.fitted(scales.y.words, frame.height + 30), frame.x - 14 - min(room.labels, longest),
      frame.y + frame.height / 2, .middle)
  }

  /// The most ticks whose labels stand apart; names of places are cut where they are long.
  private var xTicks: [Tick] {
    if !panel.x.categories.isEmpty {
      let room = frame.width / Double(panel.x.categories.count)
      let ticks = scales.x.ticks(most: max(1, Int(frame.width / 24)))
      let each = room * Double(panel.x.categories.count) / Double(max(1, ticks.count))
      return ticks.map { Tick(value: $0.value, label: SVG.fitted($0.label, each - 6)) }
    }
    for most in stride(from: max(2, Int(frame.width / 36)), to: 1, by: -1) {
      let ticks = scales.x.ticks(most: most)
      guard ticks.count <= max(3, Int(frame.width / 50)) else { continue }
      let isClear = zip(ticks, ticks.dropFirst()).allSatisfy { one, next in
        x(next.value) - x(one.value)
          > (SVG.width(of: one.label) + SVG.width(of: next.label)) / 2 + 8
      }
      if isClear { return ticks }
    }
    return Array(scales.x.ticks(most: 1).prefix(1))
  }
}
