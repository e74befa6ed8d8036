// One point that was tried and what came of it.

/// How a trial ended.
package enum TrialState: String, CaseIterable, Sendable {
  /// It ran to its end and has a value.
  case done
  /// It was stopped early because others did better; its value is the last one seen.
  case pruned
  /// Its loss or parameters stopped being finite; it has no value.
  case diverged
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
  /// One for each axis, in the axes' order.
  package var params: [ParameterAssignment]
  package var value: Double?
  package var state: TrialState
  /// Other figures worth keeping, in the order they are to be shown.
  package var metrics: [(name: String, value: Double)]

  package init(
    number: Int, params: [ParameterAssignment], value: Double?, state: TrialState,
    metrics: [(name: String, value: Double)] = []
  ) {
    self.number = number
    self.params = params
    self.value = value
    self.state = state
    self.metrics = metrics
  }

  /// The value of the named hyperparameter.
  package func param(_ name: String) -> ParameterValue? {
    params.first { $0.name == name }?.value
  }
}

extension Trial: Equatable {
  package static func == (left: Trial, right: Trial) -> Bool {
    left.number == right.number && left.value == right.value && left.state == right.state
      && left.params.elementsEqual(right.params, by: ==)
      && left.metrics.elementsEqual(right.metrics, by: ==)
  }
}
