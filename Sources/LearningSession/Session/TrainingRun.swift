// One run of `train`: drives the trainer epoch by epoch, reports, and hands the new state back to the
// session. Beside it an observer watches for what the coach has to say.
import NeuralNetwork

struct TrainingRun {
  let session: Session
  let data: PreparedData
  let rows: TrainingRows
  let start: TrainingState
  let goal: TrainingGoal
  private let trainer: Trainer
  private let settings: TrainingSettings
  private let loss: Loss
  /// Nil when nothing is to be explained.
  private var observer: RunObserver?

  init(
    session: Session, data: PreparedData, rows: TrainingRows, from start: TrainingState,
    to goal: TrainingGoal
  ) {
    self.session = session
    self.data = data
    self.rows = rows
    self.start = start
    self.goal = goal
    settings = session.state.settings.training
    let loss = data.loss(settings)
    self.loss = loss
    var start = start
    // Going on with an interrupted run keeps its plan; any other run is planned anew.
    if session.state.interrupted != goal || start.plan?.end != goal.target {
      start.plan = TrainingPlan(start: start.epoch, end: goal.target)
    }
    trainer = Trainer(
      examples: rows.training, loss: loss, settings: settings, state: start,
      kernels: session.environment.kernels,
      threads: start.shape.usefulThreads(
        session.threads, rows: settings.batchSize.rows(of: rows.training.count)))
    guard session.state.settings.explain != .off else { return }
    observer = RunObserver(
      start: start, settings: settings, loss: loss,
      names: ParameterNames(data: data, shape: start.shape), rows: rows.training,
      epochs: session.state.epochs, memory: session.state.coachMemory,
      kernels: session.environment.kernels)
  }

  mutating func run() {
    session.emit(
      .trainingStarted(
        TrainingStart(
          fromEpoch: start.epoch, toEpoch: goal.target, rows: rows.training.count,
          validationRows: rows.validation?.count ?? 0, condition: goal.condition?.text,
          shape: start.shape, settings: settings, loss: loss, hasTest: rows.test != nil,
          isRegression: data.isRegression)))
    let reason = epochs()
    finish(reason)
  }

  private mutating func epochs() -> TrainingEnd.Reason {
    // Where any epoch may be the last, each one's last step is recorded.
    let endsAnywhere = goal.condition != nil || rows.validation != nil
    while trainer.epoch < goal.target {
      let mayBeLast = endsAnywhere || trainer.epoch + 1 == goal.target
      var firstStep: StepRecord?
      let isFirst = observer?.wantsFirstStep == true && trainer.stepCount == 0
      let outcome = trainer.runEpoch(
        shouldStop: stopOrReport(), traceLastStep: mayBeLast,
        receiveFirstStep: isFirst ? { firstStep = $0 } : nil)
      switch outcome {
      case .finished:
        let reason = report(trainer.epoch)
        let notes = observer?.epochEnded(session.state.epochs, trainer, firstStep: firstStep) ?? []
        for note in notes { session.emit(.coach(note)) }
        if let reason { return reason }
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
      ? 1 : (rows.training.count + batchRows - 1) / batchRows
    let (epoch, target) = (trainer.epoch, goal.target)
    return { [session, start] in
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

  private var batchRows: Int { settings.batchSize.rows(of: rows.training.count) }

  /// Reports an epoch; why it is the last, if it is one before the goal's.
  private func report(_ epoch: Int) -> TrainingEnd.Reason? {
    let report = rows.report(
      epoch: epoch, isMilestone: isMilestone(epoch), trainer.evaluate)
    var isSpent = false
    session.update { isSpent = $0.record(report, after: trainer.state) }
    session.emit(.epoch(report))
    // Weights that are as asked for stay, whatever patience says.
    if goal.condition?.reasons(in: report) != nil { return .conditionReached }
    return isSpent ? .patienceSpent : nil
  }

  /// About ten lines, whatever the number of epochs: evenly spread, the last epoch one of them, or
  /// 1, 2, 5, 10, … where nobody knows which will be the last.
  private func isMilestone(_ epoch: Int) -> Bool {
    let total = goal.target - start.epoch
    guard total > 10 else { return true }
    var done = epoch - start.epoch
    if goal.condition != nil {
      while done % 10 == 0 { done /= 10 }
      return [1, 2, 5].contains(done)
    }
    return done * 10 / total != (done - 1) * 10 / total
  }

  private mutating func finish(_ reason: TrainingEnd.Reason) {
    var end = trainer.state
    let course = validationCourse(reason)
    if reason == .conditionReached || reason == .patienceSpent { end.plan = nil }
    session.update {
      if reason == .patienceSpent, var watch = $0.earlyStopping {
        end = watch.restoringBest(in: end)
        watch.startAnew()
        $0.earlyStopping = watch
      }
      $0.training = end
      $0.interrupted = reason == .interrupted ? goal : nil
      $0.validationSeed = rows.validationSeed
      if case .diverged(let divergence) = reason {
        $0.divergence = divergence
      } else {
        $0.divergence = nil
      }
      if let step = trainer.lastStep { $0.keep(step, on: rows) }
    }
    let diagnosis = session.diagnosis(reason, of: rows.training, from: start, goal)
    session.emit(
      .trainingEnded(
        TrainingEnd(
          reason: reason, epoch: end.epoch, rowsDoneInEpoch: end.rowsDoneInEpoch,
          steps: end.stepCount - start.stepCount, settings: settings,
          fingerprint: end.fingerprint, lastEpoch: lastUnseen,
          diagnosis: diagnosis, validation: course)))
    if reason == .interrupted { session.noteInterruption() } else { reportCondition() }
    explain(reason, diagnosis)
  }

  private func validationCourse(_ reason: TrainingEnd.Reason) -> ValidationCourse? {
    guard rows.validation != nil, let watch = session.state.earlyStopping else { return nil }
    return ValidationCourse(
      patience: watch.patience, bestLoss: watch.best?.loss, bestEpoch: watch.best?.epoch,
      epochsSinceBest: watch.epochsSinceBest,
      isRestored: reason == .patienceSpent && watch.best != nil)
  }

  private func reportCondition() {
    guard let condition = goal.condition, let last = session.state.epochs.last,
      last.epoch > start.epoch
    else { return }
    session.emit(.condition(ConditionReport(condition, in: last, limit: goal.target)))
  }

  /// The last epoch of this run, if its line was not shown.
  private var lastUnseen: EpochReport? {
    guard let last = session.state.epochs.last, last.epoch > start.epoch, !last.isMilestone else {
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
      last = trainer.lastStep
      if let last { notes = observer.runEnded(session.state.epochs, trainer, step: last) }
    case .diverged(let divergence):
      if let diagnosis { notes = [observer.diverged(divergence, diagnosis)] }
    // The weights there are now are not those of the last epoch, or not of a whole one.
    case .patienceSpent, .interrupted: break
    }
    for note in notes { session.emit(.coach(note)) }
    session.update { $0.coachMemory = observer.memory }
    guard session.state.settings.explain == .full, let last else { return }
    session.emit(.step(StepReport(last, data: data)))
  }
}
