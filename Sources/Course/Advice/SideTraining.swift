// Rows trained beside the session, with settings that are tried: nothing of it is kept but what is found.
import Datasets
import Experiments
import NeuralNetwork

struct SideTraining {
  let examples: Examples
  let loss: Loss
  /// Those of the session; each training may have others.
  let settings: TrainingSettings
  /// Where each of its trainings begins, with its plan.
  let start: TrainingState
  let kernels: KernelSet

  /// How many epochs take so little that they may be trained; 0 where not even one does.
  var mostEpochs: Int { settings.epochsBeside(rows: examples.count, of: start.shape) }

  func trainer(_ settings: TrainingSettings) -> Trainer {
    Trainer(
      examples: examples, loss: loss, settings: settings, state: start, kernels: kernels)
  }

  /// Trained for some epochs; nil if its numbers do not stay finite.
  func trained(
    _ settings: TrainingSettings, epochs: Int, _ checkStop: StopCheck
  ) throws(Stopped) -> Trainer? {
    let trainer = trainer(settings)
    return try trainer.staysFinite(throughEpochs: epochs, checkStop) ? trainer : nil
  }

  /// The same from the weights that `reset` leads to, over so many epochs.
  func fresh(epochs: Int, _ checkStop: StopCheck) throws(Stopped) -> SideTraining {
    try fresh(settings, hidden: start.shape.hidden, epochs: epochs, checkStop)
  }

  /// - Parameter hidden: the layers of another network for the same rows.
  func fresh(
    _ settings: TrainingSettings, hidden: [HiddenLayer], epochs: Int, _ checkStop: StopCheck
  ) throws(Stopped) -> SideTraining {
    var state = try TrainingState(
      shape: NetworkShape(
        inputs: start.shape.inputs, hidden: hidden, outputs: start.shape.outputs),
      seed: settings.seed, initializer: settings.initializer, checkStop: checkStop)
    state.plan = TrainingPlan(start: 0, end: epochs)
    return SideTraining(
      examples: examples, loss: loss, settings: settings, start: state, kernels: kernels)
  }
}

extension SideTraining {
  /// That of a session from its present weights; nil where there are none.
  init?(_ state: SessionState, kernels: KernelSet = .best) {
    guard let data = state.data, let training = state.training else { return nil }
    self.init(
      examples: (try? state.rows(of: data))?.training ?? data.training,
      loss: data.loss(state.settings.training),
      settings: state.settings.training, start: training, kernels: kernels)
  }
}
