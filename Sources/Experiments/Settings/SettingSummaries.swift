// What the values of settings are, in a line.
import NeuralNetwork

extension Activation {
  package var summary: String {
    switch self {
    case .relu: "max(0, z): the usual choice for hidden layers"
    case .sigmoid: "1/(1+exp(-z)): between 0 and 1, flat at both ends"
    case .tanh: "between -1 and 1, flat at both ends; good for small networks"
    case .leakyrelu: "relu with slope 0.01 below 0, so no unit dies"
    case .gelu: "a smooth relu, z times the normal distribution function"
    case .linear: "z itself: no bend at all"
    }
  }
}
