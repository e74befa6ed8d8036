// Short trainings against PyTorch's: losses, penalties, gradients and optimizers all at once.

import NeuralNetwork
import Testing

@Suite struct PyTorchTests {
  @Test(arguments: PyTorchTrajectory.all.indices)
  func trajectoriesAgree(_ number: Int) throws {
    let expected = PyTorchTrajectory.all[number]
    let shape = makeShape(
      expected.loss, inputs: 3, hidden: [HiddenLayer(units: 4, activation: expected.activation)])
    let places = try torchOrder(shape)
    var parameters = [Float](repeating: 0, count: shape.parameterCount)
    for (place, value) in zip(places, expected.start) { parameters[place] = value }
    let rate = [OptimizerKind.sgd: 0.1, .momentum: 0.05, .adam: 0.02]
    let trainer = Trainer(
      examples: Examples(
        inputs: PyTorchTrajectory.inputs, inputCount: 3, targets: expected.targets),
      loss: expected.loss,
      settings: TrainingSettings(
        optimizer: expected.optimizer, learningRate: try #require(rate[expected.optimizer]),
        batchSize: .rows(5), l1: expected.l1, l2: expected.l2, penalize: expected.penalize,
        shuffle: false),
      state: TrainingState(shape: shape, parameters: parameters))
    for loss in expected.losses {
      let record = try #require(trainer.step(tracing: false).record)
      #expect(abs(record.loss - loss) < 2e-6 * (1 + loss), "step \(record.step)")
    }
    #expect(trainer.state.epoch == 4)
    for (place, value) in zip(places, expected.end) {
      #expect(abs(trainer.state.parameters[place] - value) < 5e-6, "\(shape.parameter(at: place))")
    }
  }

  /// The flat places in PyTorch's order.
  private func torchOrder(_ shape: NetworkShape) throws -> [Int] {
    try shape.layers.flatMap { layer in
      let weights = (0..<layer.units).flatMap { unit in
        (0..<layer.inputs).map {
          ParameterName.weight(layer: layer.index, input: $0, unit: unit)
        }
      }
      let biases = (0..<layer.units).map { ParameterName.bias(layer: layer.index, unit: $0) }
      return try (weights + biases).map { try #require(shape.index(of: $0)) }
    }
  }
}
