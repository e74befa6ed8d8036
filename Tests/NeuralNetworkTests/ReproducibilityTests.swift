// The promise of the same bits: whole trainings on every kernel set that this CPU has, against
// fingerprints written down once. A fingerprint may change only with a deliberate change of the
// arithmetic.

import NeuralNetwork
import SampleNetworks
import Testing

/// FNV-1a over the bits of the parameters: two trainings agree to the bit or differ in it.
private func fingerprint(_ values: [Float]) -> UInt64 {
  values.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01b3 }
}

private let supportedSets = KernelSet.allCases.filter(\.isSupported)

@Suite struct ReproducibilityTests {
  private func train(
    _ loss: Loss, hidden: [HiddenLayer], _ settings: TrainingSettings, kernels: KernelSet
  ) -> (parameters: UInt64, evaluation: Evaluation) {
    let examples = makeExamples(loss, rows: 61, inputs: 5)
    let shape = makeShape(loss, inputs: 5, hidden: hidden)
    let trainer = Trainer(
      examples: examples, loss: loss, settings: settings,
      state: TrainingState(shape: shape, seed: settings.seed), kernels: kernels)
    for _ in 0..<6 { #expect(trainer.runEpoch(shouldStop: { false }) == .finished) }
    return (fingerprint(trainer.state.parameters), trainer.evaluate(examples))
  }

  @Test(arguments: supportedSets)
  func adamOnClasses(_ kernels: KernelSet) {
    let (bits, evaluation) = train(
      .softmaxCrossEntropy,
      hidden: [
        HiddenLayer(units: 19, activation: .gelu), HiddenLayer(units: 7, activation: .leakyrelu),
      ],
      TrainingSettings(
        optimizer: .adam, learningRate: 0.01, batchSize: .rows(8), l1: 0.001, l2: 0.01),
      kernels: kernels)
    #expect(bits == 0x5ef1_91c6_571e_684d)
    #expect(evaluation.loss.bitPattern == 0x3fe2_9127_a52b_fa9c)
  }

  @Test(arguments: supportedSets)
  func momentumOnTwoClasses(_ kernels: KernelSet) {
    let (bits, evaluation) = train(
      .logistic,
      hidden: [
        HiddenLayer(units: 6, activation: .tanh), HiddenLayer(units: 33, activation: .sigmoid),
      ],
      TrainingSettings(
        optimizer: .momentum, learningRate: 0.05, batchSize: .rows(10), l2: 0.001,
        penalize: .weights, seed: 12),
      kernels: kernels)
    #expect(bits == 0x0db4_22b6_0da5_9f68)
    #expect(evaluation.loss.bitPattern == 0x3fde_da06_1c74_06c8)
  }

  @Test(arguments: supportedSets)
  func descentOnNumbers(_ kernels: KernelSet) {
    let (bits, evaluation) = train(
      .squaredError, hidden: [HiddenLayer(units: 9, activation: .relu)],
      TrainingSettings(optimizer: .gd, learningRate: 0.01), kernels: kernels)
    #expect(bits == 0xd4e6_eb65_eee1_208d)
    #expect(evaluation.loss.bitPattern == 0x4040_d791_4822_92a8)
  }
}
