// The figures of an epoch by name: what `train until` can ask for and what JSON calls them.

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
  case testLoss = "test_loss"
  case testDataLoss = "test_data_loss"
  case testAccuracy = "test_accuracy"
  case testR2 = "test_r2"
  case testMAE = "test_mae"

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
    }
  }
}
