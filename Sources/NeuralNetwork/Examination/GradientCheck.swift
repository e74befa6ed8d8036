// Whether the gradients that training uses are the slopes of the loss: each is held against a
// difference quotient of the loss, computed in Double by a forward pass of its own.
import Datasets

/// How well a layer's gradients agree with difference quotients.
package struct LayerGradientCheck: Equatable, Sendable {
  /// 0 for the first hidden layer; the output layer is last.
  package let layer: Int
  /// How many it has.
  package let parameters: Int
  /// Parameters compared.
  package let checked: Int
  /// Parameters where the quotient says nothing, because the loss has a corner within its reach.
  package let skipped: Int
  /// The parameter that agrees worst, its gradient by backpropagation and by differences; nil if all
  /// were skipped.
  package let worst: (name: ParameterName, analytic: Double, numeric: Double)?
  /// |analytic - numeric| over the larger of the two, or over a hundredth of the layer's largest
  /// gradient where both are smaller than that: single precision has no relative accuracy there.
  package let worstError: Double

  package static func == (left: LayerGradientCheck, right: LayerGradientCheck) -> Bool {
    left.layer == right.layer && left.checked == right.checked && left.skipped == right.skipped
      && left.worstError == right.worstError && left.worst?.name == right.worst?.name
      && left.worst?.analytic == right.worst?.analytic
      && left.worst?.numeric == right.worst?.numeric
  }
}

/// Checks the gradient of data loss and penalties on the given examples, taken as one batch, with the
/// dropout masks of the state's next step. Of a layer that has more than twice `parametersPerLayer`
/// about that many are compared, evenly spread. Penalties are checked as parts of the gradient, proximal
/// L1 left out, clipping off.
///
/// - Parameters:
///   - analytic: what to check instead of the engine's own gradient.
///   - checkStop: asked before each parameter.
/// - Returns: a result a layer, or nil if the loss is not finite.
package func checkGradient<Failure: Error>(
  examples: Examples, loss: Loss, settings: TrainingSettings, state: TrainingState,
  parametersPerLayer: Int = 20, analytic: [Float]? = nil, kernels: KernelSet = .best,
  checkStop: () throws(Failure) -> Void
) throws(Failure) -> [LayerGradientCheck]? {
  var settings = settings
  settings.optimizer = .gd
  settings.clip = nil
  if settings.l1Mode == .proximal { settings.l1 = 0 }
  let trainer = Trainer(
    examples: examples, loss: loss, settings: settings, state: state, kernels: kernels)
  guard case .done(let record) = try trainer.step(tracing: true, checkStop: checkStop) else {
    return nil
  }
  let gradient = analytic ?? record.gradient
  precondition(gradient.count == state.shape.parameterCount, "gradient does not fit the shape")
  var reference = ReferenceNetwork(
    examples: examples, loss: loss, settings: settings, state: state)
  return try state.shape.layers.map { layer throws(Failure) in
    let count = layer.parameters.count
    let takesAll = count <= 2 * parametersPerLayer
    let stride = takesAll ? 1 : count / max(1, parametersPerLayer)
    // The biases, of which there are few, beside a share of the weights.
    let places =
      takesAll
      ? Array(layer.parameters)
      : Swift.stride(from: layer.weights.lowerBound, to: layer.weights.upperBound, by: stride)
        .map { $0 } + layer.biases.prefix(max(1, parametersPerLayer / 4))
    return try reference.check(
      layer, places: places, against: gradient, checkStop: checkStop)
  }
}

extension ReferenceNetwork {
  fileprivate mutating func check<Failure: Error>(
    _ layer: LayerLayout, places: [Int], against gradient: [Float],
    checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> LayerGradientCheck {
    var pairs: [(Int, Double, Double)] = []
    for place in places {
      try checkStop()
      if let slope = slope(at: place) { pairs.append((place, Double(gradient[place]), slope)) }
    }
    let largest = pairs.reduce(0) { max($0, abs($1.2)) }
    var worst: (name: ParameterName, analytic: Double, numeric: Double)?
    var worstError = 0.0
    for (place, analytic, numeric) in pairs {
      let scale = max(abs(analytic), abs(numeric), 0.01 * largest)
      let error = scale > 0 ? abs(analytic - numeric) / scale : 0
      if worst == nil || error > worstError || error.isNaN {
        worst = (shape.parameter(at: place), analytic, numeric)
        worstError = error
      }
    }
    return LayerGradientCheck(
      layer: layer.index, parameters: layer.parameters.count, checked: pairs.count,
      skipped: places.count - pairs.count, worst: worst, worstError: worstError)
  }
}
