// What the trials of a search that trains are judged by.
import CommandLanguage
import Datasets
import Events
import HyperparameterSearch
import NeuralNetwork

/// What a training's trials are judged by.
package enum TrialMeasure: String, CaseIterable, Sendable {
  case loss, accuracy
  case logLoss = "log_loss"
  case balancedAccuracy = "balanced_accuracy"
  case macroF1 = "macro_f1"
  case f1, auc
  case averagePrecision = "average_precision"
  case mae, rmse, r2

  package var summary: String {
    switch self {
    case .loss: "data loss on the validation rows, without penalties"
    case .accuracy: "share of validation rows classified right; equal values are common"
    case .logLoss: "the loss with every row counting alike, whatever class_weight is"
    case .balancedAccuracy: "mean of the classes' recalls"
    case .macroF1: "mean of the classes' F1"
    case .f1: "F1 of the second of two classes"
    case .auc: "how well the second of two classes is ranked above the first"
    case .averagePrecision: "precision over all thresholds, for the second of two classes"
    case .mae: "mean of |prediction - target|, in the target's own units"
    case .rmse: "root of the mean squared error, in the target's own units"
    case .r2: "share of the target's variance that is explained"
    }
  }

  /// The figure that it is, where that is computed only when it is asked for.
  var figure: QualityFigure? { QualityFigure(rawValue: rawValue) }

  fileprivate var direction: SearchDirection {
    switch self {
    case .loss, .logLoss, .mae, .rmse: .minimize
    default: .maximize
    }
  }

  private var isOfNumbers: Bool { self == .mae || self == .rmse || self == .r2 }

  /// Nil where there is none.
  func value(of evaluation: Evaluation) -> Double? {
    switch self {
    case .loss: evaluation.dataLoss
    case .accuracy: evaluation.accuracy
    case .mae: evaluation.meanAbsoluteError
    case .r2: evaluation.r2
    default: figure.flatMap { evaluation.figures?[$0] }
    }
  }

  /// Errors: `no-accuracy`, `no-such-measure`.
  func check(_ data: PreparedData) throws(Diagnostic) {
    let name = figure?.title ?? rawValue
    guard self != .loss else { return }
    guard isOfNumbers == data.isRegression else {
      throw Diagnostic(
        id: self == .accuracy ? "no-accuracy" : "no-such-measure",
        message: data.isRegression
          ? "\(shown(data.targetName)) is a number, so there is no \(name)"
          : "\(shown(data.targetName)) is a class, so there is no \(name)",
        suggestion: data.isRegression
          ? "`measure=loss`, which shows R² too, or `measure=rmse`" : "`measure=accuracy`")
    }
    guard figure?.isOfTwoClasses != true || data.classNames.count == 2 else {
      throw Diagnostic(
        id: "no-such-measure",
        message: "\(name) is of two classes, and there are \(data.classNames.count)",
        suggestion: self == .f1 ? "`measure=macro_f1`" : "`measure=log_loss`")
    }
  }

  /// Whether the rows that judge trials give a number. Error: `no-such-measure`.
  func check(_ validation: Examples) throws(Diagnostic) {
    let why: String
    switch validation.targets {
    case .classes(let labels, _):
      guard figure?.isOfTwoClasses == true,
        !labels.contains(1) || self == .auc && !labels.contains(0)
      else { return }
      why = "all validation rows are of one class"
    case .values(let values):
      guard self == .r2, values.allSatisfy({ $0 == values[0] }) else { return }
      why = "all validation rows have the same target"
    }
    throw Diagnostic(
      id: "no-such-measure", message: "\(why), so there is no \(figure?.title ?? "R²")",
      suggestion: "`measure=loss`, or more rows")
  }
}

extension SearchMeasure {
  /// The measure of trainings on these rows.
  init(_ measure: TrialMeasure, isRegression: Bool) {
    let metric = Metric(rawValue: "validation_" + measure.rawValue) ?? .loss
    self.init(
      .metric(metric), measure.direction,
      score: metric == .loss ? (isRegression ? .r2 : .accuracy) : .loss)
  }
}
