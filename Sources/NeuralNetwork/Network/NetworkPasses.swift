// The forward and the backward pass over a block of rows, in scratch memory that is allocated once.
// Rows come in blocks small enough for the cache; since every sum over rows is one chain in
// ascending order, the size of the blocks leaves no trace in the results.

import CKernels

/// One network's passes. Not Sendable: its buffers hold the rows at work.
final class NetworkPasses {
  /// A layer's sizes, places and scratch memory.
  private struct Layer {
    let inputs: Int
    let units: Int
    let activation: Int32
    let weights: Int
    let biases: Int
    /// What the units put out: rows × units.
    let outputs: UnsafeMutablePointer<Float>
    /// f'(z) where it cannot be had from the outputs.
    let slopes: UnsafeMutablePointer<Float>?
    /// The weights as [units][inputs].
    let transposed: UnsafeMutablePointer<Float>
    let dropout: Double
    /// What training with dropout multiplies the outputs by, and the products: rows × units.
    let masked: (mask: UnsafeMutablePointer<Float>, outputs: UnsafeMutablePointer<Float>)?

    /// What the next layer takes.
    var passedOn: UnsafeMutablePointer<Float> { masked?.outputs ?? outputs }
  }

  let kernels: descent_kernels
  /// The most rows one pass takes.
  let blockRows: Int
  private let layers: UnsafeMutableBufferPointer<Layer>
  private let memory: FloatBuffer
  private let zeros: UnsafeMutablePointer<Float>
  private let deltas: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)

  /// - Parameters:
  ///   - rows: how many rows there are at most; blocks are no larger.
  ///   - training: whether there will be backward passes.
  init(shape: NetworkShape, kernels: descent_kernels, rows: Int, training: Bool) {
    let widest = shape.hidden.map(\.units).max() ?? 0
    let floatsPerRow = shape.layers.reduce(0) { $0 + $1.units } + (training ? 2 * widest : 0)
    let block = max(1, min(rows, Self.blockRows(floatsPerRow: floatsPerRow)))
    let gelus = shape.layers.filter { training && $0.activation == .gelu }
    let weights = training ? shape.layers.dropFirst().reduce(0) { $0 + $1.weights.count } : 0
    let slopes = gelus.reduce(0) { $0 + $1.units }
    let dropped = shape.layers.filter { training && $0.dropout > 0 }.reduce(0) { $0 + $1.units }
    memory = FloatBuffer(count: (floatsPerRow + slopes + 2 * dropped) * block + weights + widest)

    var next = memory.start
    func take(_ count: Int) -> UnsafeMutablePointer<Float> {
      defer { next += count }
      return next
    }
    layers = .allocate(capacity: shape.layers.count)
    for layer in shape.layers {
      let hasSlopes = training && layer.activation == .gelu
      layers.initializeElement(
        at: layer.index,
        to: Layer(
          inputs: layer.inputs, units: layer.units, activation: layer.activation.kernelCode,
          weights: layer.weights.lowerBound, biases: layer.biases.lowerBound,
          outputs: take(block * layer.units), slopes: hasSlopes ? take(block * layer.units) : nil,
          transposed: take(training && layer.index > 0 ? layer.weights.count : 0),
          dropout: layer.dropout,
          masked: training && layer.dropout > 0
            ? (take(block * layer.units), take(block * layer.units)) : nil))
    }
    deltas = training ? (take(block * widest), take(block * widest)) : (next, next)
    zeros = take(widest)
    self.kernels = kernels
    blockRows = block
  }

  deinit {
    layers.deallocate()
  }

  /// About a quarter of a megabyte of scratch, yet enough rows to make each weight loaded worth its
  /// while.
  static func blockRows(floatsPerRow: Int) -> Int {
    max(64, min(1024, 65_536 / max(1, floatsPerRow)) / 8 * 8)
  }

  /// The outputs of the last layer, before the loss's own squashing: rows × outputs, valid until
  /// the next pass.
  ///
  /// - Parameter dropout: the step's masks, and the first row's place in the batch; passes that train
  ///   need it.
  func forward(
    inputs: UnsafePointer<Float>, rows: Int, parameters: UnsafePointer<Float>,
    dropout: (key: DropoutKey, firstRow: Int)? = nil
  ) -> UnsafeMutablePointer<Float> {
    var source = inputs
    for (index, layer) in layers.enumerated() {
      var product = descent_matmul(
        rows: rows, columns: layer.units, depth: layer.inputs, a: source,
        a_row_stride: layer.inputs, a_depth_stride: 1, b: parameters + layer.weights,
        c: layer.outputs, bias: parameters + layer.biases)
      kernels.matmul(&product)
      kernels.activate(layer.activation, rows * layer.units, layer.outputs, layer.slopes)
      if let masked = layer.masked, let dropout {
        dropout.key.write(
          layer: index, units: layer.units, probability: layer.dropout, firstRow: dropout.firstRow,
          rows: rows, to: masked.mask)
        descent_multiply(rows * layer.units, layer.outputs, masked.mask, masked.outputs)
      }
      source = UnsafePointer(layer.passedOn)
    }
    return layers[layers.count - 1].outputs
  }

  /// To be called before the backward passes of a step.
  func prepareBackward(parameters: UnsafePointer<Float>) {
    for layer in layers.dropFirst() {
      descent_transpose(layer.inputs, layer.units, parameters + layer.weights, layer.transposed)
    }
  }

  /// Adds the rows' gradients to `gradient`. The rows must be those of the last forward pass, whose
  /// outputs by now hold the loss's gradient.
  func backward(
    inputs: UnsafePointer<Float>, rows: Int, gradient: UnsafeMutablePointer<Float>
  ) {
    var delta = layers[layers.count - 1].outputs
    for place in stride(from: layers.count - 1, through: 0, by: -1) {
      let layer = layers[place]
      var byWeight = descent_matmul(
        rows: layer.inputs, columns: layer.units, depth: rows,
        a: place == 0 ? inputs : UnsafePointer(layers[place - 1].passedOn), a_row_stride: 1,
        a_depth_stride: layer.inputs, b: delta, c: gradient + layer.weights, bias: nil)
      kernels.matmul(&byWeight)
      kernels.add_rows(rows, layer.units, delta, gradient + layer.biases)
      guard place > 0 else { break }
      let behind = layers[place - 1]
      let byInput = place % 2 == 0 ? deltas.0 : deltas.1
      var product = descent_matmul(
        rows: rows, columns: layer.inputs, depth: layer.units, a: delta,
        a_row_stride: layer.units, a_depth_stride: 1, b: layer.transposed, c: byInput, bias: zeros)
      kernels.matmul(&product)
      if let masked = behind.masked {
        descent_multiply(rows * behind.units, byInput, masked.mask, byInput)
      }
      kernels.activation_gradient(
        behind.activation, rows * behind.units, behind.outputs, behind.slopes, byInput)
      delta = byInput
    }
  }
}
