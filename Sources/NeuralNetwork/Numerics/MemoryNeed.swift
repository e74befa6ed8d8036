// How much memory a request takes, counted before anything is allocated. Sums and products that do
// not fit stay at the largest number there is, which is more than any machine has.

package enum MemoryNeed {
  /// The product of counts that are not negative.
  package static func product(_ factors: Int...) -> Int {
    factors.reduce(1) { product, factor in
      let (value, overflow) = product.multipliedReportingOverflow(by: factor)
      return overflow ? .max : value
    }
  }

  /// The sum of counts that are not negative.
  package static func sum(_ terms: Int...) -> Int {
    terms.reduce(0) { sum, term in
      let (value, overflow) = sum.addingReportingOverflow(term)
      return overflow ? .max : value
    }
  }

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

  /// Bytes to make or choose so many rows of numbers: twice the rows, since they are split.
  package static func rows(_ count: Int, inputs: Int) -> Int {
    product(2, count, sum(inputs, 1), MemoryLayout<Float>.stride)
  }

  /// Bytes that each number of a table takes at most while it is read: a Double in an array that
  /// grows by doubling.
  static let perTableValue = 16
}
