// Steps that write over the values before them are the same steps.

import NeuralNetwork
import SampleNetworks
import Testing

@Suite struct StepsInPlaceTests {
  /// Proximal L1 needs the old values, so its steps never write over them; a penalty too small for
  /// any number changes nothing else.
  @Test(arguments: OptimizerKind.allCases)
  func stepsInPlaceGiveTheSameBits(_ optimizer: OptimizerKind) {
    let many = makeExamples(.squaredError, rows: 40, inputs: 2)
    let shape = NetworkShape(
      inputs: 2, hidden: [HiddenLayer(units: 9000, activation: .tanh)], outputs: 1)
    let states = [(0, L1Mode.subgradient), (1e-60, .proximal)].map { l1, mode in
      let trainer = Trainer(
        examples: many, loss: .squaredError,
        settings: TrainingSettings(
          optimizer: optimizer, learningRate: 1e-4, batchSize: .rows(16), l1: l1, l2: 1e-3,
          l1Mode: mode),
        state: TrainingState(shape: shape, seed: 2), threads: 2)
      for _ in 0..<2 { _ = trainer.runEpoch(shouldStop: { false }) }
      #expect(!trainer.steppedInPlace, "the end of an epoch can be taken back")
      _ = trainer.step(tracing: false)
      // Every step of `gd` ends an epoch.
      #expect(trainer.steppedInPlace == (mode == .subgradient && optimizer != .gd))
      _ = trainer.runEpoch(shouldStop: { false })
      return trainer.state
    }
    #expect(states[0] == states[1])
    #expect(states[0].parameters != TrainingState(shape: shape, seed: 2).parameters)
  }
}
