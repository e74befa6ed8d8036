// Where trials lie in a space, as a smooth density: a bump around every trial, and a wide one for what
// nobody has tried. The tree-structured Parzen estimator compares two of them.

import Numerics

/// A mixture over a space's points: a kernel for each trial and a prior one over the whole space, which
/// counts as one trial. A kernel is a product over the axes: on a range a normal curve cut off at the
/// ends, on choices a probability for each. On an axis the trial had no value for it is the prior's.
///
/// Weights and widths are Optuna's (5.0) by default, after Bergstra et al. (NIPS 2011): trials count
/// less with age once there are more than 25; a curve's standard deviation is the distance to the
/// farther neighbor on the axis, but at least 1/min(100, n + 2) of it; of n trials with a value for
/// them, choices each keep 1/(n + 1) for 1 of the choice that was tried.
struct ParzenEstimator {
  private let space: SearchSpace
  private let axes: [AxisKernels]
  /// Of the trials, in their order, and of the prior.
  private var weights: [Double]

  /// A point with its places on the unit intervals; nil on inactive axes.
  struct Draw {
    var params: [ParameterAssignment] = []
    var units: [Double?] = []
  }

  /// - Parameter trials: the oldest first.
  init(space: SearchSpace, trials: [Trial]) {
    self.space = space
    axes = space.axes.map { axis in
      let units = trials.map { $0.param(axis.name).flatMap { axis.domain.unit(of: $0) } }
      return AxisKernels(domain: axis.domain, units: units)
    }
    weights = Self.weights(trials.count)
  }

  /// With its kernels as likely as they are where these values are given, to draw the others.
  func given(_ fixed: [ParameterAssignment]) -> ParzenEstimator {
    var copy = self
    for param in fixed {
      guard let place = space.axes.firstIndex(where: { $0.name == param.name }),
        let unit = space.axes[place].domain.unit(of: param.value)
      else { continue }
      copy.weights = zip(copy.weights, axes[place].densities(at: unit)).map { $0 * $1 }
      let sum = copy.weights.reduce(0, +)
      copy.weights = copy.weights.map { $0 / sum }
    }
    return copy
  }

  /// One point. An axis is drawn whether it is active or not.
  func draw(
    _ random: inout RandomStream, fixed: [ParameterAssignment],
    isActive: (Axis, [ParameterAssignment]) -> Bool
  ) -> Draw {
    let kernel = pick(weights, random.uniform())
    return space.drawn(fixed, unit: { axes[$0].draw(kernel, &random) }, isActive: isActive)
  }

  /// The density at each point, over the axes it has values for. Never 0: the prior covers everything.
  func densities(at points: [Draw]) -> [Double] {
    var products = points.map { _ in weights }
    for (place, axis) in axes.enumerated() {
      // Points of cells and choices are often the same.
      var known: [(unit: Double, factors: [Double])] = []
      for (index, point) in points.enumerated() {
        guard let unit = point.units[place] else { continue }
        let factors: [Double]
        if let same = known.first(where: { $0.unit == unit }) {
          factors = same.factors
        } else {
          factors = axis.densities(at: unit)
          known.append((unit, factors))
        }
        for kernel in weights.indices { products[index][kernel] *= factors[kernel] }
      }
    }
    return products.map { $0.reduce(0, +) }
  }

  /// The latest 25 and the prior are equal; before them weights fall in a straight line to 1/count.
  private static func weights(_ count: Int) -> [Double] {
    let old = max(count - 25, 0)
    let oldest = 1 / Double(max(count, 1))
    var weights = (0..<old).map { place in
      old == 1 ? oldest : oldest + (1 - oldest) * Double(place) / Double(old - 1)
    }
    weights += [Double](repeating: 1, count: count - old + 1)
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}

extension SearchSpace {
  /// A point with the values that are fixed, and the others where they are drawn.
  ///
  /// - Parameters:
  ///   - unit: a place of the unit interval for each axis, asked for once, parents first.
  ///   - isActive: whether an axis applies, given the values of those that it depends on.
  func drawn(
    _ fixed: [ParameterAssignment], unit: (Int) -> Double,
    isActive: (Axis, [ParameterAssignment]) -> Bool
  ) -> ParzenEstimator.Draw {
    var draw = ParzenEstimator.Draw()
    draw.units = [Double?](repeating: nil, count: axes.count)
    for place in parentsFirst {
      let (axis, drawn) = (axes[place], unit(place))
      guard isActive(axis, draw.params) else { continue }
      let given = fixed.first { $0.name == axis.name }?.value
      draw.units[place] = given.flatMap(axis.domain.unit(of:)) ?? drawn
      draw.params.append(ParameterAssignment(axis.name, given ?? axis.domain.value(at: drawn)))
    }
    if parentsFirst != Array(axes.indices) {
      draw.params = axes.compactMap { axis in draw.params.first { $0.name == axis.name } }
    }
    return draw
  }
}

/// One axis's factors of all kernels, the prior's last.
private enum AxisKernels {
  /// `cells`: into how many equal parts the axis is divided; nil when it is continuous.
  case curves([Curve], cells: Int?)
  /// What each trial chose, nil for none; each kernel is `share` for every choice and 1 more for its own.
  case choices([Int?], count: Int, share: Double)
  /// Nothing to choose, for so many kernels.
  case fixed(Int)

