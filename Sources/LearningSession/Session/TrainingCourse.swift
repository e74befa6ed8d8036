// One training, from a state of the session to the state after it. `train` runs one and a race several
// at once; nothing here emits or knows a session, so that both come to the same bits.
import NeuralNetwork

struct TrainingCourse {
  /// As training leaves it: the epochs while it runs, everything once it is finished.
  private(set) var state: SessionState
  let rows: TrainingRows
  let start: TrainingState
  let goal: TrainingGoal
  let loss: Loss
  let trainer: Trainer
  private let begin: TrainingPosition

  /// - Parameter threads: how many may share the work; small networks take fewer.
  init(
    state: SessionState, data: PreparedData, rows: TrainingRows, from start: TrainingState,
    to goal: TrainingGoal, kernels: KernelSet, threads: Int
  ) {
    self.state = state
    // Patience that was spent, whatever ended that run, is whole again.
    if var watch = state.earlyStopping, watch.epochsSinceBest >= watch.patience {
      watch.startAnew()
      self.state.earlyStopping = watch
    }
    self.rows = rows
    self.start = start
    self.goal = goal
    begin = TrainingPosition(state, training: start)
    let settings = state.settings.training
    loss = data.loss(settings)
    var start = start
    // Going on with an interrupted run keeps its plan; any other run is planned anew.
    if state.interrupted != goal || start.plan?.end != goal.target {
      start.plan = TrainingPlan(start: start.epoch, end: goal.target)
    }
    trainer = Trainer(
      examples: rows.training, loss: loss, settings: settings, state: start, kernels: kernels,
      threads: start.shape.usefulThreads(
        threads, rows: settings.batchSize.rows(of: rows.training.count)))
  }

  /// Trains through an epoch at most; why that was the end, or nil when there is more to train.
  ///
  /// - Parameters:
  ///   - receiveFirstStep: is given the record of the very first step of these weights.
  ///   - afterEpoch: is given all epochs so far.
  mutating func run(
    to epoch: Int, shouldStop: () -> Bool, receiveFirstStep: ((StepRecord) -> Void)? = nil,
    afterEpoch: (EpochHistory) -> Void
  ) -> TrainingEnd.Reason? {
    // Where any epoch may be the last, each one's last step is recorded.
    let endsAnywhere = goal.condition != nil || rows.validation != nil
    while trainer.epoch < min(epoch, goal.target) {
      let mayBeLast = endsAnywhere || trainer.epoch + 1 == goal.target
      let outcome = trainer.runEpoch(
        shouldStop: shouldStop, traceLastStep: mayBeLast,
        receiveFirstStep: trainer.stepCount == 0 ? receiveFirstStep : nil)
      switch outcome {
      case .interrupted: return .interrupted
      case .diverged(let divergence): return .diverged(divergence)
      case .finished:
        let report = rows.report(
          epoch: trainer.epoch, isMilestone: isMilestone(trainer.epoch), trainer.evaluate)
        let isSpent = state.record(report, after: trainer.state)
        afterEpoch(state.epochs)
        // Weights that are as asked for stay, whatever patience says.
        if goal.condition?.reasons(in: report) != nil { return .conditionReached }
        if isSpent { return .patienceSpent }
      }
    }
    return trainer.epoch < goal.target ? nil : .finished
  }

  /// About ten lines, whatever the number of epochs: evenly spread, the last epoch one of them, or
  /// 1, 2, 5, 10, … where nobody knows which will be the last.
  func isMilestone(_ epoch: Int) -> Bool {
    let total = goal.target - start.epoch
    guard total > 10 else { return true }
    var done = epoch - start.epoch
    if goal.condition != nil {
      while done % 10 == 0 { done /= 10 }
      return [1, 2, 5].contains(done)
    }
    return done * 10 / total != (done - 1) * 10 / total
  }

  /// Hands what was trained over to the state.
  mutating func finish(_ reason: TrainingEnd.Reason) {
    var end = trainer.state
    if reason == .conditionReached || reason == .patienceSpent { end.plan = nil }
    if reason == .patienceSpent, var watch = state.earlyStopping {
      end = watch.restoringBest(in: end)
      watch.startAnew()
      state.earlyStopping = watch
    }
    state.training = end
    state.interrupted = reason == .interrupted ? goal : nil
    state.validationSeed = rows.validationSeed
    if end.stepCount > start.stepCount { state.rowHistory.noteTraining(on: rows) }
    if case .diverged(let divergence) = reason {
      state.divergence = divergence
    } else {
      state.divergence = nil
    }
    if let step = trainer.lastStep { state.keep(step, on: rows) }
    state.lastTrain = LastTrain(
      begin: begin, goal: goal, wasInterrupted: reason == .interrupted)
  }
}
