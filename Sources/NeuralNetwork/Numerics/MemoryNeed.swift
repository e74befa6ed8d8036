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

  /// Who trains: a trial of a search keeps less than a run that is shown and can be undone.
  package enum Purpose: Sendable { case run, trial }

  /// Bytes to train a network of these sizes, the rows left out. All sizes must be at least 1.
  package static func training(
    inputs: Int, hidden: [HiddenLayer], outputs: Int, optimizer: OptimizerKind,
    purpose: Purpose = .run
  ) -> Int {
    guard
      let parameters = NetworkShape.checkedParameterCount(
        inputs: inputs, hidden: hidden, outputs: outputs)
    else { return .max }
    let arrays = OptimizerState.arrays(of: optimizer).count
    // The trainer has weights and memories twice, the gradient and the weights transposed; the states
    // before and after are a copy each, and of the last step all parts are kept.
    let copies =
      switch purpose {
      case .run: 10 + 6 * arrays
      case .trial: 6 + 4 * arrays
      }
    return sum(
      product(parameters, copies, MemoryLayout<Float>.stride),
      product(scratch(inputs: inputs, hidden: hidden, outputs: outputs), MemoryLayout<Float>.stride)
    )
  }

  /// Floats for a block of rows at work, at most: in training each layer's outputs, slopes and masks,
  /// and two gradients; outputs again for evaluating; the block's inputs for each.
  private static func scratch(inputs: Int, hidden: [HiddenLayer], outputs: Int) -> Int {
    let widest = hidden.reduce(0) { max($0, $1.units) }
    let units = hidden.reduce(outputs) { sum($0, $1.units) }
    let perRow = sum(units, product(2, widest))
    let extra = hidden.reduce(0) {
      sum($0, product($1.units, ($1.activation == .gelu ? 1 : 0) + ($1.dropout > 0 ? 2 : 0)))
    }
    let block = NetworkPasses.blockRows(floatsPerRow: perRow)
    return product(block, sum(perRow, units, extra, product(2, inputs)))
  }

  /// Bytes to make or choose so many rows of numbers: twice the rows, since they are split.
  package static func rows(_ count: Int, inputs: Int) -> Int {
    product(2, count, sum(inputs, 1), MemoryLayout<Float>.stride)
  }

  /// Bytes that each number of a table takes at most while it is read: a Double in an array that
  /// grows by doubling.
  static let perTableValue = 16
}
