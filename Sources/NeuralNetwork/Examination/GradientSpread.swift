// How the data's gradient of each parameter differs from batch to batch.
import Datasets

/// The data loss's gradients over an epoch's batches, at one set of weights.
package struct GradientSpread: Equatable, Sendable {
  package let batches: Int
  /// Over all rows.
  package let mean: [Double]
  /// The size of each parameter's largest gradient in any one batch.
  package let largest: [Double]
}

/// Measures on the batches of the coming epoch, at weights that stay as they are. Dropout, penalties and
/// clipping are left out.
///
/// - Parameter checkStop: asked before each batch, and within those too large for one block.
/// - Returns: nil if a gradient is not finite.
package func measureGradientSpread<Failure: Error>(
  examples: Examples, loss: Loss, settings: TrainingSettings, state: TrainingState,
  kernels: KernelSet = .best, checkStop: () throws(Failure) -> Void
) throws(Failure) -> GradientSpread? {
  let trainer = stillTrainer(
    examples: examples, loss: loss, settings: settings, state: state, kernels: kernels)
  var sum = [Double](repeating: 0, count: state.parameters.count)
  var largest = sum
  let batches = settings.stepsInEpoch(of: examples.count)
  for _ in 0..<batches {
    guard case .done(let record) = try trainer.step(tracing: true, checkStop: checkStop) else {
      return nil
    }
    let rows = Double(record.rows.count)
    for (place, value) in record.dataGradient.enumerated() {
      sum[place] += rows * Double(value)
      largest[place] = max(largest[place], abs(Double(value)))
    }
  }
  return GradientSpread(
    batches: batches, mean: sum.map { $0 / Double(examples.count) }, largest: largest)
}

/// Takes steps of length 0 through the coming epoch: only their records are wanted.
func stillTrainer(
  examples: Examples, loss: Loss, settings: TrainingSettings, state: TrainingState,
  kernels: KernelSet
) -> Trainer {
  var still = TrainingSettings(
    optimizer: .sgd, learningRate: 0,
    batchSize: settings.optimizer.rule.takesAllRows ? .full : settings.batchSize,
    seed: settings.seed)
  still.shuffle = settings.shuffle
  var start = TrainingState(shape: state.shape.withoutDropout, parameters: state.parameters)
  start.epoch = state.epoch
  return Trainer(
    examples: examples, loss: loss, settings: still, state: start, kernels: kernels)
}
