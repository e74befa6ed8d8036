// What the training workloads have in common: warm up, then time batches of epochs. Only training is
// timed, the shuffling included: no evaluation, no reports.
import Datasets
import NeuralNetwork

struct TrainingWorkload {
  let name: String
  let shape: NetworkShape
  let examples: Examples
  let loss: Loss
  let settings: TrainingSettings
  let warmUpEpochs: Int
  /// So many that a sample is long against the clock and against short disturbances.
  let epochsPerSample: Int

  func measure(repetitions: Int, threads: Int = 1, kernels: KernelSet) throws -> Measurement {
    let trainer = Trainer(
      examples: examples, loss: loss, settings: settings,
      state: TrainingState(shape: shape, seed: settings.seed), kernels: kernels,
      threads: threads)
    let before = trainer.evaluate(examples).dataLoss
    try train(trainer, epochs: warmUpEpochs)
    var samples: [Double] = []
    for _ in 0..<repetitions {
      let time = try seconds { try train(trainer, epochs: epochsPerSample) }
      samples.append(time / Double(epochsPerSample))
    }
    let after = trainer.evaluate(examples).dataLoss
    guard after < before else {
      throw BenchmarkError("\(name) did not learn: its loss went from \(before) to \(after)")
    }
    return Measurement(
      workload: name, threads: threads, quantity: .secondsAnEpoch, samples: samples,
      check: ("loss", after))
  }

  private func train(_ trainer: Trainer, epochs: Int) throws {
    for _ in 0..<epochs {
      guard case .finished = trainer.runEpoch(shouldStop: { false }) else {
        throw BenchmarkError("\(name) diverged")
      }
    }
  }
}
