// A picture as a value: panels of marks on axes, a title, and words that say what is to be seen. It says what
// part each mark plays, never its color or place: layouts draw the same value as text and as SVG.

package struct Figure: Codable, Equatable, Sendable {
  /// What is shown: "validation loss over epochs".
  package var title: String
  /// What is to be seen, in sentences, for those who cannot see it.
  package var description: String
  /// One picture, or small multiples that are to be compared.
  package var panels: [Panel]
  /// Lines of text that the marks of a panel take; SVG has a size of its own.
  package var height: Int
  /// Whether a table nearby says which letter is whose, so that text without color needs no legend.
  package var isNamedElsewhere: Bool
  /// Panels one above the other, over the same x axis, in place of side by side.
  package var isStacked: Bool
  /// What was left out or chosen: "2000 of 60000 points".
  package var notes: [String]
  /// What hollow points stand for that have the name of full ones: "test rows".
  package var hollow: String?
  /// What panels with a frame are: "mistakes".
  package var framed: String?

  package init(
    _ title: String, description: String = "", height: Int = 16, notes: [String] = [],
    hollow: String? = nil, framed: String? = nil, isNamedElsewhere: Bool = false,
    isStacked: Bool = false, _ panels: [Panel]
  ) {
    (self.title, self.description, self.panels) = (title, description, panels)
    (self.height, self.notes, self.isNamedElsewhere) = (height, notes, isNamedElsewhere)
    (self.hollow, self.framed, self.isStacked) = (hollow, framed, isStacked)
  }
}

/// Marks on a pair of axes.
package struct Panel: Codable, Equatable, Sendable {
  /// Over a panel among others; for small pictures what is under them.
  package var title: String
  package var x: PanelAxis
  package var y: PanelAxis
  /// What is first lies below.
  package var marks: [Mark]
  /// Lines of text of its marks, where these are not the figure's.
  package var height: Int?
  /// Width over height where shapes count, as 1 for two inputs; nil where all the room is used.
  package var aspect: Number?
  /// A frame that sets one panel apart, as around a picture that was taken for another.
  package var isFramed: Bool

  package init(
    _ title: String = "", x: PanelAxis = .hidden, y: PanelAxis = .hidden, height: Int? = nil,
    aspect: Double? = nil, isFramed: Bool = false, marks: [Mark]
  ) {
    (self.title, self.x, self.y, self.marks) = (title, x, y, marks)
    (self.aspect, self.isFramed, self.height) = (aspect.map(Number.init), isFramed, height)
  }

  /// Pixels with a caption, row after row from the top: a digit, or what a unit looks for.
  package static func picture(
    _ caption: String, _ grid: Grid, isFramed: Bool = false
  ) -> Panel {
    Panel(
      caption, aspect: Double(grid.columns) / Double(max(1, grid.rows)), isFramed: isFramed,
      marks: [.field(grid)])
  }
}

/// What is measured along a side of a panel.
package struct PanelAxis: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, Sendable {
    case linear, log
    /// Log where the values span more than a factor of four.
    case automatic
    /// Whole numbers, whose first and last are always named: epochs, trials.
    case count
    /// Other whole numbers: units, rows.
    case whole
    /// Without ticks or words.
    case hidden
  }
  package var label: String
  package var unit: String
  package var kind: Kind
  /// The least and the most that is shown; nil for what the marks have. Lines beyond run along the edge, and
  /// the caption says where they were cut.
  package var low: Number?
  package var high: Number?
  /// Names of the places 0, 1, 2…; empty where there are numbers.
  package var categories: [String]

  package init(
    _ label: String, unit: String = "", _ kind: Kind = .linear, low: Double? = nil,
    high: Double? = nil, categories: [String] = []
  ) {
    (self.label, self.unit, self.kind, self.categories) = (label, unit, kind, categories)
    (self.low, self.high) = (low.map(Number.init), high.map(Number.init))
  }

  package static let hidden = PanelAxis("", .hidden)

  /// "age (years)"
  package var words: String { unit.isEmpty ? label : "\(label) (\(unit))" }
}

extension Figure {
  /// Curves of losses over epochs or trials, beside a table with their letters. Nil where that says it all: after
  /// one epoch, or of one value.
  package static func curves(
    _ title: String, x: String, y: String, height: Int, _ curves: [Series], bands: [Series] = []
  ) -> Figure? {
    let values = curves.map { $0.y.map(\.value) }
    let edges = bands.flatMap { [$0.y.map(\.value), $0.other.map(\.value)] }
    let all = (values + edges).joined().filter(\.isFinite)
    guard values.contains(where: { $0.count > 2 }), let low = all.min(), let high = all.max(),
      low < high
    else { return nil }
    let panel = Panel(
      x: PanelAxis(x, .count), y: .losses(y, values, others: edges),
      marks: bands.map(Mark.band) + curves.map(Mark.line))
    return Figure(title, height: height, isNamedElsewhere: true, [panel])
  }
}

extension PanelAxis {
  /// So that a loss that runs away does not press all others into one line: no more than ten times the largest
  /// first value is shown.
  ///
  /// - Parameter others: the edges of their bands.
  package static func losses(
    _ label: String, _ curves: [[Double]], others: [[Double]] = []
  ) -> PanelAxis {
    let values = (curves + others).joined().filter(\.isFinite)
    let cap = 10 * (curves.compactMap(\.first).filter(\.isFinite).max() ?? 0)
    guard let low = values.min(), let high = values.max(), cap > low, high > cap else {
      return PanelAxis(label, .automatic)
    }
    return PanelAxis(label, .automatic, high: cap)
  }
}
