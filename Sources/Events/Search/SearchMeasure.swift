// What the values of a search are and which way is better: for its loop, its tables and its words.
import HyperparameterSearch

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
  /// What a trial's metrics are called, here and in JSON.
  package static let loss = "validation_loss"
  package static let accuracy = "validation_accuracy"
  package static let r2 = "validation_r2"
}
