// The figures of an epoch by name: what `train until` can ask for and what JSON calls them.

import NeuralNetwork

package enum Quantity: String, CaseIterable, Sendable {
  case epoch, loss
  case dataLoss = "data_loss"
  case l1Penalty = "l1_penalty"
  case l2Penalty = "l2_penalty"
  case trainAccuracy = "train_accuracy"
  case trainR2 = "train_r2"
  case trainMAE = "train_mae"
  case validationLoss = "validation_loss"
  case validationAccuracy = "validation_accuracy"
  case validationR2 = "validation_r2"
  case validationMAE = "validation_mae"
  case testLoss = "test_loss"
  case testDataLoss = "test_data_loss"
  case testAccuracy = "test_accuracy"
  case testR2 = "test_r2"
  case testMAE = "test_mae"
  // Computed where they are asked for.
  case trainRMSE = "train_rmse"
  case trainLogLoss = "train_log_loss"
  case trainBalancedAccuracy = "train_balanced_accuracy"
  case trainMacroF1 = "train_macro_f1"
  case trainF1 = "train_f1"
  case trainAUC = "train_auc"
  case trainAveragePrecision = "train_average_precision"
  case validationRMSE = "validation_rmse"
  case validationLogLoss = "validation_log_loss"
  case validationBalancedAccuracy = "validation_balanced_accuracy"
  case validationMacroF1 = "validation_macro_f1"
  case validationF1 = "validation_f1"
  case validationAUC = "validation_auc"
  case validationAveragePrecision = "validation_average_precision"
  case testRMSE = "test_rmse"
  case testLogLoss = "test_log_loss"
  case testBalancedAccuracy = "test_balanced_accuracy"
  case testMacroF1 = "test_macro_f1"
  case testF1 = "test_f1"
  case testAUC = "test_auc"
  case testAveragePrecision = "test_average_precision"

  /// The figure that it is, where that is computed only when it is asked for.
  package var figure: QualityFigure? {
    rawValue.firstIndex(of: "_").flatMap {
      QualityFigure(rawValue: String(rawValue[rawValue.index(after: $0)...]))
    }
  }

  /// "train", "validation" or "test", of those.
  package var rows: String { String(rawValue.prefix { $0 != "_" }) }

  /// Nil where the epoch has no such figure.
  package func value(in report: EpochReport) -> Double? {
    switch self {
    case .epoch: Double(report.epoch)
    case .loss: report.training.loss
    case .dataLoss: report.training.dataLoss
    case .l1Penalty: report.training.l1Penalty
    case .l2Penalty: report.training.l2Penalty
    case .trainAccuracy: report.training.accuracy
    case .trainR2: report.training.r2
    case .trainMAE: report.training.meanAbsoluteError
    // Without penalties, as a search judges its trials.
    case .validationLoss: report.validation?.dataLoss
    case .validationAccuracy: report.validation?.accuracy
    case .validationR2: report.validation?.r2
    case .testLoss: report.test?.loss
    case .testDataLoss: report.test?.dataLoss
    case .testAccuracy: report.test?.accuracy
    case .testR2: report.test?.r2
    case .testMAE: report.test?.meanAbsoluteError
    case .validationMAE: report.validation?.meanAbsoluteError
    default: figure.flatMap { evaluation(in: report)?.figures?[$0] }
    }
  }

  private func evaluation(in report: EpochReport) -> Evaluation? {
    switch rows {
    case "train": report.training
    case "validation": report.validation
    default: report.test
    }
  }

  package var summary: String {
    switch self {
    case .epoch: "epochs since the last reset"
    case .loss: "data loss and penalties, on training rows"
    case .dataLoss: "loss on training rows, without penalties"
    case .l1Penalty: "what L1 adds to the loss"
    case .l2Penalty: "what L2 adds to the loss"
    case .trainAccuracy: "share of training rows that are right"
    case .trainR2: "R² on training rows"
    case .trainMAE: "mean of |prediction - target| on training rows, in its own units"
    case .validationLoss: "loss on validation rows, without penalties"
    case .validationAccuracy: "share of validation rows that are right"
    case .validationR2: "R² on validation rows"
    case .testLoss: "data loss and penalties, on test rows"
    case .testDataLoss: "loss on test rows, without penalties"
    case .testAccuracy: "share of test rows that are right"
    case .testR2: "R² on test rows"
    case .testMAE: "mean of |prediction - target| on test rows, in its own units"
    case .validationMAE: "mean of |prediction - target| on validation rows, in its own units"
    default: "\(figure?.title ?? "") on \(rows == "train" ? "training" : rows) rows"
    }
  }
}
