// Single rows through the network and back, for explanations: the engine's own passes, with every
// number kept.

import CKernels
import Datasets

/// One row in each layer. Dropout has no part in it.
package struct RowTrace: Equatable, Sendable {
  package struct Layer: Equatable, Sendable {
    /// What comes in.
    package let inputs: [Float]
    /// The weighted sums, z.
    package let sums: [Float]
    /// f(z); in the output layer z itself.
    package let outputs: [Float]
    /// The slopes of the row's loss by z; empty where the row has no target.
    package let deltas: [Float]
  }

  package let layers: [Layer]
  /// The probability of each class (of the second alone under the logistic loss), or the number.
  package let answer: [Float]
  /// Nil where the row has no target.
  package let loss: Double?
}

/// Takes one row forward, and backward too if there is a target.
///
/// - Parameters:
///   - inputs: as many as the shape says.
///   - target: of this one row, such as the loss works on.
package func traceRow(
  inputs: [Float], target: Examples.Targets?, shape: NetworkShape, parameters: [Float],
  loss: Loss, kernels: KernelSet = .best
) -> RowTrace {
  guard let table = kernels.table else { preconditionFailure("kernel set not supported") }
  precondition(inputs.count == shape.inputs, "inputs do not fit the shape")
  precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
  precondition(target.map { loss.fits($0, shape: shape) } ?? true, "target does not fit the loss")
  let passes = NetworkPasses(
    shape: shape.withoutDropout, kernels: table, rows: 1, training: true)
  return withPointers(inputs, parameters) { input, parameters in
    let logits = passes.forward(inputs: input, rows: 0..<1, parameters: parameters)
    let outputs = shape.layers.map { Array(passes.passedOn(layer: $0.index, row: 0)) }
    let sums = shape.layers.map { layer in
      let inputs = layer.index == 0 ? inputs : outputs[layer.index - 1]
      return inputs.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map {
          passes.sums(layer: layer.index, inputs: $0, parameters: parameters)
        } ?? []
      }
    }
    var answer = outputs[shape.layers.count - 1]
    answer.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      loss.squash(table, rows: 1, outputs: shape.outputs, logits: start)
    }
    var rowLoss: Double?
    if let target {
      var value = 0.0
      target.withPointers {
        loss.write(
          table, rows: 1, outputs: shape.outputs, logits: logits, targets: $0, meanOver: 1,
          gradient: logits, losses: &value)
      }
      rowLoss = value
      passes.transposeAll(shape, parameters)
      passes.backward(rows: 0..<1)
    }
    let layers = shape.layers.map { layer in
      RowTrace.Layer(
        inputs: layer.index == 0 ? inputs : outputs[layer.index - 1], sums: sums[layer.index],
        outputs: outputs[layer.index],
        deltas: target == nil ? [] : Array(passes.deltas(layer: layer.index, row: 0)))
    }
    return RowTrace(layers: layers, answer: answer, loss: rowLoss)
  }
}

/// One row's part in the gradient of a parameter: input · delta, of which the batch takes the mean.
package struct GradientPart: Equatable, Sendable {
  /// The row's index among the examples.
  package let row: Int
  /// What comes in along the weight; 1 for a bias.
  package let input: Float
  /// The slope of the row's own loss, times its class's weight, by the unit's sum.
  package let delta: Float

  package var product: Double { Double(input) * Double(delta) }
}

extension StepRecord {
  /// What each row of the batch contributed to the data gradient of a parameter, in the batch's order
  /// and with the step's own dropout.
  ///
  /// - Parameters:
  ///   - examples: those that the step was taken on.
  ///   - checkStop: asked before each block of rows.
  package func gradientParts<Failure: Error>(
    of index: Int, examples: Examples, loss: Loss, kernels: KernelSet = .best,
    checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> [GradientPart] {
    guard let table = kernels.table else { preconditionFailure("kernel set not supported") }
    let passes = NetworkPasses(shape: shape, kernels: table, rows: rows.count, training: true)
    let dropout = DropoutKey(seed: settings.seed, step: step - 1)
    var parts: [GradientPart] = []
    var losses = [Double](repeating: 0, count: passes.blockRows)
    for first in stride(from: 0, to: rows.count, by: passes.blockRows) {
      try checkStop()
      let block = rows[first..<min(rows.count, first + passes.blockRows)].map(Int.init)
      let part = examples.subset(block)
      let inputs = part.inputs
      withPointers(inputs, before) { input, parameters in
        if first == 0 { passes.transposeAll(shape, parameters) }
        let all = 0..<block.count
        let logits = passes.forward(
          inputs: input, rows: all, parameters: parameters, dropout: (dropout, first))
        part.withTargetPointers {
          loss.write(
            table, rows: block.count, outputs: shape.outputs, logits: logits, targets: $0,
            meanOver: 1, gradient: logits, losses: &losses)
        }
        passes.backward(rows: all)
        for (place, row) in block.enumerated() {
          let ends = passes.ends(of: shape.parameter(at: index), row: place) { input in
            inputs[place * shape.inputs + input]
          }
          parts.append(GradientPart(row: row, input: ends.input, delta: ends.delta))
        }
      }
    }
    return parts
  }
}

extension NetworkPasses {
  fileprivate func transposeAll(_ shape: NetworkShape, _ parameters: UnsafePointer<Float>) {
    for layer in shape.layers {
      transpose(layer: layer.index, inputs: 0..<layer.inputs, parameters: parameters)
    }
  }

  /// What comes in along a weight (1 for a bias), and the slope of the loss behind it.
  fileprivate func ends(
    of name: ParameterName, row: Int, networkInput: (Int) -> Float
  ) -> (input: Float, delta: Float) {
    switch name {
    case .bias(let layer, let unit):
      return (1, deltas(layer: layer, row: row)[unit])
    case .weight(let layer, let input, let unit):
      let value =
        layer == 0 ? networkInput(input) : passedOn(layer: layer - 1, row: row)[input]
      return (value, deltas(layer: layer, row: row)[unit])
    }
  }
}

private func withPointers<Result>(
  _ first: [Float], _ second: [Float],
  _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Result
) -> Result {
  first.withUnsafeBufferPointer { first in
    second.withUnsafeBufferPointer { second in
      guard let first = first.baseAddress, let second = second.baseAddress else {
        preconditionFailure("a network has inputs and parameters")
      }
      return body(first, second)
    }
  }
}
