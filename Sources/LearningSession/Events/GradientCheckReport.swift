// `explain gradient`: the gradients of training beside the slopes of the loss.
import NeuralNetwork

package struct GradientCheckReport: Sendable, Equatable {
  package struct Layer: Sendable, Equatable {
    /// "hidden 1", "output"
    package var name: String
    package var compared: Int
    /// Parameters at a corner of the loss, where it has no single slope.
    package var skipped: Int
    /// The largest difference relative to the gradients' size.
    package var worstError: Double
    /// The parameter that agrees worst; nil when all were skipped.
    package var worst: String?
    package var gradient: Double?
    package var slope: Double?
  }

  /// The training rows taken as one batch.
  package var rows: Int
  package var epoch: Int
  package var layers: [Layer]
}

extension GradientCheckReport.Layer {
  init(_ check: LayerGradientCheck, _ shape: NetworkShape, _ names: ParameterNames) {
    name = check.layer == shape.hidden.count ? "output" : "hidden \(check.layer + 1)"
    compared = check.checked
    skipped = check.skipped
    worstError = check.worstError
    worst = check.worst.map { names.text($0.name) }
    gradient = check.worst?.analytic
    slope = check.worst?.numeric
  }
}
