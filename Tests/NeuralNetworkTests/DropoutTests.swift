// Dropout: masks from the project's generator, the same for every kernel set and block size, none in
// evaluation.

import NeuralNetwork
import Numerics
import SampleNetworks
import Testing

@Suite struct DropoutTests {
  private let shape = NetworkShape(
    inputs: 2,
    hidden: [
      HiddenLayer(units: 7, activation: .tanh, dropout: 0.25),
      HiddenLayer(units: 5, activation: .relu, dropout: 0.5),
    ], outputs: 1)

  @Test func masksAreTheGeneratorsWords() {
    let key = DropoutKey(seed: 99, step: 12)
    for layer in shape.layers.prefix(2) {
      var stream = RandomStream(
        seed: 99, purpose: .dropout, index: UInt64(layer.index) << 48 | 12)
      let threshold = UInt32(layer.dropout * 0x1p32)
      let expected = (0..<40 * layer.units).map { _ in
        stream.next() >= threshold ? Float(1 / (1 - layer.dropout)) : 0
      }
      let mask = key.mask(layer: layer, firstRow: 0, rows: 40)
      #expect(mask == expected)
      // Blocks of rows go on where the last ended.
      for first in [1, 3, 17] {
        #expect(
          key.mask(layer: layer, firstRow: first, rows: 40 - first)
            == Array(mask[(first * layer.units)...]))
      }
    }
  }

  @Test func masksDifferByStepLayerAndSeed() {
    let layer = shape.layers[0]
    let mask = DropoutKey(seed: 1, step: 5).mask(layer: layer, firstRow: 0, rows: 50)
    #expect(mask != DropoutKey(seed: 1, step: 6).mask(layer: layer, firstRow: 0, rows: 50))
    #expect(mask != DropoutKey(seed: 2, step: 5).mask(layer: layer, firstRow: 0, rows: 50))
    let many = DropoutKey(seed: 1, step: 5).mask(layer: layer, firstRow: 0, rows: 5000)
    let dropped = many.count { $0 == 0 }
    // 35,000 draws: four standard deviations are 324.
    #expect(abs(dropped - many.count / 4) < 324)
    #expect(many.allSatisfy { $0 == 0 || $0 == Float(1 / 0.75) })
  }

  @Test func evaluationDropsNothing() {
    let examples = makeExamples(.squaredError, rows: 50, inputs: 2)
    let parameters = initialParameters(shape: shape, seed: 4)
    let plain = shape.withoutDropout
    #expect(plain.hidden.allSatisfy { $0.dropout == 0 } && plain != shape)
    let settings = TrainingSettings()
    #expect(
      evaluate(
        examples: examples, shape: shape, parameters: parameters, loss: .squaredError,
        settings: settings)
        == evaluate(
          examples: examples, shape: plain, parameters: parameters, loss: .squaredError,
          settings: settings))
  }

  /// More rows than a block holds, stopped within the step and taken again, on every kernel set.
  @Test func stepsAreTheSameEverywhere() throws {
    let examples = makeExamples(.squaredError, rows: 3000, inputs: 2)
    let start = TrainingState(shape: shape, seed: 4)
    let settings = TrainingSettings(batchSize: .full)
    var ends: Set<Fingerprint> = []
    for kernels in KernelSet.allCases where kernels.isSupported {
      let trainer = Trainer(
        examples: examples, loss: .squaredError, settings: settings, state: start,
        kernels: kernels)
      var asked = 0
      let outcome = trainer.runEpoch(shouldStop: {
        asked += 1
        return asked == 2
      })
      #expect(outcome == .interrupted)
      for _ in 0..<2 { #expect(trainer.runEpoch(shouldStop: { false }) == .finished) }
      ends.insert(trainer.state.fingerprint)
    }
    #expect(ends.count == 1)
    var other = settings
    other.seed = 2
    let trainer = Trainer(
      examples: examples, loss: .squaredError, settings: other, state: start)
    for _ in 0..<2 { _ = trainer.step(tracing: false) }
    #expect(!ends.contains(trainer.state.fingerprint))
  }
}
