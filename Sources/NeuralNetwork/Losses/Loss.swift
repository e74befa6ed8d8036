// What training minimizes, before penalties. Each loss is paired with the squashing of the output
// layer that makes its gradient simple: outputs of the network are logits until the loss sees them.
import Datasets

/// A loss, as a mean over rows. The raw value is the name to show.
package enum Loss: String, CaseIterable, Sendable {
  /// Two classes, one output z: log(1 + exp(z)) - y z, with y 1 for the second class.
  case logistic = "logistic"
  /// Any number of classes, one output each: log Σ exp(z) - z[class].
  case softmaxCrossEntropy = "cross-entropy"
  /// A number to predict: (z - y)², without a factor ½.
  case squaredError = "squared error"
  /// A number to predict: |z - y|, with slope 0 at z = y.
  case absoluteError = "absolute error"
  /// A number to predict, with e = z - y: ½e² where |e| ≤ 1, else |e| - ½. Huber's loss of 1964 with
  /// δ = 1: PyTorch's `huber_loss` and `smooth_l1_loss`, which are the same there, as they come.
  case huber = "Huber"

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

  package var isClassification: Bool {
    switch self {
    case .logistic, .softmaxCrossEntropy: true
    case .squaredError, .absoluteError, .huber: false
    }
  }
}

/// Which loss a user asks for. The raw value is the name to type.
package enum LossChoice: String, CaseIterable, Sendable {
  /// The one that fits the targets.
  case auto
  case logistic
  case crossEntropy = "cross-entropy"
  case squared
  case absolute
  case huber

  /// The loss itself; nil for `auto`, which depends on the targets.
  package var loss: Loss? {
    switch self {
    case .auto: nil
    case .logistic: .logistic
    case .crossEntropy: .softmaxCrossEntropy
    case .squared: .squaredError
    case .absolute: .absoluteError
    case .huber: .huber
    }
  }

  /// The loss on these targets. Cross-entropy takes any number of classes, two included, with an
  /// output each; logistic exactly two, with one output.
  package func loss(for targets: Examples.Targets) throws(LossMismatch) -> Loss {
    guard let loss else { return .natural(for: targets) }
    switch (targets, loss.isClassification) {
    case (.classes(_, let count), true):
      if loss == .logistic, count != 2 {
        throw LossMismatch(choice: self, reason: .needsTwoClasses(found: count))
      }
    case (.values, false): break
    case (.values, true): throw LossMismatch(choice: self, reason: .needsClasses)
    case (.classes, false): throw LossMismatch(choice: self, reason: .needsNumbers)
    }
    return loss
  }
}

/// A loss that does not go with what is to be predicted.
package struct LossMismatch: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// The loss is over classes, the targets are numbers.
    case needsClasses
    /// The loss is over numbers, the targets are classes.
    case needsNumbers
    case needsTwoClasses(found: Int)
  }

  package let choice: LossChoice
  package let reason: Reason

  package init(choice: LossChoice, reason: Reason) {
    self.choice = choice
    self.reason = reason
  }

  package var message: String {
    let name = "loss `\(choice.rawValue)`"
    return switch reason {
    case .needsClasses: "\(name) is for classes, and a number is to be predicted here"
    case .needsNumbers: "\(name) is for numbers, and classes are to be predicted here"
    case .needsTwoClasses(let found): "\(name) is for two classes, and there are \(found) here"
    }
  }

  /// A loss that would do.
  package var alternative: LossChoice {
    switch reason {
    case .needsClasses: .squared
    case .needsNumbers, .needsTwoClasses: .crossEntropy
    }
  }
}
