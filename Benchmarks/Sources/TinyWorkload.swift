// The network of TensorFlow Playground's size: everything fits in the first-level cache, so the time
// is the overhead of a step.
import Datasets
import NeuralNetwork
import Numerics

extension TrainingWorkload {
  /// 2-8-8-1, tanh, logistic loss, 256 rows in batches of 10, SGD.
  static var tiny: TrainingWorkload {
    let data = makeSynthetic(.circle, count: 256, testFraction: 0, seed: 1, checkStop: neverStops)
    return TrainingWorkload(
      name: "tiny",
      shape: NetworkShape(
        inputs: 2,
        hidden: [
          HiddenLayer(units: 8, activation: .tanh), HiddenLayer(units: 8, activation: .tanh),
        ], outputs: 1),
      examples: data.training, loss: .logistic,
      settings: TrainingSettings(optimizer: .sgd, learningRate: 0.03, batchSize: .rows(10)),
      warmUpEpochs: 200, epochsPerSample: 500)
  }
}
