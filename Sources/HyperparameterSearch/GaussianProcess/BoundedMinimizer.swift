// Minimizing a smooth function in a box: limited-memory BFGS on the variables that are not held at a bound
// (Liu and Nocedal 1989; the projection as in Bertsekas 1982). A few variables, each step exact and in a
// fixed order.

/// A minimizer of functions with gradients.
struct BoundedMinimizer {
  var lower: [Double]
  var upper: [Double]
  var iterations = 50
  /// Stops where no free component of the gradient is larger.
  var gradientTolerance = 1e-5
  /// Stops where a step gains less.
  var valueTolerance = 1e-9

  private static let memory = 8
  private static let mostHalvings = 12

  private struct Pair {
    var step: [Double]
    var change: [Double]
    /// 1 / (step · change).
    var scale: Double
  }

  /// - Parameter evaluate: the value at a point and, stored, the gradient there. A value that is not
  ///   finite makes the step shorter.
  /// - Returns: the best point found and its value.
  func minimize(
    from start: [Double], _ evaluate: (_ x: [Double], _ gradient: inout [Double]) -> Double
  ) -> (x: [Double], value: Double) {
    var x = start.indices.map { min(max(start[$0], lower[$0]), upper[$0]) }
    var gradient = [Double](repeating: 0, count: x.count)
    var value = evaluate(x, &gradient)
    guard value.isFinite else { return (x, value) }
    var pairs: [Pair] = []
    var next = x
    var nextGradient = gradient
    for iteration in 0..<iterations {
      let isFree = x.indices.map {
        !(x[$0] <= lower[$0] && gradient[$0] > 0) && !(x[$0] >= upper[$0] && gradient[$0] < 0)
      }
      let largest = x.indices.reduce(0) { isFree[$1] ? max($0, abs(gradient[$1])) : $0 }
      if largest <= gradientTolerance { break }
      var direction = direction(gradient, isFree, pairs)
      if !(dot(direction, gradient) < 0) {
        pairs = []
        direction = x.indices.map { isFree[$0] ? -gradient[$0] : 0 }
      }
      // Without a memory of the curvature, a first step of a tenth of the unit is a guess.
      var length = pairs.isEmpty ? min(1, 0.1 / largest) : 1
      var isFound = false
      var nextValue = value
      for _ in 0..<Self.mostHalvings {
        for i in x.indices {
          next[i] = min(max(x[i] + length * direction[i], lower[i]), upper[i])
        }
        nextValue = evaluate(next, &nextGradient)
        let expected = x.indices.reduce(0) { $0 + gradient[$1] * (next[$1] - x[$1]) }
        if nextValue.isFinite, nextValue <= value + 1e-4 * expected {
          isFound = true
          break
        }
        length *= iteration == 0 ? 0.25 : 0.5
      }
      guard isFound else { break }
      remember(from: x, to: next, gradient, nextGradient, in: &pairs)
      let gain = value - nextValue
      (x, next) = (next, x)
      (gradient, nextGradient) = (nextGradient, gradient)
      value = nextValue
      if gain <= valueTolerance * max(1, abs(value)) { break }
    }
    return (x, value)
  }

  /// The quasi-Newton direction by the two-loop recursion, zero where a variable is held.
  private func direction(_ gradient: [Double], _ isFree: [Bool], _ pairs: [Pair]) -> [Double] {
    var q = gradient.indices.map { isFree[$0] ? gradient[$0] : 0 }
    var factors: [Double] = []
    for pair in pairs.reversed() {
      let factor = pair.scale * dot(pair.step, q)
      for i in q.indices { q[i] -= factor * pair.change[i] }
      factors.append(factor)
    }
    if let last = pairs.last {
      let scale = 1 / (last.scale * dot(last.change, last.change))
      for i in q.indices { q[i] *= scale }
    }
    for (pair, factor) in zip(pairs, factors.reversed()) {
      let correction = factor - pair.scale * dot(pair.change, q)
      for i in q.indices { q[i] += correction * pair.step[i] }
    }
    return q.indices.map { isFree[$0] ? -q[$0] : 0 }
  }

  private func remember(
    from x: [Double], to next: [Double], _ gradient: [Double], _ nextGradient: [Double],
    in pairs: inout [Pair]
  ) {
    let step = x.indices.map { next[$0] - x[$0] }
    let change = x.indices.map { nextGradient[$0] - gradient[$0] }
    let curvature = dot(step, change)
    guard curvature > 1e-12 * dot(change, change).squareRoot() * dot(step, step).squareRoot()
    else { return }
    if pairs.count == Self.memory { pairs.removeFirst() }
    pairs.append(Pair(step: step, change: change, scale: 1 / curvature))
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }
}
