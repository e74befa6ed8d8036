// The losses that an epoch's report has, and the parts of that of the training rows.
import Events

package enum LossFigure: Sendable {
  case training, test, validation
  case dataLoss, l1Penalty, l2Penalty
  /// Without penalties.
  case validationDataLoss

  /// In the place of one that a report has not: no loss is below 0.
  package static let none = -1.0

  /// A penalty of 0 is none.
  @inline(__always)
  func value(in report: EpochReport) -> Double {
    switch self {
    case .training: report.training.loss
    case .test: report.test?.loss ?? Self.none
    case .validation: report.validation?.loss ?? Self.none
    case .validationDataLoss: report.validation?.dataLoss ?? Self.none
    case .dataLoss: report.training.dataLoss
    case .l1Penalty: report.training.l1Penalty > 0 ? report.training.l1Penalty : Self.none
    case .l2Penalty: report.training.l2Penalty > 0 ? report.training.l2Penalty : Self.none
    }
  }
}
