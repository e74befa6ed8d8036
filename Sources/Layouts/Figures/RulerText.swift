// The axis below a panel in text: ticks in a line of dashes, with the axis' name in its middle where both have
// room, and else in a line of its own.
import Events
import Presentation
import Text

struct RulerText {
  private let axis: PanelAxis
  private let scale: Scale
  private let columns: Int
  private let dash: String
  /// The column of a value.
  private let column: (Double) -> Int?

  /// So many ticks say how an axis runs, of one whose ends have ticks two: more need not have the place of its name.
  private static let enoughTicks = 3

  init(
    _ axis: PanelAxis, _ scale: Scale, columns: Int, dash: String,
    column: @escaping (Double) -> Int?
  ) {
    (self.axis, self.scale, self.columns) = (axis, scale, columns)
    (self.dash, self.column) = (dash, column)
  }

  private struct Ruler {
    var cells: [Glyph]
    /// Where labels stand, with the blanks around them.
    var taken: [Range<Int>] = []
  }

  /// The line itself, and the name where it stands below, there in all its length.
  var lines: (ruler: [Glyph], name: [Glyph]?) {
    let plain = ruler(
      from: axis.categories.isEmpty ? max(Self.enoughTicks, columns / 6) : axis.categories.count)
    guard !scale.words.isEmpty else { return (plain.cells, nil) }
    // With fewer ticks than have room, the name has room too.
    let most = axis.categories.isEmpty ? max(Self.enoughTicks, columns / 9) : axis.categories.count
    let enough = axis.kind == .count ? 2 : Self.enoughTicks
    let least = min(enough, plain.taken.count)
    for most in stride(from: most, through: 1, by: -1) {
      guard let ruler = ruler(scale.ticks(most: most)) else { continue }
      guard ruler.taken.count >= least else { break }
      if let named = named(ruler) { return (named, nil) }
    }
    let name = Glyph.row(scale.words)
    return (plain.cells, name.count < columns ? name.centered(in: columns) : name)
  }

  /// As many ticks as stand apart.
  private func ruler(from most: Int) -> Ruler {
    for most in stride(from: most, through: 1, by: -1) {
      if let ruler = ruler(scale.ticks(most: most)), !ruler.taken.isEmpty { return ruler }
    }
    return Ruler(cells: blank)
  }

  private var blank: [Glyph] { Glyph.row(String(repeating: dash, count: columns)) }

  /// Nil where labels would touch.
  private func ruler(_ ticks: [Tick]) -> Ruler? {
    var ruler = Ruler(cells: blank)
    let room = axis.categories.isEmpty ? columns : columns / max(1, ticks.count) - 2
    guard room > 0 else { return nil }
    for tick in ticks {
      guard let column = column(tick.value) else { continue }
      let text = Glyph.row(tick.label)
      let label = text.count > room ? text.fitted(to: room) : text
      let start = min(max(0, column - label.count / 2), columns - label.count)
      // At least a dash between two.
      guard start >= 0, (ruler.taken.last?.upperBound ?? -1) < start - 1 || ruler.taken.isEmpty
      else { return nil }
      let padded =
        (start > 0 ? [Glyph()] : []) + label + (start + label.count < columns ? [Glyph()] : [])
      let range = max(0, start - 1)..<(max(0, start - 1) + padded.count)
      ruler.cells.replaceSubrange(range, with: padded)
      ruler.taken.append(range)
    }
    return ruler
  }

  /// With the axis' name in the gap that is nearest to its middle; nil where none has room.
  private func named(_ ruler: Ruler) -> [Glyph]? {
    let name = Glyph.row(" \(scale.words) ")
    let gaps = zip(
      [0] + ruler.taken.map(\.upperBound), ruler.taken.map(\.lowerBound) + [columns])
    let starts = gaps.filter { $1 - $0 >= name.count + 2 }
      .map { $0 + ($1 - $0 - name.count + 1) / 2 }
    func distance(_ start: Int) -> Int { abs(2 * start + name.count - columns) }
    guard let start = starts.min(by: { distance($0) < distance($1) }) else { return nil }
    var cells = ruler.cells
    cells.replaceSubrange(start..<(start + name.count), with: name)
    return cells
  }
}
