// Rows of numbers ready for a network: what comes of any data and what training, testing and
// searching consume. Nothing here knows where the rows came from.

/// Examples in the order they are stored: one row of inputs and one target each.
package struct Examples: Equatable, Sendable {
  /// What each row should be answered with. Either array holds one entry a row.
  package enum Targets: Equatable, Sendable {
    /// Class numbers, each in `0..<count`; `count` is the number of classes of the task, which may
    /// exceed the number of classes present in these rows.
    case classes([Int32], count: Int)
    /// Numbers to be predicted, in the scale the network is trained on.
    case values([Float])
  }

  /// Row-major, `count` × `inputCount`.
  package let storage: InputStorage
  /// The number of inputs in each row.
  package var inputCount: Int
  /// One target a row.
  package var targets: Targets
  /// What the loss of a row of each class is multiplied by; nil where every row counts alike.
  package var classWeights: [Float]?

  /// The arrays must agree: `inputs.count == targets.count * inputCount`.
  package init(inputs: [Float], inputCount: Int, targets: Targets) {
    self.init(storage: .numbers(inputs), inputCount: inputCount, targets: targets)
  }

  /// As above, with inputs that may be bytes.
  package init(storage: InputStorage, inputCount: Int, targets: Targets) {
    self.storage = storage
    self.inputCount = inputCount
    self.targets = targets
    precondition(storage.count == targets.count * inputCount, "inputs and targets differ in rows")
  }

  /// The number of rows.
  package var count: Int { targets.count }

  /// All inputs as numbers; where they are kept as bytes, a new array.
  package var inputs: [Float] { storage.numbers }

  /// The inputs of one row.
  package func inputs(ofRow row: Int) -> [Float] {
    storage.numbers(in: row * inputCount..<(row + 1) * inputCount)
  }

  /// The given rows in the given order; a row may be named more than once.
  package func subset(_ rows: [Int]) -> Examples {
    var part = Examples(
      storage: storage.subset(rows, width: inputCount), inputCount: inputCount,
      targets: targets.subset(rows))
    part.classWeights = classWeights
    return part
  }
}

extension Examples.Targets {
  /// The number of rows.
  package var count: Int {
    switch self {
    case .classes(let classes, _): classes.count
    case .values(let values): values.count
    }
  }

  /// The targets of the given rows in the given order.
  package func subset(_ rows: [Int]) -> Examples.Targets {
    switch self {
    case .classes(let classes, let count): .classes(rows.map { classes[$0] }, count: count)
    case .values(let values): .values(rows.map { values[$0] })
    }
  }
}
