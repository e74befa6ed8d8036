// What the values of a search are and which way is better.
import HyperparameterSearch

package struct SearchMeasure: Sendable, Equatable {
  /// A figure of the validation rows, by its name among a trial's metrics and in JSON.
  package enum Metric: String, Sendable {
    case loss = "validation_loss"
    case accuracy = "validation_accuracy"
    case r2 = "validation_r2"
  }

  package enum Value: Sendable, Equatable {
    case metric(Metric)
    /// A column of a table, in its own units.
    case column(String)
  }

  package var value: Value
  package var direction: SearchDirection
  /// A second figure that stands beside the value.
  package var score: Metric?

  package init(_ value: Value, _ direction: SearchDirection, score: Metric? = nil) {
    self.value = value
    self.direction = direction
    self.score = score
  }

  package var name: String {
    switch value {
    case .metric(.loss): "validation loss"
    case .metric(.accuracy): "validation accuracy"
    case .metric(.r2): "validation R²"
    case .column(let name): name
    }
  }
}
