// The engine's gradients and losses against differences of the loss in double precision.

import Datasets
import DoubleNetwork
import NeuralNetwork
import SampleNetworks
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct GradientTests {
  @Test(arguments: Activation.allCases, Loss.allCases)
  func gradientsMatchDifferences(_ activation: Activation, _ loss: Loss) throws {
    let examples = makeExamples(loss, rows: 13, inputs: 3)
    let shape = makeShape(
      loss, inputs: 3,
      hidden: [
        HiddenLayer(units: 5, activation: activation),
        HiddenLayer(units: 4, activation: activation),
      ])
    for penalize in Penalized.allCases {
      let settings = TrainingSettings(optimizer: .gd, l1: 0.02, l2: 0.3, penalize: penalize)
      var state = TrainingState(shape: shape, seed: 4)
      // Biases start at 0, where |p| has its corner; give them values.
      for layer in shape.layers {
        for place in layer.biases { state.parameters[place] = 0.1 - Float(place % 3) * 0.15 }
      }
      let trainer = Trainer(examples: examples, loss: loss, settings: settings, state: state)
      let record = try #require(trainer.step(tracing: true).record)
      let network = DoubleNetwork(shape, state.parameters, loss, examples)
      let rows = Array(0..<13)
      let data = network.differences(rows)
      let full = network.adding(penaltiesOf: settings, to: data)
      let penalties = network.penalties(settings)
      #expect(abs(record.dataLoss - network.evaluate(rows).loss) < 1e-5)
      #expect(abs(record.l1Penalty - penalties.l1) < 1e-9)
      #expect(abs(record.l2Penalty - penalties.l2) < 1e-9)
      #expect(record.loss == record.dataLoss + record.l1Penalty + record.l2Penalty)
      for place in 0..<shape.parameterCount {
        #expect(abs(Double(record.dataGradient[place]) - data[place]) < 2e-5, "\(place)")
        #expect(abs(Double(record.gradient[place]) - full[place]) < 2e-5, "\(place)")
      }
      #expect(abs(record.gradientNorm - length(full)) < 1e-4)
    }
  }

  /// Logits far out, where a careless exp overflows or a careless log loses everything.
  @Test func lossesAreStable() throws {
    for scale in [Float(1), 30, 1e4, 1e30] {
      let two = Examples(
        inputs: [1, -1], inputCount: 1, targets: .classes([1, 1], count: 2))
      let shape = NetworkShape(inputs: 1, hidden: [], outputs: 1)
      let logistic = evaluate(
        examples: two, shape: shape, parameters: [scale, 0], loss: .logistic,
        settings: TrainingSettings())
      // One row right by `scale`, one wrong by as much: about scale / 2 in the mean.
      let s = Double(scale)
      #expect(abs(logistic.dataLoss - (s / 2 + log1p(exp(-s)))) < 1e-6 * s)
      let three = Examples(inputs: [1], inputCount: 1, targets: .classes([2], count: 3))
      let softmax = evaluate(
        examples: three, shape: NetworkShape(inputs: 1, hidden: [], outputs: 3),
        parameters: [scale, 0, -scale, 0, 0, 0], loss: .softmaxCrossEntropy,
        settings: TrainingSettings())
      #expect(softmax.dataLoss.isFinite && softmax.dataLoss >= 2 * s)
      #expect(softmax.dataLoss <= 2 * s * (1 + 1e-6) + 0.5)
    }
  }
}
