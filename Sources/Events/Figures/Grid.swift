// Values in rows and columns, as a shaded field, a heat map or a small picture; and a network as a picture.

package struct Grid: Codable, Equatable, Sendable {
  package enum Palette: String, Codable, Sendable {
    /// Two colors away from a middle: signs, and two classes.
    case diverging
    case sequential
    /// Ink on paper: pixels.
    case gray
    /// The color of a class, the paler the less sure: values are those of `Grid.value(ofClass:sureness:)`.
    case classes
  }
  /// What its values are: "output". In the legend with the range; empty for none.
  package var name: String
  package var rows: Int
  package var columns: Int
  /// Row after row from the top, as pictures are.
  package var values: [Number]
  package var palette: Palette
  /// What has the first and the last color; nil for the values' own range, of a diverging one both sides alike.
  package var low: Number?
  package var high: Number?
  /// Shades that are told apart, whose edges are contours; 0 for as many as there are.
  package var steps: Int
  /// Its left, right, lower and upper edge on the axes; empty for one to a cell.
  package var edges: [Number]
  package var rowNames: [String]
  package var columnNames: [String]
  /// Decimals of the numbers in the cells; nil for none.
  package var decimals: Int?

  package init(
    _ name: String = "", rows: Int, columns: Int, _ values: [Double],
    _ palette: Palette = .sequential, low: Double? = nil, high: Double? = nil, steps: Int = 0,
    edges: [Double] = [], rowNames: [String] = [], columnNames: [String] = [],
    decimals: Int? = nil
  ) {
    (self.name, self.rows, self.columns) = (name, rows, columns)
    (self.values, self.palette, self.steps) = (values.map(Number.init), palette, steps)
    (self.low, self.high) = (low.map(Number.init), high.map(Number.init))
    (self.edges, self.decimals) = (edges.map(Number.init), decimals)
    (self.rowNames, self.columnNames) = (rowNames, columnNames)
  }

  package func value(_ row: Int, _ column: Int) -> Double {
    let place = row * columns + column
    guard (0..<rows).contains(row), (0..<columns).contains(column), place < values.count else {
      return .nan
    }
    return values[place].value
  }

  /// More classes than data may have; colors and signs of theirs begin again before.
  package static let classes = 1024

  /// - Parameter sureness: from 0, as good as any other class, to 1.
  package static func value(ofClass place: Int, sureness: Double) -> Double {
    // Away from the edges between two classes, which rounding could cross.
    Double(min(place, classes - 1)) + 0.1 + 0.8 * min(1, max(0, sureness))
  }

  /// The class and the sureness of a place in the range of colors.
  package static func classified(_ level: Double) -> (place: Int, sureness: Double) {
    let value = level * Double(classes)
    let place = min(classes - 1, max(0, Int(value)))
    return (place, min(1, max(0, (value - Double(place) - 0.1) / 0.8)))
  }

  /// What the first and the last color stand for.
  package var range: (low: Double, high: Double) {
    guard palette != .classes else { return (0, Double(Self.classes)) }
    let finite = values.lazy.map(\.value).filter(\.isFinite)
    var (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    if palette == .diverging {
      let most = max(abs(low), abs(high))
      (low, high) = (-most, most)
    }
    low = self.low?.value ?? low
    high = self.high?.value ?? high
    // Equal values have the middle color.
    return low < high ? (low, high) : (low - 1, low + 1)
  }

  /// Where in the range of colors a value lies, from 0 to 1; nil for what is no number.
  package func level(_ value: Double, in range: (low: Double, high: Double)) -> Double? {
    guard !value.isNaN else { return nil }
    if value.isInfinite { return value > 0 ? 1 : 0 }
    let share = min(1, max(0, (value - range.low) / (range.high - range.low)))
    guard steps > 1 else { return share }
    return min(Double(steps - 1), (share * Double(steps)).rounded(.down)) / Double(steps - 1)
  }

  /// Left, right, lower, upper.
  package var box: (left: Double, right: Double, lower: Double, upper: Double) {
    guard edges.count == 4 else { return (0, Double(columns), 0, Double(rows)) }
    return (edges[0].value, edges[1].value, edges[2].value, edges[3].value)
  }
}

/// Units in layers and the weights between them.
package struct NetworkPicture: Codable, Equatable, Sendable {
  /// Names of the units, layer by layer.
  package var layers: [[String]]
  /// For each gap between two layers the weights from the first unit of the left layer to all of the right, then
  /// from the second.
  package var weights: [[Number]]
  /// By how many units each layer is longer than what is shown.
  package var leftOut: [Int]

  /// - Parameter most: units of a layer that are shown; the first are.
  package init(layers: [[String]], weights: [[Double]], most: Int = 12) {
    let shown = layers.map { min($0.count, most) }
    self.layers = layers.map { Array($0.prefix(most)) }
    leftOut = zip(layers, shown).map { $0.count - $1 }
    self.weights = weights.enumerated().map { gap, weights in
      guard gap + 1 < layers.count else { return [] }
      let width = layers[gap + 1].count
      return (0..<shown[gap]).flatMap { from in
        (0..<shown[gap + 1]).map { to in
          let place = from * width + to
          return Number(place < weights.count ? weights[place] : .nan)
        }
      }
    }
  }

  package struct Link: Equatable, Sendable {
    package let gap: Int
    package let from: Int
    package let to: Int
    package let weight: Double
  }

  /// The weakest first, so that the strongest lie above; what is 0 or no number is not there.
  package var links: [Link] {
    var links: [Link] = []
    for (gap, weights) in weights.enumerated() where gap + 1 < layers.count {
      let width = max(1, layers[gap + 1].count)
      for (place, weight) in weights.enumerated() where weight.value.isFinite && weight.value != 0 {
        links.append(
          Link(gap: gap, from: place / width, to: place % width, weight: weight.value))
      }
    }
    return links.sorted { abs($0.weight) < abs($1.weight) }
  }
}
