// A panel as text: its title, the marks between a gutter with labels and an axis below.
import Events
import Presentation
import Text

struct PanelText {
  let panel: Panel
  private let scales: Scales
  private let drawing: Drawing
  let columns: Int
  private let rows: Int
  private let width: Int
  /// Columns of the labels at the left.
  private let gutter: Int
  private let yTicks: [Tick]
  /// Whether its y axis is named above it.
  private let isNamed: Bool
  var hasImages = false

  /// - Parameter width: of all of it.
  /// - Parameter gutter: at least so many columns for labels.
  init?(
    _ panel: Panel, width: Int, rows: Int, gutter: Int, isNamed: Bool, _ drawing: Drawing
  ) {
    guard let scales = Scales(panel) else { return nil }
    (self.panel, self.scales, self.drawing) = (panel, scales, drawing)
    self.isNamed = isNamed && !panel.y.label.isEmpty && panel.y.kind != .hidden
    (self.rows, self.width) = (rows, width)
    yTicks = scales.y.ticks(
      most: panel.y.categories.isEmpty ? max(Ticks.enough, (rows + 1) / 2) : rows)
    let longest = yTicks.map { Glyph.row($0.label).count }.max() ?? 0
    self.gutter =
      panel.y.kind == .hidden ? 0 : max(gutter, min(longest, max(gutter, width / 3)))
    let room = width - (panel.y.kind == .hidden ? 0 : self.gutter + 2)
    columns = max(2, room)
  }

  /// What it takes besides its marks' columns.
  static func margin(_ panel: Panel, gutter: Int) -> Int {
    panel.y.kind == .hidden ? 0 : gutter + 2
  }

  var lines: [[Glyph]] {
    let marks = MarksText(panel, scales, columns: columns, rows: rows, drawing)
    let labels = labelsByRow(marks)
    var lines = cells(marks).enumerated().map { row, cells in
      left(labels[row] ?? "") + cells
    }
    if isNamed {
      let words = Glyph.row(scales.y.words)
      let name = words.fitted(to: min(words.count, width))
      lines.insert(name.count < gutter ? name.rightAligned(to: gutter) : name, at: 0)
    }
    if panel.x.kind != .hidden { lines += axis(marks) }
    return lines
  }

  private func cells(_ marks: MarksText) -> [[Glyph]] {
    guard hasImages, let image = MarksImage(panel, scales, columns: columns, rows: rows)?.image
    else { return marks.canvas.finished }
    var cells = Array(repeating: Array(repeating: Glyph(), count: columns), count: rows)
    cells[0][0].image = image
    return cells
  }

  private func left(_ label: String) -> [Glyph] {
    guard panel.y.kind != .hidden else { return [] }
    return Glyph.row(label).rightAligned(to: gutter) + Glyph.row(drawing == .blocks ? " │" : " |")
  }

  /// The labels of the y axis; of two in one row the one that is nearer to it.
  private func labelsByRow(_ marks: MarksText) -> [Int: String] {
    var labels: [Int: String] = [:]
    for tick in yTicks {
      if let row = marks.row(tick.value), labels[row] == nil { labels[row] = tick.label }
    }
    return labels
  }

  // MARK: The axis below

  private func axis(_ marks: MarksText) -> [[Glyph]] {
    let start = TextWrap.spaces(panel.y.kind == .hidden ? 0 : gutter)
    let corner = panel.y.kind == .hidden ? "" : drawing == .blocks ? " └" : " +"
    let lines = RulerText(
      panel.x, scales.x, columns: columns, dash: drawing == .blocks ? "─" : "-",
      column: marks.column
    ).lines
    let ruler = Glyph.row(start + corner) + lines.ruler
    guard let name = lines.name else { return [ruler] }
    // One that is longer than the axis begins under the labels.
    let left = max(0, min(Glyph.row(start + corner).count, width - name.count))
    let below = Glyph.row(TextWrap.spaces(left)) + name
    return [ruler, below.fitted(to: width)]
  }
}
