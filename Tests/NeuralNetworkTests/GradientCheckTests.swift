// The gradient check that users can ask for: it agrees with right gradients, whatever the network, and
// finds wrong ones.

import NeuralNetwork
import Numerics
import SampleNetworks
import Testing

@Suite struct GradientCheckTests {
  private func state(_ loss: Loss, _ activation: Activation, dropout: Double) -> TrainingState {
    let shape = makeShape(
      loss, inputs: 3,
      hidden: [
        HiddenLayer(units: 6, activation: activation, dropout: dropout),
        HiddenLayer(units: 5, activation: activation, dropout: dropout / 2),
      ])
    var state = TrainingState(shape: shape, seed: 3)
    for layer in shape.layers {
      for place in layer.biases { state.parameters[place] = 0.2 - Float(place % 3) * 0.15 }
    }
    state.stepCount = 7
    return state
  }

  @Test(arguments: Activation.allCases, Loss.allCases)
  func rightGradientsAgree(_ activation: Activation, _ loss: Loss) throws {
    let examples = makeExamples(loss, rows: 19, inputs: 3)
    for dropout in [0, 0.4] {
      let state = state(loss, activation, dropout: dropout)
      for (l1, l2) in [(0.0, 0.0), (0.05, 0), (0, 0.2), (0.05, 0.2)] {
        for penalize in Penalized.allCases {
          let settings = TrainingSettings(l1: l1, l2: l2, penalize: penalize, clip: 0.01)
          let layers = try #require(
            checkGradient(
              examples: examples, loss: loss, settings: settings, state: state,
              parametersPerLayer: 100, checkStop: neverStops))
          #expect(layers.map(\.layer) == [0, 1, 2])
          for layer in layers {
            #expect(
              layer.worstError < 1e-4, "layer \(layer.layer): \(String(describing: layer.worst))")
            #expect(
              layer.checked + layer.skipped == state.shape.layers[layer.layer].parameters.count)
            #expect(layer.checked > layer.skipped)
          }
        }
      }
    }
  }

  @Test func wrongGradientsAreFound() throws {
    let examples = makeExamples(.logistic, rows: 19, inputs: 3)
    let state = state(.logistic, .tanh, dropout: 0)
    let settings = TrainingSettings(optimizer: .gd, l2: 0.1)
    let trainer = Trainer(examples: examples, loss: .logistic, settings: settings, state: state)
    var gradient = try #require(trainer.step().record).gradient
    let place = try #require(state.shape.index(of: .weight(layer: 1, input: 2, unit: 3)))
    gradient[place] *= 1.01
    let layers = try #require(
      checkGradient(
        examples: examples, loss: .logistic, settings: settings, state: state,
        parametersPerLayer: 100, analytic: gradient, checkStop: neverStops))
    #expect(layers[0].worstError < 1e-4 && layers[2].worstError < 1e-4)
    #expect(abs(layers[1].worstError - 0.01 / 1.01) < 1e-3)
    #expect(layers[1].worst?.name == .weight(layer: 1, input: 2, unit: 3))
  }

  @Test func largeLayersAreSampled() throws {
    let examples = makeExamples(.squaredError, rows: 4, inputs: 40)
    let shape = NetworkShape(
      inputs: 40, hidden: [HiddenLayer(units: 50, activation: .gelu)], outputs: 1)
    let layers = try #require(
      checkGradient(
        examples: examples, loss: .squaredError, settings: TrainingSettings(),
        state: TrainingState(shape: shape, seed: 1), checkStop: neverStops))
    #expect(layers.allSatisfy { $0.checked <= 30 && $0.checked >= 20 && $0.worstError < 1e-4 })
  }
}
