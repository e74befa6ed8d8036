// Trainings against PyTorch's: every optimizer, penalty, loss and activation. The measure is PyTorch
// itself: its run in 32 bits differs from its run in 64 bits by rounding, and ours may differ from the
// latter by a few times as much. Made by Tests/Fixtures/pytorch_trajectories.py.

import Datasets
import NeuralNetwork
import SampleNetworks
import TestSupport
import Testing

@Suite struct PyTorchTests {
  private static let penalties = [
    TrainingSettings(), TrainingSettings(l1: 0.01), TrainingSettings(l2: 0.1, penalize: .weights),
    TrainingSettings(l1: 0.01, l2: 0.05, penalize: .weights),
    TrainingSettings(l1: 0.05, l2: 0.05, l1Mode: .proximal),
  ]
  private static let rates: [OptimizerKind: Double] = [
    .gd: 0.1, .sgd: 0.1, .momentum: 0.05, .nesterov: 0.05, .adagrad: 0.05, .rmsprop: 0.02,
    .adam: 0.02, .amsgrad: 0.02, .adamw: 0.02,
  ]
  private static let inputs = numbers(24, salt: 1)
  private static let scores = numbers(12, salt: 2)

  /// The fixture's numbers that need no generator.
  private static func numbers(_ count: Int, salt: Int) -> [Float] {
    (1...count).map { (i: Int) -> Float in
      let mixed: Int = i * i * 7919 + i * 31 + salt * 104_729
      return Float(Double(mixed % 2003) / 1001.5 - 1)
    }
  }

  private func examples(_ loss: Loss) -> Examples {
    let scores = Self.scores
    let targets: Examples.Targets =
      switch loss {
      case .logistic: .classes(scores.map { $0 > 0 ? 1 : 0 }, count: 2)
      case .softmaxCrossEntropy:
        .classes(scores.map { ($0 > -0.3 ? 1 : 0) + ($0 > 0.3 ? 1 : 0) }, count: 3)
      case .squaredError, .absoluteError, .huber: .values(scores.map { 2 * $0 })
      }
    return Examples(inputs: Self.inputs, inputCount: 2, targets: targets)
  }

  /// The flat places in PyTorch's order, and the parameters that the trainings start from.
  private func start(_ shape: NetworkShape) throws -> (places: [Int], parameters: [Float]) {
    var places: [Int] = []
    var parameters = [Float](repeating: 0, count: shape.parameterCount)
    for layer in shape.layers {
      var weights: [Int] = []
      for unit in 0..<layer.units {
        for input in 0..<layer.inputs {
          let name = ParameterName.weight(layer: layer.index, input: input, unit: unit)
          weights.append(try #require(shape.index(of: name)))
        }
      }
      for (salt, part) in [
        (3 + 2 * layer.index, weights), (4 + 2 * layer.index, Array(layer.biases)),
      ] {
        for (place, value) in zip(part, Self.numbers(part.count, salt: salt)) {
          parameters[place] = value
        }
        places += part
      }
    }
    return (places, parameters)
  }

  @Test func trajectoriesAgree() throws {
    var fixture = Fixture()
    var worst = 0.0
    for optimizer in OptimizerKind.allCases where Self.rates[optimizer] != nil {
      for penalty in Self.penalties {
        for loss in Loss.allCases {
          for activation in Activation.allCases {
            var settings = penalty
            settings.optimizer = optimizer
            settings.learningRate = try #require(Self.rates[optimizer])
            settings.batchSize = .rows(5)
            settings.shuffle = false
            let ratio = try compare(settings, loss, activation, &fixture)
            #expect(
              ratio <= 4,
              "\(optimizer), \(loss), \(activation), l1 \(penalty.l1) \(penalty.l1Mode), l2 \(penalty.l2)"
            )
            worst = max(worst, ratio)
          }
        }
      }
    }
    #expect(fixture.isAtEnd)
    // The comparison is not of nothing with nothing.
    #expect(worst > 0.1)
  }

  /// Our distance from the 64-bit run over PyTorch's own, which counts as at least a few units in the
  /// last place.
  private func compare(
    _ settings: TrainingSettings, _ loss: Loss, _ activation: Activation, _ fixture: inout Fixture
  ) throws -> Double {
    let shape = makeShape(
      loss, inputs: 2, hidden: [HiddenLayer(units: 3, activation: activation)])
    let (places, parameters) = try start(shape)
    let trainer = Trainer(
      examples: examples(loss), loss: loss, settings: settings,
      state: TrainingState(shape: shape, parameters: parameters))
    let theirs = (end: Double(fixture.float()), losses: Double(fixture.float()))
    let end = places.map { _ in fixture.double() }
    var worst = (end: 0.0, losses: 0.0)
    for _ in 0..<9 {
      let record = try #require(trainer.step(tracing: false).record)
      worst.losses = max(worst.losses, abs(record.loss - fixture.double()))
    }
    for (place, value) in zip(places, end) {
      worst.end = max(worst.end, abs(Double(trainer.state.parameters[place]) - value))
    }
    let least = 2.5e-7
    return max(worst.end / max(theirs.end, least), worst.losses / max(theirs.losses, least))
  }
}

/// The numbers of the fixture, one after another.
private struct Fixture {
  private let bytes = TestSupport.bytes(
    of: checkout + "/Tests/Fixtures/pytorch_trajectories.bin")
  private var place = 0

  var isAtEnd: Bool { place == bytes.count }

  private mutating func bits(_ count: Int) -> UInt64 {
    guard place + count <= bytes.count else { return .max }
    defer { place += count }
    return (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
  }

  /// Not a number beyond the end.
  mutating func float() -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: bits(4))) }
  mutating func double() -> Double { Double(bitPattern: bits(8)) }
}
