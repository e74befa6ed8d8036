// A heat map in SVG, its numbers black or white on their shade; and a network, links as wide as their weights
// are large, negative ones dashed; links and units have their numbers and names as titles.
import Events
import Presentation
import Text

struct HeatMapSVG {
  private let grid: Grid
  private let panel: PanelSVG

  init(_ grid: Grid, _ panel: PanelSVG) { (self.grid, self.panel) = (grid, panel) }

  /// As wide as names and numbers ask for and there is room for.
  static func cellWidth(_ grid: Grid, room: Double, _ isAlone: Bool) -> Double {
    let longest = grid.columnNames.map { SVG.width(of: $0) + 8 }.max() ?? 0
    return min(
      room / Double(max(1, grid.columns)), isAlone ? max(54, min(110, longest)) : 30)
  }

  private var frame: Frame { panel.frame }
  private var cellWidth: Double { frame.width / Double(max(1, grid.columns)) }
  private var cellHeight: Double { frame.height / Double(max(1, grid.rows)) }

  var element: String {
    guard let address = grid.image() else { return "" }
    var parts = [SVG.image(address, frame, isPixels: true)]
    if let decimals = grid.decimals { parts += numbers(decimals) }
    return (parts + names).joined(separator: "\n")
  }

  private func numbers(_ decimals: Int) -> [String] {
    let range = grid.range
    let longest =
      grid.values.map { SVG.width(of: NumberText.ofCell($0.value, decimals)) }.max() ?? 0
    guard longest + 2 <= cellWidth, cellHeight >= 12 else { return [] }
    return (0..<grid.rows).flatMap { row in
      (0..<grid.columns).map { column in
        let value = grid.value(row, column)
        let level = grid.level(value, in: range)
        let shade = level.map { FigureColors.color($0, grid.palette) } ?? FigureColors.missing
        return SVG.text(
          value.isFinite ? NumberText.ofCell(value, decimals) : "–",
          frame.x + (Double(column) + 0.5) * cellWidth,
          frame.y + (Double(row) + 0.5) * cellHeight + 4, .middle,
          attributes: " style=\"fill:\(shade.isBright ? "#000" : "#fff")\"")
      }
    }
  }

  private var names: [String] {
    let every = max(1, Int((13 / cellHeight).rounded(.up)))
    let room = panel.room
    let rows = grid.rowNames.enumerated().filter { $0.offset % every == 0 }.map { row, name in
      SVG.text(
        SVG.fitted(name, room.labels), frame.x - 6,
        frame.y + (Double(row) + 0.5) * cellHeight + 4, .end)
    }
    let heads = SVG.fitted(panel.panel.x.words, frame.width + 2 * min(room.left, 40))
    let name = SVG.fitted(panel.panel.y.words, frame.height + 30)
    let top = frame.y + 14 - room.top + (panel.panel.title.isEmpty ? 0 : 18)
    return rows + columnNames + [
      SVG.text(heads, frame.x + frame.width / 2, top, .middle),
      SVG.turned(
        name, frame.x - 14 - room.labels, frame.y + frame.height / 2, .middle),
    ]
  }

  private var columnNames: [String] {
    let isTurned = panel.room.isTurned
    let apart = max(1, Int(((isTurned ? 13 : 24) / cellWidth).rounded(.up)))
    return grid.columnNames.enumerated().filter { $0.offset % apart == 0 }.map { place, name in
      let middle = frame.x + (Double(place) + 0.5) * cellWidth
      return isTurned
        ? SVG.turned(SVG.fitted(name, PanelRoom.mostHeads), middle + 4, frame.y - 6)
        : SVG.text(
          SVG.fitted(name, cellWidth * Double(apart) - 4), middle, frame.y - 6, .middle)
    }
  }
}

struct NetworkSVG {
  private let network: NetworkPicture
  private let frame: Frame
  private static let radius = 7.0

  init(_ network: NetworkPicture, _ frame: Frame) { (self.network, self.frame) = (network, frame) }

  var element: String {
    let most = network.links.last.map { abs($0.weight) } ?? 1
    let links = network.links.map { link in
      let (start, end) = (place(link.gap, link.from), place(link.gap + 1, link.to))
      let share = abs(link.weight) / most
      let middle = (start.x + end.x) / 2
      let d =
        "M\(SVG.point(start.x, start.y))C\(SVG.point(middle, start.y)) "
        + "\(SVG.point(middle, end.y)) \(SVG.point(end.x, end.y))"
      let width = NumberText.fixed(0.4 + 4.6 * share, 1)
      let style =
        " stroke-width=\"\(width)\" opacity=\"\(NumberText.fixed(0.3 + 0.6 * share, 2))\""
        + (link.weight < 0 ? " stroke-dasharray=\"5 3\"" : "")
      let title =
        "\(name(link.gap, link.from)) → \(name(link.gap + 1, link.to)): weight "
        + NumberText.significant(link.weight, 4)
      return "<path class=\"link \(link.weight < 0 ? "color1" : "color0")\"\(style) d=\"\(d)\">"
        + "\(Self.title(title))</path>"
    }
    return (links + units).joined(separator: "\n")
  }

  private func name(_ layer: Int, _ unit: Int) -> String { network.layers[layer][unit] }

  /// What a pointer is told that rests on it.
  private static func title(_ text: String) -> String { "<title>\(Markup.escaped(text))</title>" }

  private var left: Double {
    network.layers.first?.map { SVG.width(of: $0, size: 11) }.max() ?? 0
  }

  private var right: Double {
    network.layers.last?.map { SVG.width(of: $0, size: 11) }.max() ?? 0
  }

  private func place(_ layer: Int, _ unit: Int) -> (x: Double, y: Double) {
    let margins = (min(120, left) + 14, min(120, right) + 14)
    let gaps = Double(max(1, network.layers.count - 1))
    let width = frame.width - margins.0 - margins.1
    let count = network.layers[layer].count + (network.leftOut[layer] > 0 ? 1 : 0)
    return (
      frame.x + margins.0 + width * Double(layer) / gaps,
      frame.y + frame.height * (Double(unit) + 0.5) / Double(max(1, count))
    )
  }

  private var units: [String] {
    let last = network.layers.count - 1
    return network.layers.enumerated().flatMap { layer, names in
      var parts = names.enumerated().map { unit, name in
        let (x, y) = place(layer, unit)
        let circle =
          "<circle class=\"unit\" cx=\"\(SVG.number(x))\" cy=\"\(SVG.number(y))\" r=\"7\">"
          + "\(Self.title(name))</circle>"
        let gap = Self.radius + 4
        let text = SVG.fitted(name, 120)
        if layer == 0 { return circle + SVG.text(text, x - gap, y + 4, .end) }
        if layer == last { return circle + SVG.text(text, x + gap, y + 4) }
        return circle + SVG.text(text, x, y - gap + 1, .middle, classes: "small over")
      }
      if network.leftOut[layer] > 0 {
        let (x, y) = place(layer, names.count)
        parts.append(SVG.text("+\(network.leftOut[layer])", x, y + 4, .middle))
      }
      return parts
    }
  }
}
