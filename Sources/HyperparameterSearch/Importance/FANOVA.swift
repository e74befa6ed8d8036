// What mattered in a search: how much of the value's variance over the whole space each axis explains,
// and pairs of them, according to a random forest fitted to the trials.

/// Why a study's importances cannot be told.
package enum ImportanceError: Error, Equatable, Sendable {
  /// Only done trials count.
  case tooFewTrials(done: Int, needed: Int)
  /// Every axis is fixed.
  case nothingVaries
}

/// Functional analysis of variance (Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing
/// hyperparameter importance", ICML 2014) over the unit cube, where log ranges are logarithms and every
/// choice weighs the same. A tree is constant on boxes, so its marginals are exact sums.
///
/// Pruned and diverged trials are left out. An axis that was inactive in a trial is taken to have been in
/// the middle there, a choice to have been the first.
package struct FANOVA: Sendable {
  /// A share of the variance, from 0 to 1: mean and standard deviation over the trees.
  package struct Share: Equatable, Sendable {
    /// One axis, or the two of a pair.
    package var axes: [String]
    package var mean: Double
    package var deviation: Double
  }

  package static let minimumTrials = 10
  package static let treeCount = 64

  /// What each axis that varies explains by itself, in the space's order.
  package let mainEffects: [Share]
  /// What pairs explain beyond their parts, the most first; of the axes with the largest shares only.
  package let interactions: [Share]
  /// How many trials it rests on.
  package let trials: Int
  /// Every trial had the same value: all shares are 0.
  package let isConstant: Bool

  /// - Parameter pairsAmong: interactions are computed between this many axes, the most important.
  package init(
    space: SearchSpace, trials: [Trial], seed: UInt64, pairsAmong: Int = 4
  ) throws(ImportanceError) {
    let axes = space.axes.filter(\.domain.varies)
    guard !axes.isEmpty else { throw .nothingVaries }
    let done = trials.filter { $0.state == .done && $0.value?.isFinite ?? false }
      .sorted { $0.number < $1.number }
    guard done.count >= Self.minimumTrials else {
      throw .tooFewTrials(done: done.count, needed: Self.minimumTrials)
    }
    self.trials = done.count
    let values = done.compactMap(\.value)
    let scaling = Scaling(values)
    isConstant = values.allSatisfy { $0 == values[0] }
    let table = TrialTable(
      columns: axes.map { Self.column($0, done) }, targets: values.map(scaling.scaled))
    let forest = RandomForest(
      table: table, trees: isConstant ? 1 : Self.treeCount, seed: seed)
    let trees = forest.trees.map { TreeEffects(tree: $0, axes: table.columns.count) }
    func share(_ names: [String], _ variance: (TreeEffects) -> Double) -> Share {
      let shares = trees.filter { $0.variance > 0 }.map { variance($0) / $0.variance }
      let (mean, deviation) = Self.meanAndDeviation(shares)
      return Share(axes: names, mean: mean, deviation: deviation)
    }
    let mainEffects = axes.enumerated().map { index, axis in
      share([axis.name]) { $0.mainVariance(index) }
    }
    let leading = mainEffects.indices.sorted { left, right in
      let (a, b) = (mainEffects[left].mean, mainEffects[right].mean)
      return a != b ? a > b : left < right
    }.prefix(max(pairsAmong, 0)).sorted()
    var interactions: [Share] = []
    for (place, first) in leading.enumerated() {
      for second in leading.dropFirst(place + 1) {
        interactions.append(
          share([axes[first].name, axes[second].name]) { $0.pairVariance(first, second) })
      }
    }
    self.mainEffects = mainEffects
    // Sorting is stable, so that equals stay in the axes' order.
    self.interactions = interactions.sorted { $0.mean > $1.mean }
  }

  private static func column(_ axis: Axis, _ trials: [Trial]) -> TrialTable.Column {
    var choices: Int?
    if case .choices(let values) = axis.domain { choices = values.count }
    let absent = choices.map { 0.5 / Double($0) } ?? 0.5
    let units = trials.map { trial in
      trial.param(axis.name).flatMap { axis.domain.unit(of: $0) } ?? absent
    }
    return TrialTable.Column(units: units, choices: choices)
  }

  private static func meanAndDeviation(_ values: [Double]) -> (Double, Double) {
    guard !values.isEmpty else { return (0, 0) }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count)).squareRoot())
  }
}

/// Values brought to mean 0 and size 1, so that the squares of the largest are still numbers.
private struct Scaling: Sendable {
  private let size: Double
  private let mean: Double

