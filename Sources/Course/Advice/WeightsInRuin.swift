// Weights that an earlier run has blown up: whatever is set now, training on from them leads nowhere.
import Datasets
import Events
import Experiments
import NeuralNetwork

/// Weights far larger than the initial ones, with a loss far above theirs.
struct WeightsInRuin {
  /// The largest magnitudes among the weights and the initial ones.
  let largest: Double
  let initial: Double

  /// Nil for weights that training can start from.
  init?(
    _ start: TrainingState, examples: Examples, loss: Loss, settings: TrainingSettings,
    kernels: KernelSet, checkStop: StopCheck
  ) throws(Stopped) {
    guard start.stepCount > 0 else { return nil }
    let fresh = try TrainingState(
      shape: start.shape, seed: settings.seed, initializer: settings.initializer,
      checkStop: checkStop)
    largest = Self.largest(start.parameters)
    initial = Self.largest(fresh.parameters)
    guard !(largest <= 10 * max(initial, 1)) else { return nil }
    let rows = examples.sampledForFigures
    func lossOf(_ state: TrainingState) throws(Stopped) -> Double {
      let trainer = Trainer(
        examples: examples, loss: loss, settings: settings, state: state, kernels: kernels)
      return try trainer.evaluate(rows, checkStop: checkStop).dataLoss
    }
    let before = try lossOf(fresh)
    let now = try lossOf(start)
    guard before.isFinite, !(now <= 100 * before) else { return nil }
  }

  private static func largest(_ parameters: [Float]) -> Double {
    parameters.reduce(0.0) { max($0, abs(Double($1))) }
  }

  /// The evidence as a sentence.
  var statement: Statement {
    """
    The last run has left the weights in ruins: the largest is \(largest, "largest_weight"), of the \
    initial ones \(initial, "largest_initial"). Only `reset` mends that.
    """
  }
}
