// What the values of a search are and which way is better.
import HyperparameterSearch
import NeuralNetwork

package struct SearchMeasure: Sendable, Equatable {
  /// A figure of the validation rows, by its name among a trial's metrics and in JSON.
  package enum Metric: String, Sendable {
    case loss = "validation_loss"
    case accuracy = "validation_accuracy"
    case r2 = "validation_r2"
    case logLoss = "validation_log_loss"
    case balancedAccuracy = "validation_balanced_accuracy"
    case macroF1 = "validation_macro_f1"
    case f1 = "validation_f1"
    case auc = "validation_auc"
    case averagePrecision = "validation_average_precision"
    case mae = "validation_mae"
    case rmse = "validation_rmse"

    /// In the field's words, the rows left out.
    package var title: String {
      switch self {
      case .loss: "loss"
      case .accuracy: "accuracy"
      case .r2: "R²"
      case .mae: "MAE"
      default: QualityFigure(rawValue: String(rawValue.dropFirst(11)))?.title ?? ""
      }
    }
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
    case .metric(let metric): "validation \(metric.title)"
    case .column(let name): name
    }
  }
}
