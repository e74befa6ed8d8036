// One point that was tried and what came of it.

/// How a trial ended.
package enum TrialState: String, CaseIterable, Sendable {
  /// It ran to its end and has a value.
  case done
  /// It was stopped early because others did better; its value is the last one seen.
  case pruned
  /// Its loss or parameters stopped being finite; it has no value.
  case diverged
  /// It could not be run to an end, or its program said so; it has no value.
  case failed

  /// Whether a trial that ended so has a value.
  package var hasValue: Bool { self == .done || self == .pruned }
}

/// Whether small or large values are sought.
package enum SearchDirection: String, CaseIterable, Sendable {
  case minimize, maximize

  /// Whether `left` is better than `right`.
  package func isBetter(_ left: Double, than right: Double) -> Bool {
    self == .minimize ? left < right : left > right
  }
}

/// One trial of a study.
package struct Trial: Sendable {
  /// From 0; together with the study's seed it decides everything random about the trial.
  package var number: Int
  /// A value for each axis that matters there, in the axes' order.
  package var params: [ParameterAssignment]
  package var value: Double?
  package var state: TrialState
  /// Other figures worth keeping, in the order they are to be shown.
  package var metrics: [(name: String, value: Double)]
  /// The standard error of the value, where it is a mean over repeats or folds.
  package var standardError: Double?
  /// The value after so many epochs, where it was looked at on the way.
  package var curve: [CurvePoint]
  package var origin: TrialOrigin
  /// What a model expected of it.
  package var prediction: Prediction?

  package init(
    number: Int, params: [ParameterAssignment], value: Double?, state: TrialState,
    metrics: [(name: String, value: Double)] = [], standardError: Double? = nil,
    curve: [CurvePoint] = [], origin: TrialOrigin = .random, prediction: Prediction? = nil
  ) {
    self.number = number
    self.params = params
    self.value = value
    self.state = state
    self.metrics = metrics
    self.standardError = standardError
    self.curve = curve
    self.origin = origin
    self.prediction = prediction
  }

  /// The value of the named hyperparameter; nil where it did not matter.
  package func param(_ name: String) -> ParameterValue? {
    params.first { $0.name == name }?.value
  }
}

/// A trial's value on the way.
package struct CurvePoint: Equatable, Sendable {
  package var epoch: Int
  package var value: Double

  package init(epoch: Int, value: Double) {
    self.epoch = epoch
    self.value = value
  }
}

extension Trial: Equatable {
  package static func == (left: Trial, right: Trial) -> Bool {
    left.number == right.number && left.value == right.value && left.state == right.state
      && left.params == right.params
      && left.metrics.elementsEqual(right.metrics, by: ==)
      && left.standardError == right.standardError && left.curve == right.curve
      && left.origin == right.origin && left.prediction == right.prediction
  }
}
