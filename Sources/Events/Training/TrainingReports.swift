// What training, stepping and evaluating say: plain numbers, all recomputable from the weights.
import CommandLanguage
import Datasets
import NeuralNetwork
import Numerics

package struct NetworkReport: Sendable, Equatable {
  package struct Layer: Sendable, Equatable {
    package var inputs: Int?
    package var units: Int
    package var activation: Activation
    package var parameters: Int?
    package var dropout: Double
    package var isOutput: Bool

    package init(
      inputs: Int? = nil, units: Int, activation: Activation, parameters: Int? = nil,
      dropout: Double, isOutput: Bool
    ) {
      self.inputs = inputs
      self.units = units
      self.activation = activation
      self.parameters = parameters
      self.dropout = dropout
      self.isOutput = isOutput
    }
  }

  /// Hidden layers first, then the output layer when the data is known.
  package var layers: [Layer]
  package var parameterCount: Int?
  package var loss: Loss?
  package var epoch: Int
  /// Whether the user has said anything about hidden layers.
  package var isChosen: Bool
  /// Epochs of training that a change of the layers threw away.
  package var epochsLost: Int

  package init(
    layers: [Layer], parameterCount: Int? = nil, loss: Loss? = nil, epoch: Int, isChosen: Bool,
    epochsLost: Int
  ) {
    self.layers = layers
    self.parameterCount = parameterCount
    self.loss = loss
    self.epoch = epoch
    self.isChosen = isChosen
    self.epochsLost = epochsLost
  }
}

package struct ResetReport: Sendable, Equatable {
  package var seed: UInt64
  package var isNewStart: Bool
  package var epochsDropped: Int

  package init(seed: UInt64, isNewStart: Bool, epochsDropped: Int) {
    self.seed = seed
    self.isNewStart = isNewStart
    self.epochsDropped = epochsDropped
  }
}

package struct TrainingStart: Sendable, Equatable {
  package var fromEpoch: Int
  package var toEpoch: Int
  package var rows: Int
  /// How many of these the epochs' figures of training rows are of.
  package var figureRows: Int
  /// Training rows kept to say when to stop; 0 without patience.
  package var validationRows: Int
  /// What it trains until.
  package var condition: String?
  package var shape: NetworkShape
  package var settings: TrainingSettings
  package var loss: Loss
  package var hasTest: Bool
  package var isRegression: Bool

  package init(
    fromEpoch: Int, toEpoch: Int, rows: Int, figureRows: Int, validationRows: Int,
    condition: String? = nil, shape: NetworkShape, settings: TrainingSettings, loss: Loss,
    hasTest: Bool, isRegression: Bool
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
    self.isRegression = isRegression
  }
}

package struct EpochReport: Sendable, Equatable {
  package var epoch: Int
  package var training: Evaluation
  package var validation: Evaluation?
  package var test: Evaluation?

  package init(
    epoch: Int, training: Evaluation, validation: Evaluation? = nil, test: Evaluation? = nil
  ) {
    self.epoch = epoch
    self.training = training
    self.validation = validation
    self.test = test
  }
}

/// `eval`: the figures of the weights as they are.
package struct EvaluationReport: Sendable, Equatable {
  package var epoch: EpochReport
  package var loss: Loss
  /// Whether the loss is of targets brought to standard deviation 1; the mean absolute error never is.
  package var isTargetStandardized: Bool
  /// Test rows that the weights were trained on before they came from a file.
  package var testRowsSeenBefore: Int
  package var place: WeightsPlace
}

extension EvaluationReport {
  package init(
    _ epoch: EpochReport, loss: Loss, _ data: PreparedData, testRowsSeenBefore: Int,
    place: WeightsPlace
  ) {
    self.epoch = epoch
    self.loss = loss
    isTargetStandardized = data.standardization?.target != nil
    self.testRowsSeenBefore = testRowsSeenBefore
    self.place = place
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

  package init(
    step: Int, epoch: Int, batch: Int, batchesInEpoch: Int, rows: Int, loss: Double,
    dataLoss: Double, l1Penalty: Double, l2Penalty: Double, gradientNorm: Double,
    settings: TrainingSettings, scheduleFactor: Double, parameter: String, trace: ParameterTrace,
    gradientParts: GradientPartsReport? = nil
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

package struct PredictionReport: Sendable, Equatable {
  package struct Output: Sendable, Equatable {
    package var name: String
    package var value: Double

    package init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  package var inputs: [String]
  /// A probability for each class, or the target's value in its own units.
  package var outputs: [Output]
  /// The most probable class; nil for regression.
  package var predictedClass: String?
  package var place: WeightsPlace

  package init(
    inputs: [String], outputs: [Output], predictedClass: String? = nil, place: WeightsPlace
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.predictedClass = predictedClass
    self.place = place
  }
}

package struct ConfusionReport: Sendable, Equatable {
  package var classes: [String]
  /// [actual][predicted]
  package var counts: [[Int]]
  /// "test" or "training"
  package var rowsName: String
  package var place: WeightsPlace

  package init(classes: [String], counts: [[Int]], rowsName: String, place: WeightsPlace) {
    self.classes = classes
    self.counts = counts
    self.rowsName = rowsName
    self.place = place
  }

  package var scores: [ClassScores] { classScores(counts) }
  package var macroAverage: ClassScores? { .macroAverage(scores) }
  package var rows: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  package var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }
  /// Nil without rows.
  package var accuracy: Double? { rows > 0 ? Double(correct) / Double(rows) : nil }
}
