// Single optimizer steps, of which the last is recorded whole.
import Datasets
import Events
import NeuralNetwork

/// Single steps, one after the other.
package struct SteppingRun {
  private let context: ExperimentContext
  private var state: SessionState
  private var isChanged = false
  @Boxed private var data: PreparedData
  @Boxed private var rows: TrainingRows
  @Boxed private var start: TrainingState
  /// The step after which it ends; nil for none.
  private let stop: Int?

  private var settings: TrainingSettings { state.settings.training }

  package init(
    _ state: SessionState, data: PreparedData, rows: TrainingRows, from start: TrainingState,
    stop: Int?, in context: ExperimentContext
  ) {
    self.context = context
    self.state = state
    self.data = data
    self.rows = rows
    self.start = start
    self.stop = stop
  }

  package mutating func run(_ count: Int) -> TrainingOutcome {
    let trainer = Trainer(
      examples: rows.training, loss: data.loss(settings), settings: settings, state: start,
      kernels: context.kernels)
    var record: StepRecord?
    var reason: TrainingEnd.Reason?
    var diagnosis: DivergenceDiagnosis?
    var isStopped = false
    do throws(Stopped) {
      for number in 1...count where reason == nil {
        if trainer.stepCount == stop {
          reason = .interrupted
          break
        }
        switch try trainer.step(tracing: number == count, checkStop: context.checkStop) {
        // Only the last of several is recorded whole; the others have no arithmetic to show.
        case .done(let done):
          if let divergence = try keepFigures(trainer) {
            reason = .diverged(divergence)
            diagnosis = try diagnosed(divergence)
          } else {
            record = number == count ? done : nil
          }
        case .diverged(let divergence):
          reason = .diverged(divergence)
          diagnosis = try diagnosed(divergence)
        }
      }
    } catch {
      (reason, isStopped) = (.interrupted, true)
    }
    finish(trainer.state, record, reason, diagnosis)
    return TrainingOutcome(
      state: state, isChanged: isChanged, stoppedAtStep: isStopped ? trainer.stepCount : nil,
      lastStep: trainer.stepCount)
  }

  private func diagnosed(_ divergence: Divergence) throws(Stopped) -> DivergenceDiagnosis {
    var watcher = context.watcher(
      RunBeginning(
        state: state, data: data, rows: rows.training, start: start, goal: nil,
        kernels: context.kernels, checkStop: context.checkStop))
    return try watcher.diverged(divergence).diagnosis
  }

  /// Keeps the figures of an epoch that a step has finished, as `train` does: stopped meanwhile, that step
  /// has not been taken, and neither has one after which they are not finite.
  private mutating func keepFigures(_ trainer: Trainer) throws(Stopped) -> Divergence? {
    let lastReported = state.epochs.last?.epoch ?? state.training?.epoch ?? 0
    guard trainer.epoch > lastReported else { return nil }
    let report: EpochReport
    do throws(Stopped) {
      report = try rows.report(epoch: trainer.epoch) { examples throws(Stopped) in
        try trainer.evaluate(examples, wishes: rows.wishes, checkStop: context.checkStop)
      }
    } catch {
      trainer.takeBackEndOfEpoch()
      throw error
    }
    guard report.isFinite else { return trainer.refuseEndOfEpoch() }
    // Single steps end at nobody's patience but their user's.
    let (settings, plan) = (settings, start.plan)
    _ = state.network?.record(
      report, trainedWith: settings, plan: plan, after: trainer.state)
    return nil
  }

  private mutating func finish(
    _ end: TrainingState, _ record: StepRecord?, _ reason: TrainingEnd.Reason?,
    _ diagnosis: DivergenceDiagnosis?
  ) {
    // Stopped before the first step there is nothing to undo.
    let (start, rows) = (start, rows)
    if end.stepCount > start.stepCount || reason?.divergence != nil {
      let remedy = diagnosis.map { NetworkModel.Remedy($0, settings) }
      state.network?.takeOver(end, from: start, on: rows, reason, remedy: remedy, step: record)
      isChanged = true
    }
    if let record {
      context.emit(.step(StepReport(record, data: data, state.settings.explain)))
    }
    guard let reason else { return }
    context.emit(
      .trainingEnded(
        TrainingEnd(
          reason: reason, epoch: end.epoch,
          rowsDoneInEpoch: end.rowsDoneInEpoch, steps: end.stepCount - start.stepCount,
          stepCount: end.stepCount, settings: settings, parameters: end.parameters,
          diagnosis: diagnosis)))
  }
}
