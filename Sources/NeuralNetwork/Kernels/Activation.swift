// The functions that units apply to their weighted sums. The arithmetic itself is in the kernels
// and, as the readable statement of it, in FloatFunctions; here are the names and the formulas to
// show.
import Numerics

/// A unit's activation function. The raw value is the name users type.
package enum Activation: String, CaseIterable, Sendable {
  case relu
  case sigmoid
  case tanh
  case leakyrelu
  case gelu
  case linear

  /// The slope of `leakyrelu` left of zero.
  package static let leakySlope: Float = 0.01

  /// f(z) as text.
  package var formula: String {
    switch self {
    case .relu: "max(0, z)"
    case .sigmoid: "1 / (1 + exp(-z))"
    case .tanh: "tanh(z)"
    case .leakyrelu: "z if z > 0, else 0.01 z"
    case .gelu: "z Φ(z), where Φ(z) = (1 + erf(z / √2)) / 2"
    case .linear: "z"
    }
  }

  /// f′(z) as text; `a` stands for f(z).
  package var derivativeFormula: String {
    switch self {
    case .relu: "1 if z > 0, else 0"
    case .sigmoid: "a (1 - a)"
    case .tanh: "1 - a²"
    case .leakyrelu: "1 if z > 0, else 0.01"
    case .gelu: "Φ(z) + z exp(-z² / 2) / √(2π)"
    case .linear: "1"
    }
  }

  /// f(z), with the very bits the kernels compute.
  package func value(_ z: Float) -> Float {
    switch self {
    case .relu: z < 0 ? 0 : z
    case .sigmoid: FloatFunctions.sigmoid(z)
    case .tanh: FloatFunctions.tanh(z)
    case .leakyrelu: z > 0 ? z : Self.leakySlope * z
    case .gelu: z * FloatFunctions.normalCumulative(z)
    case .linear: z
    }
  }

  /// f′(z), with the very bits the kernels compute. Where f has a corner (zero for `relu` and
  /// `leakyrelu`) it is the slope on the left, as in PyTorch.
  package func derivative(_ z: Float) -> Float {
    switch self {
    case .relu:
      return z > 0 ? 1 : 0
    case .sigmoid:
      let a = FloatFunctions.sigmoid(z)
      return a * (1 - a)
    case .tanh:
      let a = FloatFunctions.tanh(z)
      return (1 - a) * (1 + a)
    case .leakyrelu:
      return z > 0 ? 1 : Self.leakySlope
    case .gelu:
      return FloatFunctions.geluDerivative(z)
    case .linear:
      return 1
    }
  }
}
