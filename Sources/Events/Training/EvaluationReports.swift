// What is said of the weights as they are: their figures, one prediction, and which classes are taken for
// which.
import Datasets
import NeuralNetwork

/// `eval`: the figures of the weights as they are.
package struct EvaluationReport: Sendable, Equatable {
  package var epoch: EpochReport
  package var loss: Loss
  /// Whether the loss is of targets brought to standard deviation 1; the mean absolute error never is.
  package var isTargetStandardized: Bool
  /// Whether it is of logarithms of the target; the mean absolute error never is.
  package var isTargetLogarithm: Bool
  /// Test rows that the weights were trained on before they came from a file.
  package var testRowsSeenBefore: Int
  package var place: WeightsPlace
  /// What is predicted, in whose units errors of numbers are.
  package var targetName: String
  /// The one that figures of two classes are of; nil where there are not two.
  package var secondClass: String?
  /// Whether rows of some classes weigh more than others' in the losses.
  package var isWeighted: Bool
}

extension EvaluationReport {
  package init(
    _ epoch: EpochReport, loss: Loss, _ data: PreparedData, testRowsSeenBefore: Int,
    place: WeightsPlace, isWeighted: Bool = false
  ) {
    self.epoch = epoch
    self.loss = loss
    targetName = data.targetName
    secondClass = data.classNames.count == 2 ? data.classNames[1] : nil
    self.isWeighted = isWeighted
    isTargetStandardized = data.standardization?.target != nil
    isTargetLogarithm = data.transform == .log
    self.testRowsSeenBefore = testRowsSeenBefore
    self.place = place
  }
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
  /// The columns in which it lies beyond all rows trained on.
  package var beyond: [String] = []
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
  /// The probability from which on a row is taken for the second class; nil where the likeliest is taken.
  package var threshold: Double?
  /// Of two classes: what some thresholds would give.
  package var thresholds: [Threshold]

  /// The second class where a row is taken for it from a probability on.
  package struct Threshold: Sendable, Equatable {
    package let threshold: Double
    /// Rows taken for it.
    package let predicted: Int
    package let scores: ClassScores

    package init(_ threshold: Double, _ ranked: RankedRows) {
      let counts = ranked.counts(threshold: threshold)
      self.threshold = threshold
      predicted = counts[0][1] + counts[1][1]
      scores = classScores(counts)[1]
    }
  }

  package init(
    classes: [String], counts: [[Int]], rowsName: String, place: WeightsPlace,
    threshold: Double? = nil, thresholds: [Threshold] = []
  ) {
    self.classes = classes
    self.counts = counts
    self.rowsName = rowsName
    self.place = place
    self.threshold = threshold
    self.thresholds = thresholds
  }

  package var scores: [ClassScores] { classScores(counts) }
  package var macroAverage: ClassScores? { .macroAverage(scores) }
  package var rows: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  package var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }
  /// Nil without rows.
  package var accuracy: Double? { rows > 0 ? Double(correct) / Double(rows) : nil }
}

/// `calibration`: how often what was predicted came true.
package struct CalibrationReport: Sendable, Equatable {
  package var calibration: Calibration
  /// Whose probability it is of; nil where it is that of the class a row is taken for, of more than two.
  package var secondClass: String?
  /// "test" or "training"
  package var rowsName: String
  package var place: WeightsPlace

  package init(
    calibration: Calibration, secondClass: String?, rowsName: String, place: WeightsPlace
  ) {
    self.calibration = calibration
    self.secondClass = secondClass
    self.rowsName = rowsName
    self.place = place
  }
}
