// What counts the mistakes of a network begins with: classes, weights, and the rows that judge them.
import CommandLanguage
import Datasets
import Experiments
import NeuralNetwork

/// A network and the rows by which its classes are judged.
package struct JudgedClasses: Sendable {
  package let data: PreparedData
  package let training: TrainingState
  package let loss: Loss

  /// The test rows, or the training rows where there are none.
  package var examples: Examples { data.test ?? data.training }
  /// "test"
  package var rowsName: String { data.test == nil ? "training" : "test" }
}

extension Preparation {
  /// Errors: `not-classification`, and those of `trainingOrFresh`.
  package mutating func judgedClasses(
    for arguments: Arguments
  ) throws(Diagnostic) -> JudgedClasses {
    try network(with: .weights, for: arguments)
    let data = dataOrAssumed()
    guard !data.isRegression else {
      throw Diagnostic(
        id: "not-classification",
        message: "\(shown(data.name)) has a number to predict, so there are no classes to judge",
        range: arguments.syntax.name.range, suggestion: "`eval`, which gives R²")
    }
    let training = try trainingOrFresh(with: .weights, for: arguments)
    return JudgedClasses(data: data, training: training, loss: try loss(for: data))
  }
}
