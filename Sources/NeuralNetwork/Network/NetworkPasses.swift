// The forward and the backward pass over a block of rows, in scratch memory that is allocated once.
// Rows come in blocks small enough for the cache; since every sum over rows is one chain in
// ascending order, neither the size of the blocks nor which thread takes which rows or weights
// leaves a trace in the results.

import CKernels

/// One network's passes. Its methods may run at the same time as long as their rows, or their
/// weights, differ.
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
    /// The gradient by what goes into the activation: rows × units. For the last layer the place of
    /// its outputs.
    let delta: UnsafeMutablePointer<Float>
    /// The weights as [units][inputs]; none for the first layer.
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
  private let caches = descent_processor_caches()

  /// - Parameters:
  ///   - rows: how many rows there are at most; blocks are no larger.
  ///   - training: whether there will be backward passes.
  init(shape: NetworkShape, kernels: descent_kernels, rows: Int, training: Bool) {
    let units = shape.layers.reduce(0) { $0 + $1.units }
    let hidden = units - shape.outputs
    let floatsPerRow = training ? units + hidden : units
    let block = max(
      1, min(rows, Self.blockRows(floatsPerRow: floatsPerRow, parameters: shape.parameterCount)))
    let gelus = shape.layers.filter { training && $0.activation == .gelu }
    let weights = training ? shape.layers.dropFirst().reduce(0) { $0 + $1.weights.count } : 0
    let slopes = gelus.reduce(0) { $0 + $1.units }
    let dropped = shape.layers.filter { training && $0.dropout > 0 }.reduce(0) { $0 + $1.units }
    // Every part begins with a line of the cache; a layer has at most six.
    let line = 16
    memory = FloatBuffer(
      count: (floatsPerRow + slopes + 2 * dropped) * block + weights
        + 6 * line * shape.layers.count)

    var next = memory.start
    func take(_ count: Int) -> UnsafeMutablePointer<Float> {
      defer { next += (count + line - 1) / line * line }
      return next
    }
    layers = .allocate(capacity: shape.layers.count)
    for layer in shape.layers {
      let hasSlopes = training && layer.activation == .gelu
      let outputs = take(block * layer.units)
      let isLast = layer.index == shape.layers.count - 1
      layers.initializeElement(
        at: layer.index,
        to: Layer(
          inputs: layer.inputs, units: layer.units, activation: layer.activation.kernelCode,
          weights: layer.weights.lowerBound, biases: layer.biases.lowerBound,
          outputs: outputs, slopes: hasSlopes ? take(block * layer.units) : nil,
          delta: training && !isLast ? take(block * layer.units) : outputs,
          transposed: take(training && layer.index > 0 ? layer.weights.count : 0),
          dropout: layer.dropout,
          masked: training && layer.dropout > 0
            ? (take(block * layer.units), take(block * layer.units)) : nil))
    }
    self.kernels = kernels
    blockRows = block
  }

  deinit {
    layers.deallocate()
  }

  /// About a quarter of a megabyte of scratch, yet enough rows to make each weight loaded worth its
  /// while; of a very large network so few that a pass takes some hundredths of a second, since no
  /// one who wants to stop is heard in between.
  static func blockRows(floatsPerRow: Int, parameters: Int) -> Int {
    let usual = max(64, min(1024, 65_536 / max(1, floatsPerRow)) / 8 * 8)
    return max(8, min(usual, 400_000_000 / parameters / 8 * 8))
  }

  /// The outputs of the last layer for these rows of the block, before the loss's own squashing:
  /// rows × outputs, valid until the next pass.
  ///
  /// - Parameters:
  ///   - inputs: those of the block's first row and on.
  ///   - dropout: the step's masks, and the place in the batch of the block's first row; passes that
  ///     train need it.
  func forward(
    inputs: UnsafePointer<Float>, rows: Range<Int>, parameters: UnsafePointer<Float>,
    dropout: (key: DropoutKey, firstRow: Int)? = nil
  ) -> UnsafeMutablePointer<Float> {
    var source = inputs
    for (index, layer) in layers.enumerated() {
      let at = rows.lowerBound * layer.units
      let values = rows.count * layer.units
      var product = descent_matmul(
        rows: rows.count, columns: layer.units, depth: layer.inputs,
        a: source + rows.lowerBound * layer.inputs, a_row_stride: layer.inputs, a_depth_stride: 1,
        b: parameters + layer.weights, c: layer.outputs + at, bias: parameters + layer.biases,
        accumulate: 0, caches: caches)
      kernels.matmul(&product)
      kernels.activate(layer.activation, values, layer.outputs + at, layer.slopes.map { $0 + at })
      if let masked = layer.masked, let dropout {
        dropout.key.write(
          layer: index, units: layer.units, probability: layer.dropout,
          firstRow: dropout.firstRow + rows.lowerBound, rows: rows.count, to: masked.mask + at)
        descent_multiply(values, layer.outputs + at, masked.mask + at, masked.outputs + at)
      }
      source = UnsafePointer(layer.passedOn)
    }
    let last = layers[layers.count - 1]
    return last.outputs + rows.lowerBound * last.units
  }

  /// What a layer's units put out in the last forward pass: rows × units.
  func outputs(ofLayer place: Int) -> UnsafePointer<Float> {
    UnsafePointer(layers[place].outputs)
  }

  /// Keeps the weights of a layer that leave these of its inputs for the backward pass. To be called
  /// for all weights before the first one, and whenever they have changed.
  func transpose(layer place: Int, inputs: Range<Int>, parameters: UnsafePointer<Float>) {
    guard place > 0 else { return }
    let layer = layers[place]
    descent_transpose(
      inputs.count, layer.units, parameters + layer.weights + inputs.lowerBound * layer.units,
      layer.transposed + inputs.lowerBound, layer.inputs)
  }

  /// The gradients by what goes into each layer's activation. The rows must have passed forward, and
  /// their outputs by now hold the loss's gradient.
  func backward(rows: Range<Int>) {
    for place in stride(from: layers.count - 1, to: 0, by: -1) {
      let (layer, behind) = (layers[place], layers[place - 1])
      let at = rows.lowerBound * behind.units
      let values = rows.count * behind.units
      var product = descent_matmul(
        rows: rows.count, columns: layer.inputs, depth: layer.units,
        a: layer.delta + rows.lowerBound * layer.units, a_row_stride: layer.units,
        a_depth_stride: 1, b: layer.transposed, c: behind.delta + at, bias: nil, accumulate: 0,
        caches: caches)
      kernels.matmul(&product)
      if let masked = behind.masked {
        descent_multiply(values, behind.delta + at, masked.mask + at, behind.delta + at)
      }
      kernels.activation_gradient(
        behind.activation, values, behind.outputs + at, behind.slopes.map { $0 + at },
        behind.delta + at)
    }
  }

  /// The gradient of all the block's rows by the weights of a layer that leave these of its inputs,
  /// alone or added to what is there. Every row must have passed backward.
  ///
  /// - Parameters:
  ///   - blockInputs: those of the block's first row and on.
  ///   - gradient: has the place of every parameter.
  func addWeightGradient(
    layer place: Int, inputs: Range<Int>, blockInputs: UnsafePointer<Float>, rows: Int,
    onto gradient: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let layer = layers[place]
    let source = place == 0 ? blockInputs : UnsafePointer(layers[place - 1].passedOn)
    var product = descent_matmul(
      rows: inputs.count, columns: layer.units, depth: rows, a: source + inputs.lowerBound,
      a_row_stride: 1, a_depth_stride: layer.inputs, b: layer.delta,
      c: gradient + layer.weights + inputs.lowerBound * layer.units, bias: nil,
      accumulate: accumulate ? 1 : 0, caches: caches)
    kernels.matmul(&product)
  }

  /// The same by a layer's biases.
  func addBiasGradient(
    layer place: Int, rows: Int, onto gradient: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let layer = layers[place]
    let start = gradient + layer.biases
    if !accumulate { start.update(repeating: 0, count: layer.units) }
    kernels.add_rows(rows, layer.units, layer.delta, start)
  }

  /// The most that these rows can add to a part of the gradient by weights or biases, in magnitude;
  /// infinite where that is not known. They must have passed backward.
  func gradientBound(blockInputs: UnsafePointer<Float>, rows: Range<Int>) -> Double {
    var bound = 0.0
    for (place, layer) in layers.enumerated() {
      let source = place == 0 ? blockInputs : UnsafePointer(layers[place - 1].passedOn)
      let input = Double(
        kernels.largest_magnitude(
          rows.count * layer.inputs, source + rows.lowerBound * layer.inputs))
      let delta = Double(
        kernels.largest_magnitude(
          rows.count * layer.units, layer.delta + rows.lowerBound * layer.units))
      // A hundredth more than the sum could gain by rounding.
      let sum = 1.01 * Double(rows.count) * (input + 1) * delta
      guard sum.isFinite else { return .infinity }
      bound = max(bound, sum)
    }
    return bound
  }

  /// What a layer hands on for a row of the block that has passed forward.
  func passedOn(layer place: Int, row: Int) -> UnsafeBufferPointer<Float> {
    let layer = layers[place]
    return UnsafeBufferPointer(start: layer.passedOn + row * layer.units, count: layer.units)
  }

  /// The slopes of the loss by a layer's sums, for a row of the block that has passed backward.
  func deltas(layer place: Int, row: Int) -> UnsafeBufferPointer<Float> {
    let layer = layers[place]
    return UnsafeBufferPointer(start: layer.delta + row * layer.units, count: layer.units)
  }

  /// A layer's weighted sums of these inputs of one row, before its activation.
  func sums(
    layer place: Int, inputs: UnsafePointer<Float>, parameters: UnsafePointer<Float>
  ) -> [Float] {
    let layer = layers[place]
    return [Float](unsafeUninitializedCapacity: layer.units) { buffer, count in
      var product = descent_matmul(
        rows: 1, columns: layer.units, depth: layer.inputs, a: inputs, a_row_stride: layer.inputs,
        a_depth_stride: 1, b: parameters + layer.weights, c: buffer.baseAddress,
        bias: parameters + layer.biases, accumulate: 0, caches: caches)
      kernels.matmul(&product)
      count = layer.units
    }
  }
}
