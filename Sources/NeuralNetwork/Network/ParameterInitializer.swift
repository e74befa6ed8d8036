// The values a network starts from.
import Numerics

/// How weights are drawn before training: always from a uniform distribution around 0, which needs
/// no function of the C library and is what the course's formulas are for. Biases always start at 0.
package enum ParameterInitializer: String, CaseIterable, Sendable {
  /// `he` for relu, leakyrelu and gelu layers, `glorot` for the others and the output layer.
  case auto
  /// Bound √(6 / (inputs + units)). Glorot and Bengio, AISTATS 2010.
  case glorot
  /// Bound √(6 / inputs). He, Zhang, Ren and Sun, ICCV 2015.
  case he
  /// Bound √(3 / inputs), variance 1 / inputs. LeCun, Bottou, Orr and Müller, "Efficient BackProp",
  /// 1998.
  case lecun
  /// Bound ½ whatever the sizes, as TensorFlow Playground has it.
  case uniform
  /// All weights 0: the units of a layer stay alike, so hidden layers learn nothing.
  case zeros

  /// Weights of such a layer are drawn from -bound ..< bound.
  package func bound(for layer: LayerLayout) -> Double {
    let inputs = Double(layer.inputs)
    switch self {
    case .auto:
      switch layer.activation {
      case .relu, .leakyrelu, .gelu: return Self.he.bound(for: layer)
      case .sigmoid, .tanh, .linear: return Self.glorot.bound(for: layer)
      }
    case .glorot: return (6 / (inputs + Double(layer.units))).squareRoot()
    case .he: return (6 / inputs).squareRoot()
    case .lecun: return (3 / inputs).squareRoot()
    case .uniform: return 0.5
    case .zeros: return 0
    }
  }
}

/// As below, asking nobody.
package func initialParameters(
  shape: NetworkShape, seed: UInt64, initializer: ParameterInitializer = .auto
) -> [Float] {
  initialParameters(shape: shape, seed: seed, initializer: initializer, checkStop: neverStops)
}

/// The parameters a network of this shape starts from: a function of the seed, the shape and the
/// initializer alone. Each layer has a stream of its own, so another layer behind it changes nothing
/// in it.
///
/// - Parameter checkStop: asked before every few thousand of them.
package func initialParameters<Failure: Error>(
  shape: NetworkShape, seed: UInt64, initializer: ParameterInitializer,
  checkStop: () throws(Failure) -> Void
) throws(Failure) -> [Float] {
  var parameters = [Float](repeating: 0, count: shape.parameterCount)
  guard initializer != .zeros else { return parameters }
  for layer in shape.layers {
    let bound = initializer.bound(for: layer)
    var stream = RandomStream(
      seed: seed, purpose: .initialization, index: UInt64(layer.index))
    try forEachPart(of: layer.weights, size: 65_536, checkStop: checkStop) { places in
      for place in places { parameters[place] = Float((2 * stream.uniform() - 1) * bound) }
    }
  }
  return parameters
}
