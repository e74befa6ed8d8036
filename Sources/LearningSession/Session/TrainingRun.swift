// One run of `train`: runs a training course, reports its epochs, and hands the new state back to the
// performance. Beside it an observer watches for what the coach has to say.
import NeuralNetwork

struct TrainingRun {
  let performance: Performance
  let data: PreparedData
  private var course: TrainingCourse
  /// The step after which it ends as if its user had ended it there; nil for none.
  private let stop: Int?
  /// The command that does as much as was done by a step.
  private let again: (Int) -> String
  private let settings: TrainingSettings
  /// Nil when nothing is to be explained.
  private var observer: RunObserver?

  private var rows: TrainingRows { course.rows }
  private var start: TrainingState { course.start }
  private var goal: TrainingGoal { course.goal }

  init(
    performance: Performance, data: PreparedData, rows: TrainingRows, from start: TrainingState,
    to goal: TrainingGoal, stop: Int?, again: @escaping (Int) -> String
  ) {
    self.performance = performance
    self.data = data
    self.stop = stop
    self.again = again
    settings = performance.state.settings.training
    course = TrainingCourse(
      state: performance.state, data: data, rows: rows, from: start, to: goal,
      kernels: performance.kernels, threads: performance.threads)
    guard performance.state.settings.explain != .off else { return }
    observer = RunObserver(
      start: start, settings: settings, loss: course.loss,
      names: ParameterNames(data: data, shape: start.shape), rows: rows.training,
      memory: performance.state.coachMemory, kernels: performance.kernels,
      checkStop: performance.checkStop)
  }

  /// - Parameter isStopped: whether its user ended it before it began.
  mutating func run(isStopped: Bool) {
    performance.emit(
      .trainingStarted(
        TrainingStart(
          fromEpoch: start.epoch, toEpoch: goal.target, rows: rows.training.count,
          figureRows: rows.sample.count, validationRows: rows.validation?.count ?? 0,
          condition: goal.condition?.text,
          shape: start.shape, settings: settings, loss: course.loss, hasTest: rows.test != nil,
          isRegression: data.isRegression)))
    finish(isStopped ? .interrupted : epochs())
  }

  private mutating func epochs() -> TrainingEnd.Reason {
    var latest = performance.state.epochs.last?.training.loss
    var firstStep: StepRecord?
    var watching = observer
    let (performance, trainer, progress) = (performance, course.trainer, progress())
    let reason = course.run(
      to: goal.target, stop: stop, checkStop: performance.checkStop,
      beforeBatch: { progress(latest) },
      receiveFirstStep: watching?.wantsFirstStep == true ? { firstStep = $0 } : nil,
      afterEpoch: { epochs throws(Stopped) in
        guard let report = epochs.last else { return }
        var next = watching
        let notes = try next?.epochEnded(epochs, trainer, firstStep: firstStep) ?? []
        (watching, firstStep, latest) = (next, nil, report.training.loss)
        performance.emit(.epoch(report))
        for note in notes { performance.emit(.coach(note)) }
      })
    observer = watching
    return reason ?? .finished
  }

  /// Called once a batch with the latest loss: says where someone watches how far the run is.
  private func progress() -> (Double?) -> Void {
    guard performance.environment.showsProgress else { return { _ in } }
    let batchRows = settings.batchSize.rows(of: rows.training.count)
    let batchesInEpoch =
      settings.optimizer.rule.takesAllRows
      ? 1 : (rows.training.count + batchRows - 1) / batchRows
    let (performance, trainer, start, target) = (performance, course.trainer, start, goal.target)
    var (epoch, batches) = (trainer.epoch, 0)
    return { latest in
      if trainer.epoch != epoch { (epoch, batches) = (trainer.epoch, 0) }
      let partly = min(1, Double(batches) / Double(batchesInEpoch))
      batches += 1
      performance.show(
        ProgressReport(
          activity: .training, done: Double(epoch - start.epoch) + partly,
          total: Double(target - start.epoch), position: epoch, lastPosition: target,
          unit: "epochs", latest: latest))
    }
  }

  private mutating func finish(_ reason: TrainingEnd.Reason) {
    var (reason, diagnosis) = (reason, DivergenceDiagnosis?.none)
    var isStopped = false
    do throws(Stopped) {
      diagnosis = try performance.diagnosis(reason, of: rows.training, from: start, goal)
    } catch {
      // The step that failed was not taken: it is as if the run had been stopped before it.
      (reason, isStopped) = (.interrupted, true)
    }
    // It ended where it was told to unless there was less to do, or its user ended it before.
    if reason == .interrupted, course.trainer.stepCount != stop { isStopped = true }
    let validation = validationCourse(reason)
    course.finish(reason)
    let after = course.state
    performance.update { $0 = after }
    guard let end = after.training else { return }
    performance.emit(
      .trainingEnded(
        TrainingEnd(
          reason: reason, epoch: end.epoch, rowsDoneInEpoch: end.rowsDoneInEpoch,
          steps: end.stepCount - start.stepCount, stepCount: end.stepCount, settings: settings,
          fingerprint: end.fingerprint, lastEpoch: lastUnseen,
          diagnosis: diagnosis, validation: validation)))
    if isStopped { performance.noteInterruption(again: again(end.stepCount)) }
    if reason != .interrupted { reportCondition() }
    explain(reason, diagnosis)
  }

  private func validationCourse(_ reason: TrainingEnd.Reason) -> ValidationCourse? {
    guard rows.validation != nil, let watch = course.state.earlyStopping else { return nil }
    return ValidationCourse(
      patience: watch.patience, bestLoss: watch.best?.loss, bestEpoch: watch.best?.epoch,
      epochsSinceBest: watch.epochsSinceBest,
      isRestored: reason.takesBestBack && watch.best != nil)
  }

  private func reportCondition() {
    guard let condition = goal.condition, let last = performance.state.epochs.last,
      last.epoch > start.epoch
    else { return }
    performance.emit(.condition(ConditionReport(condition, in: last, limit: goal.target)))
  }

  /// The last epoch of this run, if its line was not shown.
  private var lastUnseen: EpochReport? {
    guard let last = performance.state.epochs.last, last.epoch > start.epoch, !last.isMilestone
    else {
      return nil
    }
    return last
  }

  private mutating func explain(_ reason: TrainingEnd.Reason, _ diagnosis: DivergenceDiagnosis?) {
    guard var observer else { return }
    var notes: [CoachNote] = []
    var last: StepRecord?
    switch reason {
    case .finished, .conditionReached:
      last = course.trainer.lastStep
      // All is trained; whoever stops there wants no more to be said.
      if course.trainer.stepCount == stop { break }
      if let last {
        var closing = observer
        do throws(Stopped) {
          notes = try closing.runEnded(performance.state.epochs, course.trainer, step: last)
          observer = closing
        } catch {
          performance.noteInterruption(again: again(course.trainer.stepCount))
        }
      }
    case .diverged(let divergence):
      if let diagnosis { notes = [observer.diverged(divergence, diagnosis)] }
    // The weights there are now are not those of the last epoch, or not of a whole one.
    case .patienceSpent, .interrupted: break
    }
    for note in notes { performance.emit(.coach(note)) }
    performance.update { $0.coachMemory = observer.memory }
    guard performance.state.settings.explain == .full, let last else { return }
    performance.emit(.step(StepReport(last, data: data)))
  }
}
