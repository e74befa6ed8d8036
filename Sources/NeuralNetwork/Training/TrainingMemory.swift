// How much memory training takes, counted before anything is allocated.
import Numerics

extension MemoryNeed {
  /// Who trains: a run that is shown and can be undone, with its threads, or a trial of a search, which
  /// keeps less.
  package enum Purpose: Sendable { case run(threads: Int), trial }

  /// Bytes to train a network of these sizes, the rows left out. All sizes must be at least 1.
  package static func training(
    inputs: Int, hidden: [HiddenLayer], outputs: Int, optimizer: OptimizerKind, purpose: Purpose
  ) -> Int {
    guard
      let parameters = NetworkShape.checkedParameterCount(
        inputs: inputs, hidden: hidden, outputs: outputs)
    else { return .max }
    let arrays = optimizer.rule.slots.count
    // The trainer has weights and memories twice, the gradient and the weights transposed; the states
    // before and after are a copy each, and of the last step of a run all parts are kept.
    let (copies, threads) =
      switch purpose {
      case .run(let threads): (10 + 6 * arrays, threads)
      case .trial: (6 + 4 * arrays, 1)
      }
    let blocks = sum(
      trainingBlock(inputs: inputs, hidden: hidden, outputs: outputs),
      product(threads, evaluationBlock(inputs: inputs, hidden: hidden, outputs: outputs)))
    return product(MemoryLayout<Float>.stride, sum(product(parameters, copies), blocks))
  }

  /// Floats for the block of rows at work in training: each layer's outputs and their gradients,
  /// slopes and masks where there are any, and the inputs.
  private static func trainingBlock(inputs: Int, hidden: [HiddenLayer], outputs: Int) -> Int {
    let units = hidden.reduce(0) { sum($0, $1.units) }
    let perRow = sum(product(2, units), outputs)
    let extra = hidden.reduce(0) {
      sum($0, product($1.units, ($1.activation == .gelu ? 1 : 0) + ($1.dropout > 0 ? 2 : 0)))
    }
    return product(mostBlockRows(perRow), sum(perRow, extra, inputs))
  }

  /// Floats for a thread's block of rows in evaluating: outputs, inputs and losses.
  private static func evaluationBlock(inputs: Int, hidden: [HiddenLayer], outputs: Int) -> Int {
    let perRow = hidden.reduce(outputs) { sum($0, $1.units) }
    return product(mostBlockRows(perRow), sum(perRow, inputs, 2))
  }

  /// Rows of a block where the number of parameters does not make them fewer.
  private static func mostBlockRows(_ floatsPerRow: Int) -> Int {
    NetworkPasses.blockRows(floatsPerRow: floatsPerRow, parameters: 1)
  }
}
