// One run of `train`: drives the trainer epoch by epoch, reports, and hands the new state back to the
// session. What the coach says afterwards comes from the run's last step, recorded whole.
import NeuralNetwork

struct TrainingRun {
  let session: Session
  let data: PreparedData
  let start: TrainingState
  let target: Int
  private let trainer: Trainer
  private let settings: TrainingSettings
  private let loss: Loss

  init(session: Session, data: PreparedData, from start: TrainingState, to target: Int) {
    self.session = session
    self.data = data
    self.start = start
    self.target = target
    settings = session.state.settings.training
    let loss = data.loss(settings)
    self.loss = loss
    var start = start
    // Going on with an interrupted run keeps its plan; any other run is planned anew.
    if session.state.interruptedTarget != target || start.plan?.end != target {
      start.plan = TrainingPlan(start: start.epoch, end: target)
    }
    trainer = Trainer(
      examples: data.training, loss: loss, settings: settings, state: start,
      kernels: session.environment.kernels,
      threads: start.shape.usefulThreads(
        session.threads, rows: settings.batchSize.rows(of: data.training.count)))
  }

  func run() {
    session.emit(
      .trainingStarted(
        TrainingStart(
          fromEpoch: start.epoch, toEpoch: target, rows: data.training.count, shape: start.shape,
          settings: settings, loss: loss, hasTest: data.test != nil,
          isRegression: data.isRegression)))
    let reason = epochs()
    finish(reason)
  }

  private func epochs() -> TrainingEnd.Reason {
    while trainer.epoch < target {
      let isLast = trainer.epoch + 1 == target
      let outcome = trainer.runEpoch(shouldStop: stopOrReport(), traceLastStep: isLast)
      switch outcome {
      case .finished: report(trainer.epoch)
      case .interrupted: return .interrupted
      case .diverged(let divergence): return .diverged(divergence)
      }
    }
    return .finished
  }

  /// Asked once a batch: whether to stop, and where someone watches, how far the run is.
  private func stopOrReport() -> () -> Bool {
    let shouldStop = session.environment.shouldStop
    guard session.environment.showsProgress else { return shouldStop }
    var batches = 0
    let batchesInEpoch =
      settings.optimizer == .gd
      ? 1 : (data.training.count + batchRows - 1) / batchRows
    let epoch = trainer.epoch
    return { [session, start, target] in
      let partly = min(1, Double(batches) / Double(batchesInEpoch))
      batches += 1
      session.emit(
        .progress(
          ProgressReport(
            activity: .training, done: Double(epoch - start.epoch) + partly,
            total: Double(target - start.epoch), position: epoch, lastPosition: target,
            unit: "epochs",
            latest: session.state.epochs.last?.training.loss)))
      return shouldStop()
    }
  }

  private var batchRows: Int { settings.batchSize.rows(of: data.training.count) }

  private func report(_ epoch: Int) {
    let report = EpochReport(
      epoch: epoch,
      training: trainer.evaluate(data.training),
      test: data.test.map(trainer.evaluate),
      isMilestone: isMilestone(epoch))
    session.update { $0.epochs.append(report) }
    session.emit(.epoch(report))
  }

  /// About ten lines, whatever the number of epochs; the last epoch always is one.
  private func isMilestone(_ epoch: Int) -> Bool {
    let total = target - start.epoch
    guard total > 10 else { return true }
    let done = epoch - start.epoch
    return done * 10 / total != (done - 1) * 10 / total
  }

  private func finish(_ reason: TrainingEnd.Reason) {
    let end = trainer.state
    session.update {
      $0.training = end
      $0.interruptedTarget = reason == .interrupted ? target : nil
      if case .diverged(let divergence) = reason {
        $0.divergence = divergence
      } else {
        $0.divergence = nil
      }
      if let step = trainer.lastStep { $0.lastStep = step }
    }
    session.emit(
      .trainingEnded(
        TrainingEnd(
          reason: reason, epoch: end.epoch, rowsDoneInEpoch: end.rowsDoneInEpoch,
          steps: end.stepCount - start.stepCount, settings: settings,
          fingerprint: end.fingerprint, lastEpoch: lastUnseen,
          diagnosis: session.diagnosis(reason, from: start, epochs: target - start.epoch))))
    if reason == .interrupted { session.noteInterruption() }
    explain(reason)
  }

  /// The last epoch of this run, if its line was not shown.
  private var lastUnseen: EpochReport? {
    guard let last = session.state.epochs.last, last.epoch > start.epoch, !last.isMilestone else {
      return nil
    }
    return last
  }

  private func explain(_ reason: TrainingEnd.Reason) {
    let level = session.state.settings.explain
    guard level != .off, reason == .finished, let step = trainer.lastStep else { return }
    let coach = Coach(
      before: start, step: step, names: ParameterNames(data: data, shape: start.shape),
      epochs: session.state.epochs)
    for note in coach.notes() { session.emit(.coach(note)) }
    if level == .full {
      session.emit(.step(StepReport(step, parameter: coach.mostMoved, names: coach.names)))
    }
  }
}
