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
    self.rows = rows
    yTicks = scales.y.ticks(most: panel.y.categories.isEmpty ? max(2, (rows + 1) / 2) : rows)
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
      let name = Glyph.row(panel.y.words)
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
    let words = panel.x.words
    var most = panel.x.categories.isEmpty ? max(2, columns / 9) : panel.x.categories.count
    while most > 0 {
      if let ruler = ruler(scales.x.ticks(most: most), marks, with: words) {
        return [Glyph.row(start + corner) + ruler]
      }
      if most <= 2 { break }
      most -= 1
    }
    for most in stride(from: max(2, columns / 6), through: 1, by: -1) {
      if let ruler = ruler(scales.x.ticks(most: most), marks, with: "") {
        let name = words.isEmpty ? [] : [Glyph.row(start) + Glyph.row(words).centered(in: columns)]
        return [Glyph.row(start + corner) + ruler] + name
      }
    }
    let blank = String(repeating: drawing == .blocks ? "─" : "-", count: columns)
    return [Glyph.row(start + corner + blank)] + [
      Glyph.row(start) + Glyph.row(words).centered(in: columns)
    ]
  }

  /// Ticks in a line of dashes, and the axis' name in its middle; nil where they would touch.
  private func ruler(_ ticks: [Tick], _ marks: MarksText, with words: String) -> [Glyph]? {
    let dash = drawing == .blocks ? "─" : "-"
    var cells = Glyph.row(String(repeating: dash, count: columns))
    var taken: [Range<Int>] = []
    func place(_ text: String, at start: Int) {
      let label = Glyph.row(text)
      let padded =
        (start > 0 ? [Glyph()] : []) + label + (start + label.count < columns ? [Glyph()] : [])
      let first = max(0, start - 1)
      cells.replaceSubrange(first..<(first + padded.count), with: padded)
      taken.append(first..<(first + padded.count))
    }
    let room = panel.x.categories.isEmpty ? columns : columns / max(1, ticks.count) - 2
    for tick in ticks {
      guard let column = marks.column(tick.value) else { continue }
      guard room > 0 else { return nil }
      let label =
        Glyph.row(tick.label).count > room
        ? Glyph.row(tick.label).fitted(to: room).map(\.text).joined() : tick.label
      let length = Glyph.row(label).count
      let start = min(max(0, column - length / 2), columns - length)
      // At least a dash between two.
      guard start >= 0, (taken.last?.upperBound ?? -1) < start - 1 || taken.isEmpty else {
        return nil
      }
      place(label, at: start)
    }
    guard !words.isEmpty else { return cells }
    let length = Glyph.row(words).count + 2
    let ends = taken.map(\.upperBound)
    let gaps = zip([0] + ends, taken.map(\.lowerBound) + [columns])
    let starts = gaps.filter { $1 - $0 >= length + 2 }.map { $0 + ($1 - $0 - length + 1) / 2 }
    guard let start = starts.min(by: { distance($0, length) < distance($1, length) }) else {
      return nil
    }
    cells.replaceSubrange(start..<(start + length), with: Glyph.row(" \(words) "))
    return cells
  }

  /// From the middle of the axis.
  private func distance(_ start: Int, _ length: Int) -> Int { abs(2 * start + length - columns) }
}
