// The tensors of a model file: what they are called, their shapes, and how their values lie.

import CKernels

/// A thing that an optimizer remembers of each parameter.
struct SavedSlot {
  let optimizer: OptimizerKind
  /// Among the optimizer's slots.
  let place: Int
  /// How a file's tensors of it begin.
  let prefix: String

  static var all: [SavedSlot] {
    OptimizerKind.allCases.flatMap { optimizer in
      optimizer.rule.slots.enumerated().map { place, name in
        SavedSlot(
          optimizer: optimizer, place: place, prefix: "optimizer.\(optimizer.rawValue).\(name).")
      }
    }
  }
}

/// What the tensors of each layer are called.
func layerNames(
  _ shape: NetworkShape, prefix: String
) -> [(weight: String, bias: String)] {
  shape.layers.map { ("\(prefix)layers.\($0.index).weight", "\(prefix)layers.\($0.index).bias") }
}

/// The tensors of the weights, or of what stands in their shape, in the order of a file.
func modelTensors(
  of shape: NetworkShape, prefix: String
) -> [(name: String, shape: [Int])] {
  zip(shape.layers, layerNames(shape, prefix: prefix)).flatMap { layer, names in
    [(names.weight, [layer.units, layer.inputs]), (names.bias, [layer.units])]
  }
}

/// The matrix turned over, from rows × columns to columns × rows.
func turned(_ values: [Float], rows: Int, columns: Int) -> [Float] {
  [Float](unsafeUninitializedCapacity: values.count) { target, count in
    values.withUnsafeBufferPointer { source in
      if let from = source.baseAddress, let to = target.baseAddress {
        descent_transpose(rows, columns, from, to, rows)
      }
    }
    count = values.count
  }
}
