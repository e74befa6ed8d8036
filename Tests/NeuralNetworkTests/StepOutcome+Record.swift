import NeuralNetwork

extension StepOutcome {
  /// The record, unless the step diverged.
  var record: StepRecord? {
    if case .done(let record) = self { record } else { nil }
  }
}
