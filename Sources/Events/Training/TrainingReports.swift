// What training and stepping say: plain numbers, all recomputable from the weights.
import CommandLanguage
import NeuralNetwork
import Numerics

package struct TrainingStart: Sendable, Equatable {
  package var fromEpoch: Int
  package var toEpoch: Int
  package var rows: Int
  /// How many of these the epochs' figures of training rows are of.
  package var figureRows: Int
  /// Training rows kept for validation.
  package var validationRows: Int
  /// What it trains until.
  package var condition: String?
  package var shape: NetworkShape
  package var settings: TrainingSettings
  package var loss: Loss
  /// Whether epochs have figures of test rows.
  package var hasTest: Bool
  /// Whether the condition goes by test rows.
  package var looksAtTest: Bool
  package var isRegression: Bool

  package init(
    fromEpoch: Int, toEpoch: Int, rows: Int, figureRows: Int, validationRows: Int,
    condition: String? = nil, shape: NetworkShape, settings: TrainingSettings, loss: Loss,
    hasTest: Bool, looksAtTest: Bool = false, isRegression: Bool
  ) {
    self.fromEpoch = fromEpoch
    self.toEpoch = toEpoch
    self.rows = rows
    self.figureRows = figureRows
    self.validationRows = validationRows
    self.condition = condition
    self.shape = shape
    self.settings = settings
    self.loss = loss
    self.hasTest = hasTest
    self.looksAtTest = looksAtTest
    self.isRegression = isRegression
  }
}

package struct EpochReport: Sendable, Equatable {
  package var epoch: Int
  package var training: Evaluation
  package var validation: Evaluation?
  package var test: Evaluation?
  /// Which rows were watched; there may be figures of others too.
  package var watch: WatchedRows

  package init(
    epoch: Int, training: Evaluation, validation: Evaluation? = nil, test: Evaluation? = nil,
    watch: WatchedRows = .test
  ) {
    self.epoch = epoch
    self.training = training
    self.validation = validation
    self.test = test
    self.watch = watch
  }

  /// The figures of the watched rows, if there are any.
  package var watched: Evaluation? { figures(of: watch) }

  package func figures(of rows: WatchedRows) -> Evaluation? {
    switch rows {
    case .test: test
    case .validation: validation
    case .none: nil
    }
  }
}

package struct TrainingEnd: Sendable, Equatable {
  package enum Reason: Sendable, Equatable {
    case finished
    /// What it trained until holds.
    case conditionReached
    /// The validation loss was not lower for as many epochs as patience allows.
    case patienceSpent
    case interrupted
    case diverged(Divergence)

    package var divergence: Divergence? {
      if case .diverged(let divergence) = self { divergence } else { nil }
    }

    /// Whether the weights of the lowest validation loss are then back, if there is one.
    package var takesBestBack: Bool {
      switch self {
      case .patienceSpent, .diverged: true
      case .finished, .conditionReached, .interrupted: false
      }
    }
  }

  package var reason: Reason
  package var epoch: Int
  /// Rows of the epoch under way that are already done; 0 at an epoch's end.
  package var rowsDoneInEpoch: Int
  package var steps: Int
  /// Steps these weights have been trained for in all.
  package var stepCount: Int
  package var settings: TrainingSettings
  /// The weights as they are now, all layers one after the other.
  package var parameters: [Float]
  /// Their fingerprint, computed where it is shown: of millions of weights it takes longer than a person
  /// who has interrupted them should wait.
  package var fingerprint: Fingerprint { Fingerprint(parameters) }
  /// Why it diverged, if it did.
  package var diagnosis: DivergenceDiagnosis?
  /// With patience: how the validation loss went.
  package var validation: ValidationCourse?

  package init(
    reason: Reason, epoch: Int, rowsDoneInEpoch: Int, steps: Int, stepCount: Int,
    settings: TrainingSettings, parameters: [Float],
    diagnosis: DivergenceDiagnosis? = nil, validation: ValidationCourse? = nil
  ) {
    self.reason = reason
    self.epoch = epoch
    self.rowsDoneInEpoch = rowsDoneInEpoch
    self.steps = steps
    self.stepCount = stepCount
    self.settings = settings
    self.parameters = parameters
    self.diagnosis = diagnosis
    self.validation = validation
  }
}

