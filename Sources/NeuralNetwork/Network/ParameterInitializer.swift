// The values a network starts from.

/// How weights are drawn before training. Biases always start at 0.
package enum ParameterInitializer: String, CaseIterable, Sendable {
  /// He's uniform distribution (ICCV 2015), bound √(6 / inputs), for relu, leakyrelu and gelu
  /// layers; Glorot's (AISTATS 2010), bound √(6 / (inputs + units)), for the others and the output
  /// layer.
  case auto

  /// Weights of such a layer are drawn from -bound ..< bound.
  package func bound(for layer: LayerLayout) -> Double {
    switch layer.activation {
    case .relu, .leakyrelu, .gelu:
      (6 / Double(layer.inputs)).squareRoot()
    case .sigmoid, .tanh, .linear:
      (6 / (Double(layer.inputs) + Double(layer.units))).squareRoot()
    }
  }
}

/// The parameters a network of this shape starts from: a function of the seed and the shape alone.
/// Each layer has a stream of its own, so another layer behind it changes nothing in it.
package func initialParameters(
  shape: NetworkShape, seed: UInt64, initializer: ParameterInitializer = .auto
) -> [Float] {
  var parameters = [Float](repeating: 0, count: shape.parameterCount)
  for layer in shape.layers {
    let bound = initializer.bound(for: layer)
    var stream = RandomStream(
      seed: seed, purpose: .initialization, index: UInt64(layer.index))
    for place in layer.weights {
      parameters[place] = Float((2 * stream.uniform() - 1) * bound)
    }
  }
  return parameters
}
