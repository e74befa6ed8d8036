// The training rows as a search or a run with patience divides them.
import Datasets

extension PreparedData {
  /// Filled and scaled by the rows that are trained on.
  func validating(seed: UInt64) -> DividedRows {
    divided([division(validationFraction: Self.validationFraction, seed: seed)])[0]
  }
}
