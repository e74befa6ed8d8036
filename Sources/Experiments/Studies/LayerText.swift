// Hidden layers as the commands that make them.
import NeuralNetwork
import Text

package enum LayerText {
  /// The command that makes these layers: `layers 16 8 tanh`.
  package static func command(_ hidden: [HiddenLayer]) -> String {
    guard !hidden.isEmpty else { return "layers none" }
    let parts = hidden.indices.map { index in
      let isLastOfKind =
        index == hidden.count - 1 || hidden[index + 1].activation != hidden[index].activation
      return isLastOfKind
        ? "\(hidden[index].units) \(hidden[index].activation.rawValue)" : "\(hidden[index].units)"
    }
    return "layers " + parts.joined(separator: " ")
  }

  /// Commands that make these layers, dropout included.
  package static func script(_ hidden: [HiddenLayer]) -> [String] {
    guard hidden.contains(where: { $0.dropout > 0 }) else { return [command(hidden)] }
    return ["layers none"]
      + hidden.map { layer in
        let dropout = layer.dropout > 0 ? " dropout=\(exactText(layer.dropout))" : ""
        return "layer \(layer.units) \(layer.activation.rawValue)\(dropout)"
      }
  }
}
