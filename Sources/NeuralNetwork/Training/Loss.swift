// What training minimizes, before penalties. Each loss is paired with the squashing of the output
// layer that makes its gradient simple: outputs of the network are logits until the loss sees them.

/// A loss, as a mean over rows. The raw value is the name to show.
package enum Loss: String, CaseIterable, Sendable {
  /// Two classes, one output z: log(1 + exp(z)) - y z, with y 1 for the second class.
  case logistic = "logistic"
  /// Any number of classes, one output each: log Σ exp(z) - z[class].
  case softmaxCrossEntropy = "cross-entropy"
  /// A number to predict: (z - y)², without a factor ½.
  case squaredError = "squared error"

  /// The loss that fits the targets: logistic for two classes, cross-entropy for more, squared
  /// error for numbers.
  package static func natural(for targets: Examples.Targets) -> Loss {
    switch targets {
    case .classes(_, let count): count == 2 ? .logistic : .softmaxCrossEntropy
    case .values: .squaredError
    }
  }

  /// How many outputs the network needs.
  package func outputs(for targets: Examples.Targets) -> Int {
    switch (self, targets) {
    case (.softmaxCrossEntropy, .classes(_, let count)): count
    default: 1
    }
  }

  package var isClassification: Bool { self != .squaredError }
}
