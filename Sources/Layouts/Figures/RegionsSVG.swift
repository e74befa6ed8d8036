// Lines in SVG that tell apart what colors may not: the borders between regions of different classes, whose pale colors
// look alike to some readers; and the names of rules, none over another.
import Events
import Presentation
import Text

extension Grid {
  /// More pieces than regions have; what has so many looks like noise, of which a border shows nothing.
  private static let mostPieces = 3000

  /// A path along all edges between cells of different classes; empty for other fields.
  func borders(in frame: Frame) -> String {
    guard palette == .classes, rows > 0, columns > 0, values.count == rows * columns else {
      return ""
    }
    let classes = values.map { value in
      value.value.isFinite ? Self.classified(value.value / Double(Self.classes)).place : -1
    }
    let (width, height) = (frame.width / Double(columns), frame.height / Double(rows))
    let across = Self.runs(rows - 1, columns) {
      classes[$0 * columns + $1] != classes[($0 + 1) * columns + $1]
    }
    let down = Self.runs(columns - 1, rows) {
      classes[$1 * columns + $0] != classes[$1 * columns + $0 + 1]
    }
    guard across.count + down.count <= Self.mostPieces else { return "" }
    let pieces =
      across.map { line, run in
        "M\(SVG.point(frame.x + Double(run.lowerBound) * width, frame.y + Double(line + 1) * height))"
          + "h\(SVG.number(Double(run.count) * width))"
      }
      + down.map { line, run in
        "M\(SVG.point(frame.x + Double(line + 1) * width, frame.y + Double(run.lowerBound) * height))"
          + "v\(SVG.number(Double(run.count) * height))"
      }
    return pieces.joined()
  }

  /// Stretches of neighbors on each line that are edges.
  private static func runs(
    _ lines: Int, _ length: Int, _ isEdge: (Int, Int) -> Bool
  ) -> [(line: Int, run: Range<Int>)] {
    var runs: [(line: Int, run: Range<Int>)] = []
    for line in 0..<max(0, lines) {
      var start: Int?
      for place in 0...length {
        let isOn = place < length && isEdge(line, place)
        if isOn, start == nil { start = place }
        if !isOn, let first = start {
          runs.append((line, first..<place))
          start = nil
        }
      }
    }
    return runs
  }
}

extension MarksSVG {
  private static let lineHeight = 14.0

  /// Beside each rule its words, lower or higher where another's are.
  var namesOfRules: [String] {
    var taken: [Frame] = []
    func place(_ text: String, _ x: Double, _ ys: [Double]) -> String {
      let shown = SVG.fitted(text, frame.width)
      let width = SVG.width(of: shown)
      let left = max(frame.x + 2, min(x, frame.right - width))
      let inside = ys.filter { $0 >= frame.y + 11 && $0 <= frame.bottom - 3 }
      let free = inside.first { y in
        taken.allSatisfy {
          abs($0.y - y) >= Self.lineHeight || left >= $0.right + 6 || $0.x >= left + width + 6
        }
      }
      guard let y = free ?? inside.first else { return word(text, x, ys[0]) }
      taken.append(Frame(x: left, y: y, width: width, height: Self.lineHeight))
      return word(text, x, y)
    }
    let steps = (0..<20).map { Double($0) * Self.lineHeight }
    return panel.panel.marks.flatMap { mark -> [String] in
      guard case .rule(let series) = mark else { return [] }
      let isDown = !series.x.isEmpty
      return (isDown ? series.x : series.y).enumerated().compactMap { index, value in
        let text = series.text(index)
        guard value.value.isFinite, !text.isEmpty else { return nil }
        if isDown { return place(text, panel.x(value.value) + 4, steps.map { frame.y + 12 + $0 }) }
        let y = panel.y(value.value)
        let start = frame.right - SVG.width(of: text)
        return place(text, start, [max(frame.y + 11, y - 4)] + steps.map { y + 13 + $0 })
      }
    }
  }
}
