// The room that a panel in SVG needs around its marks: for labels, names and its title.
import Events
import Presentation

struct PanelRoom {
  var left: Double
  let right: Double
  let top: Double
  let bottom: Double
  /// Of the labels at its left, which are cut where they are longer.
  let labels: Double
  /// Whether the y axis' name lies over it, since a panel of few rows is too low for one that is turned.
  let isNamedAbove: Bool
  /// Whether names of columns are turned, since they are longer than columns are wide.
  let isTurned: Bool

  private static let mostLabels = 170.0
  static let mostHeads = 110.0
  private static let turnedName = 20.0

  /// - Parameter width: what the panel has among those beside it.
  init(_ panel: Panel, _ scales: Scales?, width: Double, isAlone: Bool) {
    let most = min(Self.mostLabels, width * 0.4)
    // That of a small picture is under it.
    let isPicture = panel.x.kind == .hidden && panel.network == nil && panel.heatMap == nil
    let title = panel.title.isEmpty || isPicture ? 6 : 22.0
    if let grid = panel.heatMap {
      let heads = grid.columnNames.map { SVG.width(of: $0) }.max() ?? 0
      labels = min(most, grid.rowNames.map { SVG.width(of: $0) }.max() ?? 0)
      left = labels + 10 + (panel.y.label.isEmpty ? 0 : Self.turnedName)
      (right, bottom, isNamedAbove) = (6, 6, false)
      let cell = HeatMapSVG.cellWidth(grid, room: width - left - right, isAlone)
      isTurned = heads + 4 > cell && cell < Self.mostHeads
      let above = heads == 0 ? 0 : isTurned ? min(Self.mostHeads, heads) + 10 : 18
      top = title + above + (panel.x.label.isEmpty ? 0 : 18)
      return
    }
    isTurned = false
    isNamedAbove = !panel.y.categories.isEmpty && !panel.y.label.isEmpty
    top = title + (isNamedAbove ? 16 : 0)
    guard panel.x.kind != .hidden else {
      bottom = 6 + 14 * Double(PanelSVG.caption(panel, width).count)
      (labels, right) = (Self.longestLabel(panel, scales, most), 2)
      left = panel.y.kind == .hidden ? 4 : labels + 10
      return
    }
    bottom = panel.x.label.isEmpty ? 24 : 40
    let ends = panel.x.categories.isEmpty ? scales?.x.ticks(most: 8) ?? [] : []
    right = max(22, (ends.last.map { SVG.width(of: $0.label) } ?? 0) / 2 + 4)
    labels = Self.longestLabel(panel, scales, most)
    guard panel.y.kind != .hidden else {
      left = 4
      return
    }
    left = labels + 10 + (panel.y.label.isEmpty || isNamedAbove ? 0 : Self.turnedName)
  }

  private static func longestLabel(_ panel: Panel, _ scales: Scales?, _ most: Double) -> Double {
    guard panel.y.kind != .hidden, let scales else { return 0 }
    let labels = PanelSVG.yTicks(panel, scales, height: 240)
    return min(most, labels.map { SVG.width(of: $0.label) }.max() ?? 0)
  }
}
