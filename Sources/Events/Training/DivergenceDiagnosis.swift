// Why a run stopped being finite: the likeliest cause, the numbers that speak for it, and a line of
// commands that goes on without it.
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
    /// An earlier run had blown the weights up: the largest magnitudes, of them and of the initial ones.
    case weightsInRuin(largest: Double, initial: Double)
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

    package init(
      name: String, isTarget: Bool, largest: Double, deviation: Double, curvature: Double? = nil,
      standardizedCurvature: Double? = nil
    ) {
      self.name = name
      self.isTarget = isTarget
      self.largest = largest
      self.deviation = deviation
      self.curvature = curvature
      self.standardizedCurvature = standardizedCurvature
    }
  }

  /// A penalty's step beyond 0: each step multiplies a weight by 1 - lr × strength.
  package struct PenaltyOvershoot: Sendable, Equatable {
    /// The raw value is the setting's name.
    package enum Penalty: String, Sendable { case l2, decay }

    package var penalty: Penalty
    package var lr: Double
    package var strength: Double
    package var bound: Double

    package init(penalty: Penalty, lr: Double, strength: Double, bound: Double) {
      self.penalty = penalty
      self.lr = lr
      self.strength = strength
      self.bound = bound
    }

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

    package init(
      optimizer: OptimizerKind, lr: Double, momentum: Double, curvature: Double, bound: Double,
      rows: Int, place: Place
    ) {
      self.optimizer = optimizer
      self.lr = lr
      self.momentum = momentum
      self.curvature = curvature
      self.bound = bound
      self.rows = rows
      self.place = place
    }

    package var product: Double { lr * curvature }
  }

  package struct GradientGrowth: Sendable, Equatable {
    /// The gradient's length where the run began, and where last measured before the end.
    package var first: Double
    package var last: Double?
    package var lr: Double

    package init(first: Double, last: Double? = nil, lr: Double) {
      self.first = first
      self.last = last
      self.lr = lr
    }
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
  /// The cause and its evidence as a sentence, without the remedy.
  package var statement: Statement
  /// A line to type.
  package var remedy: String
  /// Whether training with it was tried and stayed finite.
  package var isTried: Bool

  package init(cause: Cause, statement: Statement, remedy: String, isTried: Bool) {
    self.cause = cause
    self.statement = statement
    self.remedy = remedy
    self.isTried = isTried
  }

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
    case .weightsInRuin: "weights_in_ruin"
    case .unclear: "unclear"
    }
  }
}
