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
}

extension EvaluationReport {
  package init(
    _ epoch: EpochReport, loss: Loss, _ data: PreparedData, testRowsSeenBefore: Int,
    place: WeightsPlace
  ) {
    self.epoch = epoch
    self.loss = loss
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
