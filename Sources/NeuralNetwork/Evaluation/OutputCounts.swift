// How often the units of a hidden layer put out how much: a histogram of each layer over rows.
import Datasets

/// What the units of one hidden layer put out, over all units and rows.
package struct OutputCounts: Equatable, Sendable {
  /// 0 for the first hidden layer.
  package let layer: Int
  package let activation: Activation
  package let units: Int
  /// How many outputs there are: rows times units.
  package let total: Int
  /// Exactly 0: for relu they are not in `counts`, since they would dwarf all others.
  package fileprivate(set) var zeros = 0
  /// Infinite or no number; not in `counts`.
  package fileprivate(set) var notFinite = 0
  /// Where the first bin begins and the last one ends.
  package fileprivate(set) var low: Double
  package fileprivate(set) var high: Double
  /// How many outputs are in each of equally wide bins.
  package fileprivate(set) var counts: [Int]
}

extension Activation {
  /// Between which numbers its outputs lie, where that is a range.
  fileprivate var outputRange: ClosedRange<Float>? {
    switch self {
    case .tanh: -1...1
    case .sigmoid: 0...1
    case .relu, .leakyrelu, .gelu, .linear: nil
    }
  }
}

/// One for each hidden layer. Dropout is left out. Before each block of rows `checkStop` is asked.
package func outputCounts<Failure: Error>(
  examples: Examples, shape: NetworkShape, parameters: [Float], bins: Int,
  kernels: KernelSet = .best, checkStop: () throws(Failure) -> Void
) throws(Failure) -> [OutputCounts] {
  let layers = shape.layers.dropLast()
  guard !layers.isEmpty, examples.count > 0, bins > 0 else { return [] }
  func pass(_ look: (LayerLayout, UnsafeBufferPointer<Float>) -> Void) throws(Failure) {
    try forwardPasses(
      over: examples, shape: shape, parameters: parameters, kernels: kernels, checkStop: checkStop
    ) { passes, rows in
      for layer in layers {
        look(
          layer,
          UnsafeBufferPointer(
            start: passes.outputs(ofLayer: layer.index), count: rows * layer.units))
      }
      return true
    }
  }
  var ranges = layers.map(\.activation.outputRange)
  if ranges.contains(nil) {
    var seen = layers.map { _ in (low: Float.infinity, high: -Float.infinity) }
    try pass { layer, outputs in
      for value in outputs where value.isFinite {
        seen[layer.index].low = min(seen[layer.index].low, value)
        seen[layer.index].high = max(seen[layer.index].high, value)
      }
    }
    for place in ranges.indices where ranges[place] == nil {
      let (low, high) = seen[place]
      ranges[place] = low <= high ? low...high : 0...0
    }
  }
  var found = zip(layers, ranges).map { layer, range in
    OutputCounts(
      layer: layer.index, activation: layer.activation, units: layer.units,
      total: examples.count * layer.units, low: Double(range?.lowerBound ?? 0),
      high: Double(range?.upperBound ?? 0), counts: [Int](repeating: 0, count: bins))
  }
  try pass { layer, outputs in found[layer.index].add(outputs) }
  return found
}

extension OutputCounts {
  fileprivate mutating func add(_ outputs: UnsafeBufferPointer<Float>) {
    let scale = high > low ? Double(counts.count) / (high - low) : 0
    for value in outputs {
      guard value.isFinite else {
        notFinite += 1
        continue
      }
      if value == 0 {
        zeros += 1
        if activation == .relu { continue }
      }
      let place = Int((Double(value) - low) * scale)
      counts[min(counts.count - 1, max(0, place))] += 1
    }
  }
}