  init(_ values: [Double]) {
    let largest = values.reduce(0) { max($0, abs($1)) }
    size = largest > 0 ? largest : 1
    let size = size
    mean = values.reduce(0) { $0 + $1 / size } / Double(values.count)
  }

  func scaled(_ value: Double) -> Double { value / size - mean }
}

/// A tree's mean, variance and marginals over the unit cube.
private struct TreeEffects: Sendable {
  /// A marginal: constant between neighboring edges.
  struct Curve: Sendable {
    var edges: [Double]
    var means: [Double]
  }

  /// A leaf as the cells it covers of each axis's curve.
  private struct Box: Sendable {
    var covers: [[Range<Int>]]
    var sizes: [Double]
    var value: Double
    var volume: Double
  }

  let variance: Double
  private var curves: [Curve]
  private let mean: Double
  private let boxes: [Box]

  init(tree: RegressionTree, axes: Int) {
    let edges = (0..<axes).map { Self.edges(tree, $0) }
    boxes = tree.leaves.map { leaf in
      let sizes = leaf.extents.map(\.size)
      return Box(
        covers: zip(leaf.extents, edges).map { Self.cells(of: $0, $1) }, sizes: sizes,
        value: leaf.value, volume: sizes.reduce(1, *))
    }
    let mean = boxes.reduce(0) { $0 + $1.volume * $1.value }
    self.mean = mean
    variance = boxes.reduce(0) { $0 + $1.volume * ($1.value - mean) * ($1.value - mean) }
    curves = []
    for (axis, edges) in edges.enumerated() {
      // Each leaf adds its share of the slice to a run of cells: at the run's ends only, then summed.
      var steps = [Double](repeating: 0, count: edges.count)
      for box in boxes {
        let part = box.value * box.volume / box.sizes[axis]
        for run in box.covers[axis] {
          steps[run.lowerBound] += part
          steps[run.upperBound] -= part
        }
      }
      curves.append(Curve(edges: edges, means: Self.runningSums(steps[...])))
    }
  }

  /// ∫ (marginal − mean)².
  func mainVariance(_ axis: Int) -> Double {
    let curve = curves[axis]
    var sum = 0.0
    for (cell, value) in curve.means.enumerated() {
      let width = curve.edges[cell + 1] - curve.edges[cell]
      sum += width * (value - mean) * (value - mean)
    }
    return sum
  }

  /// ∫∫ (marginal of both − their marginals + mean)².
  func pairVariance(_ first: Int, _ second: Int) -> Double {
    let (rows, columns) = (curves[first], curves[second])
    let width = columns.edges.count
    var steps = [Double](repeating: 0, count: rows.means.count * width)
    for box in boxes {
      let part = box.value * box.volume / (box.sizes[first] * box.sizes[second])
      for row in box.covers[first].joined() {
        for run in box.covers[second] {
          steps[row * width + run.lowerBound] += part
          steps[row * width + run.upperBound] -= part
        }
      }
    }
    var sum = 0.0
    for (row, rowMean) in rows.means.enumerated() {
      let height = rows.edges[row + 1] - rows.edges[row]
      var value = 0.0
      for (column, columnMean) in columns.means.enumerated() {
        value += steps[row * width + column]
        let rest = value - rowMean - columnMean + mean
        sum += height * (columns.edges[column + 1] - columns.edges[column]) * rest * rest
      }
    }
    return sum
  }

  /// Where the tree divides an axis, with both ends; for choices the ends of their cells.
  private static func edges(_ tree: RegressionTree, _ axis: Int) -> [Double] {
    if case .subset(_, let count) = tree.leaves[0].extents[axis] {
      return (0...count).map { Double($0) / Double(count) }
    }
    var edges: [Double] = []
    for leaf in tree.leaves {
      if case .interval(let lower, _) = leaf.extents[axis] { edges.append(lower) }
    }
    edges.sort()
    var distinct: [Double] = []
    for edge in edges where edge != distinct.last { distinct.append(edge) }
    return distinct + [1]
  }

  private static func cells(of extent: Extent, _ edges: [Double]) -> [Range<Int>] {
    switch extent {
    case .interval(let lower, let upper): return [place(of: lower, edges)..<place(of: upper, edges)]
    case .subset(let bits, let count):
      return (0..<count).filter { bits >> UInt64($0) & 1 == 1 }.map { $0..<$0 + 1 }
    }
  }

  /// By bisection.
  private static func place(of edge: Double, _ edges: [Double]) -> Int {
    var (low, high) = (0, edges.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] < edge { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The sums up to each step but the last.
  private static func runningSums(_ steps: ArraySlice<Double>) -> [Double] {
    var sum = 0.0
    return steps.dropLast().map {
      sum += $0
      return sum
    }
  }
}
