// What the values of a search are and which way is better: for its loop, its tables and its words.
import HyperparameterSearch

/// What a training's trials are judged by.
package enum TrialMeasure: String, CaseIterable, Sendable {
  case loss, accuracy

  var summary: String {
    switch self {
    case .loss: "data loss on the validation rows, without penalties"
    case .accuracy: "share of validation rows classified right; equal values are common"
    }
  }
}

/// How values are called and compared.
package struct SearchMeasure: Sendable, Equatable {
  /// "validation loss"
  package var name: String
  /// The same for the head of a narrow column: "val. loss".
  package var shortName: String
  package var direction: SearchDirection
  /// Whether values are shares of one, to be shown as percentages.
  package var isShare: Bool
  /// A second figure that stands beside the value: what it is called, and its name among the trial's
  /// metrics.
  package var score: (name: String, metric: String)?

  package init(
    name: String, shortName: String, direction: SearchDirection, isShare: Bool = false,
    score: (name: String, metric: String)? = nil
  ) {
    self.name = name
    self.shortName = shortName
    self.direction = direction
    self.isShare = isShare
    self.score = score
  }

  package static func == (left: SearchMeasure, right: SearchMeasure) -> Bool {
    left.name == right.name && left.direction == right.direction
      && left.score?.metric == right.score?.metric
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

  /// What a trial's metrics are called, here and in JSON.
  static let loss = "validation_loss"
  static let accuracy = "validation_accuracy"
  static let r2 = "validation_r2"
}