/// The lowest validation loss so far and what became of its weights.
package struct ValidationCourse: Sendable, Equatable {
  package var patience: Int
  /// Nil when no loss was finite.
  package var bestLoss: Double?
  package var bestEpoch: Int?
  package var epochsSinceBest: Int
  /// Whether the weights of the best epoch are back.
  package var isRestored: Bool

  package init(
    patience: Int, bestLoss: Double? = nil, bestEpoch: Int? = nil, epochsSinceBest: Int,
    isRestored: Bool
  ) {
    self.patience = patience
    self.bestLoss = bestLoss
    self.bestEpoch = bestEpoch
    self.epochsSinceBest = epochsSinceBest
    self.isRestored = isRestored
  }
}

/// How a condition of `train until` stands: reached, reached already before training, or not.
package struct ConditionReport: Sendable, Equatable {
  package struct Part: Sendable, Equatable {
    package var quantity: String
    package var relation: Comparison.Relation
    package var number: Double
    /// The number as typed.
    package var numberText: String
    /// Whether it was typed in percent.
    package var isPercent: Bool
    /// Nil where the figure is not a number.
    package var value: Double?

    package init(
      quantity: String, relation: Comparison.Relation, number: Double, numberText: String,
      isPercent: Bool, value: Double? = nil
    ) {
      self.quantity = quantity
      self.relation = relation
      self.number = number
      self.numberText = numberText
      self.isPercent = isPercent
      self.value = value
    }
  }

  package var condition: String
  package var isReached: Bool
  package var epoch: Int
  /// The latest epoch of the run; nil when there was nothing to train.
  package var limit: Int?
  /// The parts that made it hold; while it does not hold, all of them.
  package var parts: [Part]

  package init(condition: String, isReached: Bool, epoch: Int, limit: Int? = nil, parts: [Part]) {
    self.condition = condition
    self.isReached = isReached
    self.epoch = epoch
    self.limit = limit
    self.parts = parts
  }
}

package struct StepReport: Sendable, Equatable {
  package var step: Int
  package var epoch: Int
  package var batch: Int
  package var batchesInEpoch: Int
  package var rows: Int
  package var loss: Double
  package var dataLoss: Double
  package var l1Penalty: Double
  package var l2Penalty: Double
  package var gradientNorm: Double
  package var settings: TrainingSettings
  /// What the schedule multiplied the learning rate by; 1 without one.
  package var scheduleFactor: Double
  /// "hidden 1: unit 5 ← x2"
  package var parameter: String
  package var trace: ParameterTrace
  /// Which rows the data gradient comes from, where that was asked for.
  package var gradientParts: GradientPartsReport?
  /// Whether the arithmetic is told in the field's symbols, every number of it; else in words.
  package var isInSymbols: Bool

  package init(
    step: Int, epoch: Int, batch: Int, batchesInEpoch: Int, rows: Int, loss: Double,
    dataLoss: Double, l1Penalty: Double, l2Penalty: Double, gradientNorm: Double,
    settings: TrainingSettings, scheduleFactor: Double, parameter: String, trace: ParameterTrace,
    gradientParts: GradientPartsReport? = nil, isInSymbols: Bool
  ) {
    self.step = step
    self.epoch = epoch
    self.batch = batch
    self.batchesInEpoch = batchesInEpoch
    self.rows = rows
    self.loss = loss
    self.dataLoss = dataLoss
    self.l1Penalty = l1Penalty
    self.l2Penalty = l2Penalty
    self.gradientNorm = gradientNorm
    self.settings = settings
    self.scheduleFactor = scheduleFactor
    self.parameter = parameter
    self.trace = trace
    self.gradientParts = gradientParts
    self.isInSymbols = isInSymbols
  }

  /// The penalties' shares of the loss that this parameter alone has.
  package var penaltyShares: (l1: Double, l2: Double) {
    guard settings.penalizes(trace.name) else { return (0, 0) }
    let value = Double(trace.before)
    return (settings.l1 * value.magnitude, 0.5 * settings.l2 * value * value)
  }
  /// What plain gradient descent would have made of the same gradient.
  package var plainUpdate: Float { -Float(settings.learningRate) * trace.usedGradient }
}
