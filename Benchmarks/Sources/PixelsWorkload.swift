// The size of MNIST and Fashion-MNIST with made pixels, so that nothing has to be downloaded: the
// time is that of the matrix products.
import Datasets
import NeuralNetwork
import Numerics

extension TrainingWorkload {
  /// 784-256-128-10, relu, cross-entropy, 60,000 rows in batches of 128, Adam. The class is the one
  /// of ten bands of the picture that was brightened, under noise.
  static var pixels: TrainingWorkload {
    let (rows, inputs, classes) = (60_000, 784, 10)
    var stream = RandomStream(seed: 1, purpose: .data)
    var pixels = [Float](repeating: 0, count: rows * inputs)
    var labels = [Int32](repeating: 0, count: rows)
    for row in 0..<rows {
      let label = stream.below(classes)
      labels[row] = Int32(label)
      for place in 0..<inputs {
        let isBright = place * classes / inputs == label
        pixels[row * inputs + place] = stream.uniformFloat() * (isBright ? 1 : 0.8)
      }
    }
    return TrainingWorkload(
      name: "pixels",
      shape: NetworkShape(
        inputs: inputs,
        hidden: [
          HiddenLayer(units: 256, activation: .relu), HiddenLayer(units: 128, activation: .relu),
        ], outputs: classes),
      examples: Examples(
        inputs: pixels, inputCount: inputs, targets: .classes(labels, count: classes)),
      loss: .softmaxCrossEntropy,
      settings: TrainingSettings(optimizer: .adam, learningRate: 0.001, batchSize: .rows(128)),
      warmUpEpochs: 1, epochsPerSample: 1)
  }
}