  init(domain: Domain, units: [Double?]) {
    switch domain {
    case _ where !domain.varies: self = .fixed(units.count + 1)
    case .choices(let values):
      let chosen = units.map { $0.map { min(Int($0 * Double(values.count)), values.count - 1) } }
      let share = 1 / Double(chosen.count { $0 != nil } + 1)
      self = .choices(chosen + [nil], count: values.count, share: share)
    // Whole numbers of a log range count as continuous: their cells are not equal.
    case .uniform, .logUniform, .logIntegers:
      self = .curves(Self.curves(units) + [.prior], cells: nil)
    case .steps, .integers, .levels, .fixed:
      self = .curves(Self.curves(units) + [.prior], cells: domain.valueCount)
    }
  }

  private static func curves(_ units: [Double?]) -> [Curve] {
    let order = units.indices.sorted { left, right in
      let (a, b) = (units[left] ?? 2, units[right] ?? 2)
      return a != b ? a < b : left < right
    }
    let sorted = order.compactMap { units[$0] }
    let narrowest = 1 / Double(min(100, sorted.count + 2))
    var curves = [Curve](repeating: .prior, count: units.count)
    for (place, unit) in sorted.enumerated() {
      // The ends of the axis are neighbors of a lone value only.
      let isLone = sorted.count == 1
      let below = place > 0 ? unit - sorted[place - 1] : isLone ? unit : 0
      let above = place < sorted.count - 1 ? sorted[place + 1] - unit : isLone ? 1 - unit : 0
      curves[order[place]] = Curve(mean: unit, deviation: min(max(below, above, narrowest), 1))
    }
    return curves
  }

  func draw(_ kernel: Int, _ random: inout RandomStream) -> Double {
    let uniform = random.uniform()
    switch self {
    case .curves(let curves, let cells):
      let unit = curves[kernel].quantile(uniform)
      return cells.map { middle(of: unit, cells: $0) } ?? unit
    case .choices(let chosen, let count, let share):
      guard let own = chosen[kernel] else { return middle(of: uniform, cells: count) }
      // The stretch before `whole` is divided evenly, what is left is the trial's own choice.
      let whole = share * Double(count) / (1 + share * Double(count))
      if uniform < whole { return middle(of: uniform / whole, cells: count) }
      return (Double(own) + 0.5) / Double(count)
    case .fixed: return 0.5
    }
  }

  /// Each kernel's density at a place, the probability of its cell where there are any.
  func densities(at unit: Double) -> [Double] {
    switch self {
    case .curves(let curves, let cells):
      guard let cells else { return curves.map { $0.density(at: unit) } }
      return curves.map { $0.mass(around: unit, width: 1 / Double(cells)) }
    case .choices(let chosen, let count, let share):
      let choice = min(Int(unit * Double(count)), count - 1)
      let whole = 1 + share * Double(count)
      return chosen.map { own in
        guard let own else { return 1 / Double(count) }
        return (own == choice ? 1 + share : share) / whole
      }
    case .fixed(let kernels): return [Double](repeating: 1, count: kernels)
    }
  }
}

/// A normal curve on the unit interval, cut off at its ends.
private struct Curve {
  let mean: Double
  let deviation: Double
  /// Of the whole curve, left of the interval and on it.
  private let below: Double
  private let inside: Double
  /// At its top.
  private let height: Double

  init(mean: Double, deviation: Double) {
    self.mean = mean
    self.deviation = deviation
    below = NormalDistribution.cumulative(-mean / deviation)
    inside = 1 - below - NormalDistribution.cumulative((mean - 1) / deviation)
    height = NormalDistribution.density(0) / (deviation * inside)
  }

  /// For what no trial has tried.
  static let prior = Curve(mean: 0.5, deviation: 1)

  func quantile(_ uniform: Double) -> Double {
    let z = NormalDistribution.quantile(below + uniform * inside)
    return min(max(mean + deviation * z, 0), 1)
  }

  func density(at unit: Double) -> Double {
    let z = (unit - mean) / deviation
    return height * PortableMath.exp(-0.5 * z * z)
  }

  /// The probability of a cell with the given middle.
  func mass(around unit: Double, width: Double) -> Double {
    // Where the curve is nearly straight over the cell the difference below would cancel.
    if width < 0.02 * deviation { return width * density(at: unit) }
    // By symmetry on the side where the tails keep their digits.
    let near = -abs(unit - mean) / deviation
    let half = 0.5 * width / deviation
    let mass =
      NormalDistribution.cumulative(near + half) - NormalDistribution.cumulative(near - half)
    return mass / inside
  }
}

private func middle(of unit: Double, cells: Int) -> Double {
  (min((unit * Double(cells)).rounded(.down), Double(cells - 1)) + 0.5) / Double(cells)
}

/// The index whose share of the sum the number in [0, 1) falls into.
private func pick(_ weights: [Double], _ uniform: Double) -> Int {
  var rest = uniform
  for (index, weight) in weights.enumerated() {
    if rest < weight { return index }
    rest -= weight
  }
  return weights.count - 1
}
