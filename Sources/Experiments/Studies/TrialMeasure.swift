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
      self.init(.metric(.loss), .minimize, score: isRegression ? .r2 : .accuracy)
    case .accuracy: self.init(.metric(.accuracy), .maximize, score: .loss)
    }
  }
}
