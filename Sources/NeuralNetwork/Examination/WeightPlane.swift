// A plane through a network's weights, and the loss on it. How far it is from one place to another is said in
// lengths of the weights, layer by layer: twice the weights in one layer and half of them in the next give a relu
// network the same answers, so plain distances would say nothing (Li, Xu, Taylor, Studer and Goldstein,
// "Visualizing the loss landscape of neural nets", NeurIPS 2018).
import Datasets
import Numerics

/// Distances between weights. A change by as much as each layer's own weights are long has length 1.
package struct LayerMetric: Sendable {
  private let layers: [(parameters: Range<Int>, factor: Double)]
  /// Layers all of whose weights are 0, whose changes count as they are.
  package let zeroLayers: Int

  /// - Parameter parameters: whose lengths are 1.
  package init(_ parameters: [Float], _ shape: NetworkShape) {
    var zeros = 0
    let count = Double(shape.layers.count)
    layers = shape.layers.map { layer in
      let square = parameters[layer.parameters].reduce(0.0) { $0 + Double($1) * Double($1) }
      if square == 0 { zeros += 1 }
      return (layer.parameters, 1 / (count * (square == 0 ? 1 : square)))
    }
    zeroLayers = zeros
  }

  /// The product of two changes.
  package func product(_ one: [Float], _ other: [Float]) -> Double {
    var sum = 0.0
    for (parameters, factor) in layers {
      var part = 0.0
      for place in parameters { part += Double(one[place]) * Double(other[place]) }
      sum += factor * part
    }
    return sum
  }

  /// A change as numbers whose plain distances are these, and back.
  package func plain(_ change: [Float]) -> [Float] {
    scaled(change) { $0.squareRoot() }
  }

  package func change(ofPlain numbers: [Float]) -> [Float] {
    scaled(numbers) { 1 / $0.squareRoot() }
  }

  private func scaled(_ numbers: [Float], by scale: (Double) -> Double) -> [Float] {
    var numbers = numbers
    for (parameters, factor) in layers {
      let scale = scale(factor)
      for place in parameters { numbers[place] = Float(Double(numbers[place]) * scale) }
    }
    return numbers
  }

  package func length(of change: [Float]) -> Double { product(change, change).squareRoot() }

  /// The change in the same direction whose length is 1; nil of what has no direction.
  package func unit(_ change: [Float]) -> [Float]? {
    let length = length(of: change)
    guard length > 0, length.isFinite else { return nil }
    return change.map { Float(Double($0) / length) }
  }

  /// A random change of length 1, at right angles to another; it changes each layer by its own length, but for
  /// what the right angle takes away.
  package func randomUnit(seed: UInt64, besides other: [Float]?) -> [Float]? {
    var stream = RandomStream(seed: seed, purpose: .direction)
    var change = [Float](repeating: 0, count: layers.last?.parameters.upperBound ?? 0)
    for (parameters, factor) in layers {
      for place in parameters { change[place] = Float(stream.normal()) }
      let square = change[parameters].reduce(0.0) { $0 + Double($1) * Double($1) }
      let length = (factor * square * Double(layers.count)).squareRoot()
      for place in parameters { change[place] = Float(Double(change[place]) / length) }
    }
    if let other {
      let shadow = product(change, other)
      for place in change.indices {
        change[place] -= Float(shadow * Double(other[place]))
      }
    }
    return unit(change)
  }
}

package struct WeightPlane: Sendable {
  package let center: [Float]
  /// The changes that a step of 1 to the right and upward stands for.
  package let right: [Float]
  package let up: [Float]

  package init(center: [Float], right: [Float], up: [Float]) {
    (self.center, self.right, self.up) = (center, right, up)
  }

  package func parameters(_ x: Double, _ y: Double) -> [Float] {
    center.indices.map {
      Float(Double(center[$0]) + x * Double(right[$0]) + y * Double(up[$0]))
    }
  }
}

extension Evaluator {
  /// The losses on a plane, row after row from the first y.
  ///
  /// - Parameter settings: says which penalties are part of it.
  package func losses<Failure: Error>(
    on plane: WeightPlane, xs: [Double], ys: [Double], of examples: Examples,
    settings: TrainingSettings, checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> [Double] {
    var losses: [Double] = []
    losses.reserveCapacity(xs.count * ys.count)
    for y in ys {
      for x in xs {
        let evaluation = try evaluate(
          examples, parameters: plane.parameters(x, y), settings: settings, checkStop: checkStop)
        losses.append(evaluation.loss)
      }
    }
    return losses
  }
}
