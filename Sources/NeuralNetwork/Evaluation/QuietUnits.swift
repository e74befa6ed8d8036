// Hidden units that no longer learn: relu units that put out 0 for every row, tanh and sigmoid units
// that are at the flat ends of their range for nearly every row.

import Datasets

/// The quiet units of one layer.
package struct QuietUnits: Equatable, Sendable {
  /// 0 for the first hidden layer.
  package let layer: Int
  package let activation: Activation
  /// How many units the layer has.
  package let units: Int
  /// Which of them are quiet, from 0, ascending.
  package let quiet: [Int]
}

extension Activation {
  /// Beyond these a unit counts as saturated; nil where the notion does not fit.
  package var saturation: ClosedRange<Float>? {
    switch self {
    case .tanh: -0.99...0.99
    case .sigmoid: 0.01...0.99
    case .relu, .leakyrelu, .gelu, .linear: nil
    }
  }
}

/// The layers that have quiet units. Dropout is left out. Rows are looked at only until every unit is
/// known not to be quiet, so a healthy network costs a few of them.
/// Before each block of rows `checkStop` is asked.
///
/// Quiet is a relu unit whose output is 0 for every row, and a tanh or sigmoid unit whose output is
/// outside its `saturation` for more than nine tenths of the rows.
package func quietUnits<Failure: Error>(
  examples: Examples, shape: NetworkShape, parameters: [Float], kernels: KernelSet = .best,
  checkStop: () throws(Failure) -> Void
) throws(Failure) -> [QuietUnits] {
  var suspects = shape.layers.dropLast().compactMap { Suspects($0) }
  guard !suspects.isEmpty, examples.count > 0 else { return [] }
  try forwardPasses(
    over: examples, shape: shape, parameters: parameters, kernels: kernels, checkStop: checkStop
  ) { passes, rows in
    for place in suspects.indices {
      suspects[place].clear(
        passes.outputs(ofLayer: suspects[place].layer.index), rows: rows, of: examples.count)
    }
    return !suspects.allSatisfy(\.units.isEmpty)
  }
  return suspects.filter { !$0.units.isEmpty }.map {
    QuietUnits(
      layer: $0.layer.index, activation: $0.layer.activation, units: $0.layer.units,
      quiet: $0.units.map(\.unit))
  }
}

/// The units of a layer that may yet turn out to be quiet.
private struct Suspects {
  let layer: LayerLayout
  /// With the rows on which each was not quiet.
  private(set) var units: [(unit: Int, lively: Int)]

  /// Nil where the activation has no flat part.
  init?(_ layer: LayerLayout) {
    guard layer.activation == .relu || layer.activation.saturation != nil else { return nil }
    self.layer = layer
    units = (0..<layer.units).map { ($0, 0) }
  }

  /// Drops the units that these rows show not to be quiet.
  mutating func clear(_ outputs: UnsafePointer<Float>, rows: Int, of total: Int) {
    let range = layer.activation.saturation
    units = units.compactMap { unit, lively in
      var lively = lively
      for row in 0..<rows {
        let value = outputs[row * layer.units + unit]
        if let range {
          if range.contains(value) { lively += 1 }
        } else if value != 0 {
          return nil
        }
      }
      return lively * 10 < total ? (unit, lively) : nil
    }
  }
}
