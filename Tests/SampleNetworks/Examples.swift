// Examples and shapes for networks that are trained in tests.

import Datasets
import NeuralNetwork
import Numerics

/// Small seeded examples that fit a loss: normal inputs, targets with something to learn.
package func makeExamples(_ loss: Loss, rows: Int, inputs: Int, seed: UInt64 = 5) -> Examples {
  var stream = RandomStream(seed: seed, purpose: .data)
  let x = (0..<rows * inputs).map { _ in Float(stream.normal()) }
  let scores = (0..<rows).map { row -> Double in
    var score = 0.3 * stream.normal()
    for input in 0..<inputs { score += Double(x[row * inputs + input]) * Double(input + 1) }
    return score
  }
  let targets: Examples.Targets =
    switch loss {
    case .logistic: .classes(scores.map { $0 > 0 ? 1 : 0 }, count: 2)
    case .softmaxCrossEntropy: .classes(scores.map { $0 < -1 ? 0 : $0 < 1 ? 1 : 2 }, count: 3)
    case .squaredError, .absoluteError, .huber: .values(scores.map { Float($0) })
    }
  return Examples(inputs: x, inputCount: inputs, targets: targets)
}

package func makeShape(_ loss: Loss, inputs: Int, hidden: [HiddenLayer]) -> NetworkShape {
  NetworkShape(inputs: inputs, hidden: hidden, outputs: loss == .softmaxCrossEntropy ? 3 : 1)
}
