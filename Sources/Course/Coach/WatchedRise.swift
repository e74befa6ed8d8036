// Whether the loss of the watched rows rose by more than luck with these rows explains: the run is trained
// once more, and each row's loss at its end is held against that at the epoch of the lowest.
import Datasets
import Events
import Experiments
import NeuralNetwork

struct WatchedRise {
  /// As the run began.
  @Boxed private var state: SessionState
  @Boxed private var start: TrainingState
  @Boxed private var data: PreparedData
  private let kernels: KernelSet

  init(_ run: RunBeginning) {
    (state, start, data) = (run.state, run.plannedStart, run.data)
    kernels = run.kernels
  }

  /// Of the last `train`; nil without one.
  init?(lastTrainOf state: SessionState) {
    guard let last = state.lastTrain, let data = state.data else { return nil }
    var base = state
    last.begin.restore(in: &base)
    guard let start = base.training else { return nil }
    (self.state, self.data) = (base, data)
    self.start = base.planned(start, to: last.goal)
    kernels = .best
  }

  /// - Returns: nil where the lowest is not of this run, or training it again takes long.
  func difference(
    _ course: WatchedCourse, _ checkStop: StopCheck
  ) throws(Stopped) -> PairedDifference? {
    let settings = state.settings.training
    let (best, last) = (course.best.epoch, course.last.epoch)
    guard settings.watch == course.watch, start.epoch <= best,
      best > start.epoch || start.rowsDoneInEpoch == 0, let rows = try? state.rows(of: data),
      let watched = rows.watched
    else { return nil }
    let cost = settings.epochCost(rows: rows.training.count, of: start.shape)
    guard last - start.epoch <= TrainingWork.mostBeside / cost else { return nil }
    let loss = data.loss(settings)
    let trainer = Trainer(
      examples: rows.training, loss: loss, settings: settings, state: start, kernels: kernels)
    guard try trainer.staysFinite(throughEpochs: best - start.epoch, checkStop) else { return nil }
    let lowest = trainer.parameters
    guard try trainer.staysFinite(throughEpochs: last - best, checkStop) else { return nil }
    let evaluator = Evaluator(shape: start.shape, loss: loss, kernels: kernels)
    return PairedDifference(
      try evaluator.rowLosses(watched, parameters: trainer.parameters, checkStop: checkStop),
      try evaluator.rowLosses(watched, parameters: lowest, checkStop: checkStop))
  }
}
