// Why a run stopped being finite: the likeliest cause, the numbers that speak for it, and a line of
// commands that goes on without it. DivergenceExamination.swift finds the cause.
import NeuralNetwork

package struct DivergenceDiagnosis: Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    case unscaledInputs(UnscaledColumn)
    case penalty(PenaltyOvershoot)
    case learningRate(CurvatureBound)
    case momentum(CurvatureBound)
    /// Optimizers that scale every weight's step: it is about lr whatever the gradient.
    case stepSize(lr: Double, weightSize: Double)
    case gradient(GradientGrowth)
    /// The loss was not finite even at the weights the run began with.
    case startingWeights
    /// Nothing measured stands out.
    case unclear(lr: Double, curvature: CurvatureBound?)
  }

  /// A column that was left in its own units.
  package struct UnscaledColumn: Sendable, Equatable {
    package var name: String
    package var isTarget: Bool
    /// The largest magnitude among the training rows looked at, and their standard deviation.
    package var largest: Double
    package var deviation: Double
    /// The curvature as it is and with the same rows standardized, where they could be measured.
    package var curvature: Double?
    package var standardizedCurvature: Double?
  }

  /// A penalty's step beyond 0: each step multiplies a weight by 1 - lr × strength.
  package struct PenaltyOvershoot: Sendable, Equatable {
    /// "l2" or "decay"
    package var setting: String
    package var lr: Double
    package var strength: Double
    package var bound: Double
    package var product: Double { lr * strength }
  }

  /// A learning rate held against the loss's largest curvature.
  package struct CurvatureBound: Sendable, Equatable {
    package var optimizer: OptimizerKind
    package var lr: Double
    package var momentum: Double
    /// Of the data loss and the L2 penalty together.
    package var curvature: Double
    /// What lr × curvature must stay below.
    package var bound: Double
    package var rows: Int
    package var place: Place
    package var product: Double { lr * curvature }
  }

  package struct GradientGrowth: Sendable, Equatable {
    /// The gradient's length where the run began, and where last measured before the end.
    package var first: Double
    package var last: Double?
    package var lr: Double
  }

  /// At which weights something was measured.
  package enum Place: Sendable, Equatable {
    /// Those the run began with.
    case start
    /// Those after so many epochs.
    case epoch(Int)
    /// Those that `reset` gives.
    case initial
  }

  package var cause: Cause
  /// A line to type.
  package var remedy: String

  /// The name of the cause for programs.
  package var causeName: String {
    switch cause {
    case .unscaledInputs: "unscaled_inputs"
    case .penalty: "penalty"
    case .learningRate: "learning_rate"
    case .momentum: "momentum"
    case .stepSize: "step_size"
    case .gradient: "gradient"
    case .startingWeights: "starting_weights"
    case .unclear: "unclear"
    }
  }

  /// The cause and its evidence as a sentence, without the remedy.
  package var statement: Statement {
    switch cause {
    case .unscaledInputs(let column): column.statement
    case .penalty(let penalty): penalty.statement
    case .learningRate(let bound):
      """
      The likeliest cause is the learning rate: lr × curvature = \(bound.arithmetic), and \
      \(bound.optimizer.title) is stable only below \(bound.bound, "bound"). \(bound.measured)
      """
    case .momentum(let bound):
      """
      The likeliest cause is momentum: it adds gradients up to lr / (1 - momentum) = \
      \(bound.lr / (1 - bound.momentum), "effective_lr"), and times the curvature, \
      \(bound.curvature, "curvature"), that is \
      \(bound.product / (1 - bound.momentum), "effective_product"): above 2. \(bound.measured)
      """
    case .stepSize(let lr, let weightSize):
      """
      The likeliest cause is the learning rate: this optimizer moves each weight by about lr = \
      \(lr, "lr", .exact) a step, whatever its gradient, and the weights began with sizes of about \
      \(weightSize, "weight_size").
      """
    case .gradient(let growth): growth.statement
    case .startingWeights:
      "The likeliest cause is the weights it began with: even their loss is not a finite number."
    case .unclear(let lr, let bound?):
      """
      The likeliest cause is the learning rate, \(lr, "lr", .exact), although lr × curvature = \
      \(bound.arithmetic) is below \(bound.bound, "bound"). \(bound.measured)
      """
    case .unclear(let lr, nil):
      "The likeliest cause is the learning rate, \(lr, "lr", .exact)."
    }
  }
}

extension DivergenceDiagnosis.UnscaledColumn {
  fileprivate var statement: Statement {
    let head: Statement = """
      The likeliest cause is a column in its own units: \(isTarget ? "the target " : "")\(name) \
      reaches \(largest, "largest"), with a standard deviation of \(deviation, "sd")
      """
    guard let curvature, let standardizedCurvature else { return "\(head)." }
    return """
      \(head). The loss's curvature is \(curvature, "curvature"); with standardized columns it \
      would be \(standardizedCurvature, "standardized_curvature").
      """
  }
}

extension DivergenceDiagnosis.PenaltyOvershoot {
  fileprivate var statement: Statement {
    """
    The likeliest cause is \(setting) = \(strength, setting, .exact): each step adds -lr × \
    \(setting) = -\(lr, "lr", .exact) × \(strength, setting, .exact) = -\(product, "product") times \
    a weight to it, which throws it ever farther beyond 0 from \(bound, "bound") on.
    """
  }
}

extension DivergenceDiagnosis.CurvatureBound {
  fileprivate var arithmetic: Statement {
    "\(lr, "lr", .exact) × \(curvature, "curvature") = \(product, "product")"
  }

  fileprivate var measured: Statement {
    let weights: Statement =
      switch place {
      case .start: "the weights this run began with"
      case .epoch(let epoch): "the weights after epoch \(epoch, "measured_epoch")"
      case .initial: "the initial weights"
      }
    return "(Curvature: the loss's largest, over \(rows, "rows") training rows, at \(weights).)"
  }
}

extension DivergenceDiagnosis.GradientGrowth {
  fileprivate var statement: Statement {
    guard let last else {
      return """
        The likeliest cause is an exploding gradient: at the weights this run began with its length \
        √Σg² was \(first, "first_norm"), so a step of lr × that is \(lr * first, "step_length") long.
        """
    }
    return """
      The likeliest cause is an exploding gradient: its length √Σg² was \(first, "first_norm") at the \
      weights this run began with and \(last, "last_norm") when it was last finite.
      """
  }
}
