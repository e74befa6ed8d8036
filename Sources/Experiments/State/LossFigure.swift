// The losses that an epoch's report has, and the parts of that of the training rows.
import NeuralNetwork

package enum LossFigure: Sendable {
  case training, test, validation
  case dataLoss, l1Penalty, l2Penalty
  /// Without penalties.
  case validationDataLoss

  /// In the place of one that a report has not: no loss is below 0.
  package static let none = -1.0

  /// A penalty of 0 is none.
  static func penalty(_ value: Double) -> Double { value > 0 ? value : none }
}

extension Evaluation {
  /// Its loss, added up where it lies.
  @inline(__always)
  var whole: Double { dataLoss + l1Penalty + l2Penalty }
}
