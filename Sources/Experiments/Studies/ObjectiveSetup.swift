// What an objective is remembered as, and what evaluating a point of it comes to.
import CommandLanguage
import HyperparameterSearch

/// How one trial ended. A trial that was stopped on the way has no outcome.
struct TrialOutcome: Sendable {
  var state: TrialState
  var value: Double?
  /// Of a mean over several trainings.
  var standardError: Double?
  var metrics: [(name: String, value: Double)] = []
  var curve: [CurvePoint] = []
  /// Why it failed, if it did.
  var failure: Diagnostic?

  static func failed(_ failure: Diagnostic) -> TrialOutcome {
    TrialOutcome(state: .failed, failure: failure)
  }
}

/// Everything about an objective that has to be remembered to evaluate further trials later: small, and
/// without the data.
package enum ObjectiveSetup: Sendable, Equatable {
  case training(TrainingSetup)
  /// Trials are looked up.
  case table(TableSetup)

  /// Epochs a trial takes at most; nil where nothing is trained.
  package var epochs: Int? {
    switch self {
    case .training(let setup): setup.epochs
    case .table: nil
    }
  }

  /// Trainings behind each value.
  package var runs: Int {
    switch self {
    case .training(let setup): setup.runs
    case .table: 1
    }
  }
}
