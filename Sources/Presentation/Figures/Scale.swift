// From values to places on a panel: which part of an axis is shown, whether it is logarithmic, and what of the
// values it cannot show. Both layouts draw by the same scales.
import Events
import Numerics

package struct Scale: Equatable, Sendable {
  package let isLog: Bool
  package let low: Double
  package let high: Double
  /// Whether there are values above what is shown.
  package let isCut: Bool
  /// Values that no log scale can place: they are drawn at its lower end.
  package let zeros: Int
  private let axis: PanelAxis
  private let bottom: Double
  private let top: Double

  /// - Parameter values: finite, at least one.
  /// - Parameter margin: the share of the axis that stays free at the ends that nobody chose.
  init(_ axis: PanelAxis, _ values: [Double], margin: (low: Double, high: Double)) {
    self.axis = axis
    guard axis.categories.isEmpty else {
      (isLog, isCut, zeros) = (false, false, 0)
      (low, high) = (-0.5, Double(axis.categories.count) - 0.5)
      (bottom, top) = (low, high)
      return
    }
    var low = axis.low?.value ?? values.min() ?? 0
    let highest = values.max() ?? 0
    var high = axis.high.map { max($0.value, low) } ?? highest
    let positive = values.lazy.filter { $0 > 0 }.min() ?? high
    isLog =
      switch axis.kind {
      case .log: positive > 0 && high > 0
      case .automatic: positive > 0 && high > 4 * positive
      case .linear, .count, .whole, .hidden: false
      }
    zeros = isLog ? values.count { $0 <= 0 } : 0
    if isLog, low <= 0 { low = positive }
    // Half an epoch is on the way to a whole one, which has a name.
    if axis.kind == .count { (low, high) = (low.rounded(.down), high.rounded(.up)) }
    isCut = highest > high
    if low >= high {
      // Of equal values one line in the middle.
      let margin = low == 0 ? 1 : abs(low) / 2
      (low, high) =
        isLog
        ? (low / 2, low * 2)
        : axis.kind == .count ? (low, low + 1) : (low - margin, low + margin)
    }
    var (bottom, top) = isLog ? (PortableMath.log(low), PortableMath.log(high)) : (low, high)
    let span = top / 2 - bottom / 2
    if axis.low == nil, margin.low > 0, span < 1e300 {
      bottom -= 2 * span * margin.low
      low = isLog ? PortableMath.exp(bottom) : bottom
    }
    if axis.high == nil, margin.high > 0, span < 1e300 {
      top += 2 * span * margin.high
      high = isLog ? PortableMath.exp(top) : top
    }
    (self.low, self.high, self.bottom, self.top) = (low, high, bottom, top)
  }

  /// What stands at the axis: "loss, log scale".
  package var words: String {
    isLog && !axis.words.isEmpty ? "\(axis.words), log scale" : axis.words
  }

  /// From 0 at its lower to 1 at its upper end, and beyond.
  package func share(of value: Double) -> Double {
    guard isLog else {
      // Halves, since the whole may be more than the largest number.
      return (value / 2 - bottom / 2) / (top / 2 - bottom / 2)
    }
    return value > 0 ? (PortableMath.log(value) - bottom) / (top - bottom) : 0
  }

  /// The same, what is beyond at the edge.
  package func shareInside(of value: Double) -> Double { min(1, max(0, share(of: value))) }

  package func value(at share: Double) -> Double {
    let place = bottom + share * (top - bottom)
    return isLog ? PortableMath.exp(place) : place
  }

  /// Whether a place on a panel is its own.
  package func contains(_ value: Double) -> Bool {
    value.isFinite && (-1e-9...1 + 1e-9).contains(share(of: value))
  }

  /// Round numbers, at most so many; every category, or each second or fifth where they are too many.
  package func ticks(most: Int) -> [Tick] {
    guard axis.kind != .hidden else { return [] }
    guard axis.categories.isEmpty else {
      let every = [1, 2, 5, 10, 20, 50].first { axis.categories.count <= $0 * most } ?? 100
      return axis.categories.indices.filter { $0 % every == 0 }.map {
        Tick(value: Double($0), label: axis.categories[$0])
      }
    }
    if isLog { return Ticks.log(low, high, most: most) }
    let ticks = Ticks.linear(
      low, high, most: most, whole: axis.kind == .count || axis.kind == .whole)
    guard axis.kind == .count, most > 1 else { return ticks }
    return withEnds(ticks, most)
  }

  /// With the first and the last number in place of those that stand too near to them.
  private func withEnds(_ ticks: [Tick], _ most: Int) -> [Tick] {
    let step = ticks.count > 1 ? ticks[1].value - ticks[0].value : high - low
    let inner = ticks.filter { $0.value - low > 0.6 * step && high - $0.value > 0.6 * step }
    let ends = [low, high].map { Tick(value: $0, label: NumberText.significant($0)) }
    return [ends[0]] + inner + [ends[1]]
  }
}

