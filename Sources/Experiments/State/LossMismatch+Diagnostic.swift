// A loss that does not go with the data, as it is reported.
import CommandLanguage
import NeuralNetwork

extension Diagnostic {
  /// A loss that does not go with the data.
  package init(_ error: LossMismatch, range: SourceRange? = nil) {
    self.init(
      id: "loss-mismatch", message: error.message, range: range,
      suggestion: "`set loss \(error.alternative.rawValue)`, or `unset loss` for the one that fits")
  }
}
