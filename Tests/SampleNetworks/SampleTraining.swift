// Two dozen small networks with every optimizer, loss and activation, and the fingerprint that each
// training ends with, written down once. A change here is a change of the arithmetic.

import NeuralNetwork
import Numerics

/// One training whose end is known.
package struct SampleTraining: Sendable {
  package let number: Int
  /// The fingerprint of its last weights.
  package let fingerprint: String

  /// Numbers of threads that divide neither the rows nor each other.
  package static let threadCounts = [1, 2, 3, 7, 16]

  package static let all = [
    "e30eca3c31e2f557", "f317ae0106e7e916", "b387a22c097e0e37", "035f50d9a43e340b",
    "ad9d086ab9748252", "38d15ed0253ce0d6", "bd0eab6bdd011345", "6dc1091b4cfdc2cd",
    "964df237dea1ccf0", "b7caca966f83918a", "0bada76c94e912f9", "9e94145b2a9f3073",
    "a052e93e0f32d86a", "14d824fe28e4c5a4", "deb3c10e9f5b72bf", "ca126cfdc9c2c2fa",
    "a0a459b97835df8f", "625305030ea3520c", "b24064efc340e281", "ca4c1a7657bf3597",
    "28c028044877ae60", "b0a42d4f09bc40d8", "8b7bd7412d41b23f", "a8123cbdb2a25d5f",
  ].enumerated().map { SampleTraining(number: $0, fingerprint: $1) }

  /// Trains for four epochs; nil if that did not go to its end or moved no weight.
  package func run(kernels: KernelSet, threads: Int = 1) -> Fingerprint? {
    let settings = settings
    var state = TrainingState(shape: shape, seed: settings.seed, initializer: settings.initializer)
    state.plan = TrainingPlan(start: 0, end: 4)
    let trainer = Trainer(
      examples: makeExamples(loss, rows: 45, inputs: 3), loss: loss, settings: settings,
      state: state, kernels: kernels, threads: threads)
    for _ in 0..<4 {
      guard trainer.runEpoch(shouldStop: { false }) == .finished else { return nil }
    }
    return trainer.state.parameters == state.parameters ? nil : trainer.state.fingerprint
  }

  private var loss: Loss { Loss.allCases[number % Loss.allCases.count] }

  private var shape: NetworkShape {
    let activations = Activation.allCases
    let hidden = [
      HiddenLayer(
        units: 3 + number, activation: activations[number % 6],
        dropout: number % 3 == 0 ? 0.3 : 0),
      HiddenLayer(
        units: 9, activation: activations[(number + 1 + number / 6) % 6],
        dropout: number % 4 == 1 ? 0.5 : 0),
    ].suffix(number % 7 == 6 ? 1 : 2)
    return makeShape(loss, inputs: 3, hidden: Array(hidden))
  }

  private var settings: TrainingSettings {
    let optimizers: [OptimizerKind] = [
      .gd, .sgd, .momentum, .nesterov, .adagrad, .rmsprop, .adam, .adamw,
    ]
    let later: [OptimizerKind] = [.amsgrad, .amsgrad, .lion, .lion]
    let batches: [BatchSize] = [.rows(1), .rows(7), .rows(10), .full, .rows(32)]
    return TrainingSettings(
      optimizer: number < 20 ? optimizers[number % 8] : later[number % 4], learningRate: 0.01,
      batchSize: batches[(number + number / 5) % 5],
      l1: number % 2 == 0 ? 0.002 : 0, l2: number % 3 == 1 ? 0.01 : 0,
      l1Mode: number % 4 == 0 ? .proximal : .subgradient,
      penalize: number % 5 == 4 ? .weights : .all,
      schedule: Schedule.allCases[number / 2 % 4], clip: number % 5 == 2 ? 0.5 : nil,
      initializer: [.auto, .glorot, .he, .lecun, .uniform][number / 3 % 5],
      shuffle: number % 6 != 5,
      seed: UInt64(number))
  }
}
