// The network of the first lesson: fits in the second-level cache.
import Datasets
import NeuralNetwork

extension TrainingWorkload {
  /// 64-32-10, relu, cross-entropy, all 1797 digits in batches of 32, Adam.
  static func digits(folder: String) throws -> TrainingWorkload {
    let data = try NamedDataset.digits.load(
      folder: folder, split: SplitOptions(testFraction: 0, seed: 1))
    return TrainingWorkload(
      name: "digits",
      shape: NetworkShape(
        inputs: 64, hidden: [HiddenLayer(units: 32, activation: .relu)], outputs: 10),
      examples: data.training, loss: .softmaxCrossEntropy,
      settings: TrainingSettings(optimizer: .adam, learningRate: 0.001, batchSize: .rows(32)),
      warmUpEpochs: 20, epochsPerSample: 20)
  }
}
