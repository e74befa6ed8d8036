// What the trials of a search that trains are judged by.
import Events

/// What a training's trials are judged by.
package enum TrialMeasure: String, CaseIterable, Sendable {
  case loss, accuracy

  package var summary: String {
    switch self {
    case .loss: "data loss on the validation rows, without penalties"
    case .accuracy: "share of validation rows classified right; equal values are common"
    }
  }
}

extension SearchMeasure {
  /// The measure of trainings on these rows.
  init(_ measure: TrialMeasure, isRegression: Bool) {
    switch measure {
    case .loss:
      self.init(
        name: "validation loss", shortName: "val. loss", direction: .minimize,
        score: isRegression ? ("R²", Self.r2) : ("accuracy", Self.accuracy))
    case .accuracy:
      self.init(
        name: "validation accuracy", shortName: "accuracy", direction: .maximize, isShare: true,
        score: ("val. loss", Self.loss))
    }
  }
}
