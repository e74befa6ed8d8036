// Sizes are checked before anything is allocated.
import CommandLanguage
import NeuralNetwork

/// The most parameters a network may have: 400 MB of weights, three times that while training.
let largestNetwork = 100_000_000

extension Session {
  /// Error: `network-too-large`.
  package func checkSize(
    of shape: NetworkShape, range: SourceRange? = nil
  ) throws(Diagnostic) {
    try checkSize(
      inputs: shape.inputs, hidden: shape.hidden, outputs: shape.outputs, range: range)
  }

  func checkSize(
    inputs: Int, hidden: [HiddenLayer], outputs: Int, range: SourceRange?
  ) throws(Diagnostic) {
    let count = NetworkShape.checkedParameterCount(
      inputs: inputs, hidden: hidden, outputs: outputs)
    if let count, count <= largestNetwork { return }
    let size = count.map { "\($0) parameters" } ?? "more parameters than can be counted"
    throw Diagnostic(
      id: "network-too-large",
      message: "that network would have \(size); the limit is \(largestNetwork)", range: range,
      suggestion: "fewer units, such as `layer 64`")
  }
}