/// The scales of a panel, and what they cannot show.
package struct Scales: Equatable, Sendable {
  package let x: Scale
  package let y: Scale
  /// Values that are no numbers or infinite.
  package let missing: Int

  /// Nil where there is nothing to place.
  package init?(_ panel: Panel) {
    var (x, y): ([Double], [Double]) = ([], [])
    var missing = 0
    for mark in panel.marks { missing += Self.collect(mark, panel, &x, &y) }
    if x.isEmpty { x = panel.x.categories.isEmpty ? [] : [0] }
    if y.isEmpty { y = panel.y.categories.isEmpty ? [] : [0] }
    guard !x.isEmpty, !y.isEmpty else { return nil }
    // Points at an edge would be halved, and words beside bars have no room.
    let isScattered = panel.marks.allSatisfy { mark in
      switch mark {
      case .points, .rule, .note: true
      default: false
      }
    }
    let margin = isScattered ? 0.04 : 0
    // Also beside curves, where the best is the lowest.
    let hasPoints = panel.marks.contains { if case .points = $0 { true } else { false } }
    let hasArea = panel.marks.contains { mark in
      switch mark {
      case .field, .heatMap, .bars, .network: true
      default: false
      }
    }
    let above = hasPoints && !hasArea ? 0.04 : margin
    let isLabelled = panel.marks.contains { mark in
      if case .bars(let series) = mark { !series.texts.isEmpty } else { false }
    }
    self.x = Scale(
      panel.x, x,
      margin: (
        panel.x.kind == .count ? 0 : margin, isLabelled ? 0.15 : panel.x.kind == .count ? 0 : margin
      ))
    self.y = Scale(panel.y, y, margin: (above, above))
    self.missing = missing
  }

  /// Adds what a mark needs room for; how many of its values cannot be drawn.
  private static func collect(
    _ mark: Mark, _ panel: Panel, _ x: inout [Double], _ y: inout [Double]
  ) -> Int {
    switch mark {
    case .line(let series), .points(let series), .note(let series):
      return pairs(series, &x, &y)
    case .band(let series), .brackets(let series):
      let missing = pairs(series, &x, &y)
      let others = series.other.lazy.map(\.value).filter(\.isFinite)
      if case .band = mark { y += others } else { x += others }
      return missing
    case .bars(let series):
      let lie = !panel.y.categories.isEmpty
      let missing = pairs(series, &x, &y)
      if lie { x.append(0) } else { y.append(0) }
      x += series.other.lazy.map(\.value).filter(\.isFinite)
      return missing
    case .rule(let series):
      x += series.x.lazy.map(\.value).filter(\.isFinite)
      if series.x.isEmpty { y += series.y.lazy.map(\.value).filter(\.isFinite) }
      return 0
    case .field(let grid), .heatMap(let grid):
      let box = grid.box
      x += [box.left, box.right]
      y += [box.lower, box.upper]
      return grid.values.count { !$0.value.isFinite }
    case .network(let network):
      x += [-0.5, Double(network.layers.count) - 0.5]
      y += [0, 1]
      return network.weights.reduce(0) { $0 + $1.count { !$0.value.isFinite } }
    }
  }

  private static func pairs(
    _ series: Series, _ x: inout [Double], _ y: inout [Double]
  ) -> Int {
    var missing = 0
    for index in 0..<series.count {
      let (one, other) = (series.x(index), series.y(index))
      guard one.isFinite, other.isFinite else {
        missing += 1
        continue
      }
      x.append(one)
      y.append(other)
    }
    return missing
  }
}
