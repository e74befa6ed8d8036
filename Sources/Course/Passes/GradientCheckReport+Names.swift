// A layer of the gradient check, with its parameters named.
import Events
import Experiments
import NeuralNetwork

extension GradientCheckReport.Layer {
  package init(_ check: LayerGradientCheck, _ shape: NetworkShape, _ names: ParameterNames) {
    self.init(
      name: check.layer == shape.hidden.count ? "output" : "hidden \(check.layer + 1)",
      parameters: check.parameters, compared: check.checked, skipped: check.skipped,
      worstError: check.worstError,
      worst: check.worst.map { names.text($0.name) }, gradient: check.worst?.analytic,
      slope: check.worst?.numeric)
  }
}
