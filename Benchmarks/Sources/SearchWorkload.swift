// A random search as the shell runs it: every trial a training of its own, as many at once as there
// are threads.
import Datasets
import HyperparameterSearch
import NeuralNetwork

/// 40 random trials of 20 epochs on the digits, over learning rate, units and l2.
struct SearchWorkload {
  let training: Examples
  let validation: Examples
  let study: Study
  let trials = 40
  let epochs = 20

  init(folder: String) throws {
    let data = try NamedDataset.digits.load(folder: folder, split: SplitOptions(seed: 1))
    let rows = data.divided([data.division(validationFraction: 0.25, seed: 1)])[0]
    (training, validation) = (rows.training, rows.validation)
    let space = try SearchSpace(axes: [
      Axis(name: "lr", domain: .logUniform(1e-4...1e-1)),
      Axis(name: "units", domain: .integers(16...48)),
      Axis(name: "l2", domain: .logUniform(1e-6...1e-2)),
    ])
    study = Study(space: space, sampler: .random, seed: 1)
  }

  /// The best validation loss is the check: it must not depend on the threads.
  func measure(repetitions: Int, threads: Int, kernels: KernelSet) throws -> Measurement {
    var best = Double.infinity
    var samples: [Double] = []
    for repetition in 0...repetitions {
      best = .infinity
      let time = seconds {
        runTrials(
          0..<trials, threads: threads,
          body: { number in validationLoss(trial: number, kernels: kernels) },
          deliver: { _, loss in best = min(best, loss) }, shouldStop: { false })
      }
      // The first is the warm-up.
      if repetition > 0 { samples.append(time) }
    }
    guard best.isFinite else { throw BenchmarkError("every trial of the search diverged") }
    return Measurement(
      workload: "search", threads: threads, quantity: .seconds, samples: samples,
      check: ("best loss", best))
  }

  /// Infinite for a trial that diverged.
  private func validationLoss(trial: Int, kernels: KernelSet) -> Double {
    guard let point = study.proposal(for: trial)?.params else { return .infinity }
    let value = { (name: String) in point.first { $0.name == name }?.value.asNumber ?? 0 }
    let settings = TrainingSettings(
      optimizer: .adam, learningRate: value("lr"), batchSize: .rows(32), l2: value("l2"),
      seed: study.trialSeed(trial))
    let shape = NetworkShape(
      inputs: training.inputCount,
      hidden: [HiddenLayer(units: Int(value("units")), activation: .relu)], outputs: 10)
    let trainer = Trainer(
      examples: training, loss: .softmaxCrossEntropy, settings: settings,
      state: TrainingState(shape: shape, seed: settings.seed), kernels: kernels)
    for _ in 0..<epochs {
      guard case .finished = trainer.runEpoch(shouldStop: { false }) else { return .infinity }
    }
    let loss = trainer.evaluate(validation).dataLoss
    return loss.isFinite ? loss : .infinity
  }
}
