// Dropout (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, JMLR 2014), inverted: while
// training, each output of a hidden layer becomes 0 with probability p and is divided by 1 - p
// otherwise, so that nothing needs to change when the network is used.

import CKernels
import Numerics

/// Which masks a step draws. A mask is a function of the seed, the step and the layer (the step's
/// number tells its epoch too), so an interrupted step that is taken again gets the same one.
package struct DropoutKey: Equatable, Sendable {
  package let seed: UInt64
  /// Optimizer steps taken before this one.
  package let step: Int

  package init(seed: UInt64, step: Int) {
    self.seed = seed
    self.step = step
  }

  /// The factors of consecutive rows × units of a layer's outputs, each 0 or 1 / (1 - p).
  ///
  /// - Parameter firstRow: the first row's place in the batch.
  package func mask(layer: LayerLayout, firstRow: Int, rows: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: rows * layer.units) { buffer, count in
      count = rows * layer.units
      guard let start = buffer.baseAddress else { return }
      write(
        layer: layer.index, units: layer.units, probability: layer.dropout, firstRow: firstRow,
        rows: rows, to: start)
    }
  }

  func write(
    layer: Int, units: Int, probability: Double, firstRow: Int, rows: Int,
    to mask: UnsafeMutablePointer<Float>
  ) {
    descent_dropout_mask(
      seed, RandomPurpose.dropout.rawValue, UInt64(layer) << 48 | UInt64(step),
      UInt64(firstRow) * UInt64(units), rows * units,
      UInt32(min(probability * 0x1p32, 0x1p32 - 1)), Float(1 / (1 - probability)), mask)
  }
}
