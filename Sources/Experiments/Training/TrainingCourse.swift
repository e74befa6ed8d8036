// One training, from a state of the session to the state after it. `train` runs one and a race several
// at once; nothing here emits or knows a session, so that both come to the same bits.
import Datasets
import Events
import NeuralNetwork

struct TrainingCourse {
  /// As training leaves it: the epochs while it runs, everything once it is finished.
  private(set) var state: SessionState
  @Boxed private(set) var rows: TrainingRows
  @Boxed private(set) var start: TrainingState
  @Boxed private(set) var goal: TrainingGoal
  let loss: Loss
  let trainer: Trainer
  @Boxed private var begin: TrainingPosition
  /// Where it went back to.
  @Boxed private var earlier: TrainingState? = nil
  private let plan: TrainingPlan?
  /// Epochs completed when the run began, though it was interrupted since.
  var firstEpoch: Int { plan?.start ?? start.epoch }
  private let kernels: KernelSet
  private let threads: Int

  /// - Parameter threads: how many may share the work; small networks take fewer.
  init(
    state: SessionState, data: PreparedData, rows: TrainingRows, from start: TrainingState,
    to goal: TrainingGoal, kernels: KernelSet, threads: Int
  ) {
    self.state = state
    // Patience that was spent, whatever ended that run, is whole again.
    if var watch = state.earlyStopping, watch.epochsSinceBest >= watch.patience {
      watch.startAnew()
      self.state.network?.earlyStopping = watch
    }
    self.rows = rows
    self.start = start
    self.goal = goal
    var begin = state
    begin.network?.training = start
    self.begin = TrainingPosition(begin)
    let settings = state.settings.training
    loss = data.loss(settings)
    self.kernels = kernels
    self.threads = start.shape.usefulThreads(
      threads, rows: settings.batchSize.rows(of: rows.training.count))
    let planned = state.planned(start, to: goal)
    plan = planned.plan
    trainer = Trainer(
      examples: rows.training, loss: loss, settings: settings, state: planned, kernels: kernels,
      threads: self.threads)
  }

  /// Trains through an epoch at most; why that was the end, or nil when there is more to train.
  ///
  /// An epoch's last step, its figures and what is made of them belong together: stopped among them,
  /// the step has not been taken. So the number of steps says all about where a run was stopped.
  ///
  /// - Parameters:
  ///   - stop: the step after which it ends as if its user had ended it there; nil for none.
  ///   - shouldPause: asked after each epoch that it trains to its end; true ends it there in the same way.
  ///   - beforeBatch: called before each batch, and within those too large for one block of rows, with what
  ///     gives the course as it is then: a copy of it costs as much as a small batch.
  ///   - receiveFirstStep: is given the record of the very first step of these weights.
  ///   - afterEpoch: is given all epochs so far; it may take long if it asks whether to stop.
  mutating func run(
    to epoch: Int, stop: Int? = nil, shouldPause: () -> Bool = { false }, checkStop: StopCheck,
    beforeBatch: (() -> TrainingCourse) -> Void = { _ in },
    receiveFirstStep: ((StepRecord) -> Void)? = nil,
    afterEpoch: (EpochHistory) throws(Stopped) -> Void
  ) -> TrainingEnd.Reason? {
    // Where any epoch may be the last, each one's last step is recorded.
    let endsAnywhere = goal.condition != nil || state.settings.training.patience != nil
    while trainer.epoch < min(epoch, goal.target) {
      let mayBeLast = endsAnywhere || trainer.epoch + 1 == goal.target
      let outcome = trainer.runEpoch(
        shouldStop: {
          beforeBatch({ self })
          if let stop, trainer.stepCount >= stop { return true }
          do throws(Stopped) { try checkStop() } catch { return true }
          return false
        }, traceLastStep: mayBeLast,
        receiveFirstStep: trainer.stepCount == 0 ? receiveFirstStep : nil)
      switch outcome {
      case .interrupted: return .interrupted
      case .diverged(let divergence): return .diverged(divergence)
      case .finished:
        do throws(Stopped) {
          if let reason = try endEpoch(checkStop, afterEpoch) { return reason }
        } catch {
          trainer.takeBackEndOfEpoch()
          return .interrupted
        }
        if trainer.epoch < goal.target, shouldPause() { return .interrupted }
      }
    }
    return trainer.epoch < goal.target ? nil : .finished
  }

  /// Keeps an epoch's figures; why it was the last one, if it was. Stopped, it has kept nothing.
  private mutating func endEpoch(
    _ checkStop: StopCheck, _ afterEpoch: (EpochHistory) throws(Stopped) -> Void
  ) throws(Stopped) -> TrainingEnd.Reason? {
    let report = try rows.report(epoch: trainer.epoch) { examples throws(Stopped) in
      try trainer.evaluate(examples, wishes: rows.wishes, checkStop: checkStop)
    }
    guard report.isFinite else { return .diverged(try refuseEpoch(checkStop)) }
    let (epochs, watch) = (state.epochs, state.earlyStopping)
    let (settings, trained) = (state.settings.training, trainer)
    let isSpent =
      state.network?.record(
        report, trainedWith: settings, plan: plan, after: trained.state) ?? false
    do throws(Stopped) {
      try afterEpoch(state.epochs)
    } catch {
      state.network?.epochs = epochs
      state.network?.earlyStopping = watch
      throw error
    }
    // Weights that are as asked for stay, whatever patience says.
    if goal.condition?.reasons(in: report) != nil { return .conditionReached }
    return isSpent ? .patienceSpent : nil
  }

  /// Goes back to the end of the epoch before, trained anew: kept, it would cost memory at every epoch.
  private mutating func refuseEpoch(_ checkStop: StopCheck) throws(Stopped) -> Divergence {
    let epochs = trainer.epoch - 1 - start.epoch
    let again = Trainer(
      examples: rows.training, loss: loss, settings: state.settings.training,
      state: state.planned(start, to: goal), kernels: kernels, threads: threads)
    _ = try again.staysFinite(throughEpochs: max(0, epochs), checkStop)
    earlier = again.state
    return trainer.refuseEndOfEpoch()
  }

  /// The network as it is now.
  var end: TrainingState { earlier ?? trainer.state }

  /// The state if it was stopped here.
  ///
  /// - Parameter memory: what was said so far.
  func stopped(_ memory: CoachMemory) -> SessionState {
    var course = self
    course.finish(.interrupted)
    course.remember(memory)
    return course.state
  }

  /// Keeps what was said of the run.
  mutating func remember(_ memory: CoachMemory) { state.network?.coachMemory = memory }

  /// Keeps what was found to help a run that went wrong although it ended.
  mutating func keep(_ diagnosis: DivergenceDiagnosis) {
    let remedy = NetworkModel.Remedy(diagnosis, state.settings.training)
    state.network?.remedy = remedy
  }

  /// A place on the way.
  struct Mark {
    fileprivate let state: SessionState
    fileprivate let training: TrainingState
  }

  var mark: Mark { Mark(state: state, training: trainer.state) }

  /// Makes it as if it had ended there; nothing more can be trained then.
  mutating func goBack(to mark: Mark) {
    state = mark.state
    earlier = mark.training
  }

  /// Hands what was trained over to the state.
  ///
  /// - Parameter diagnosis: of a run that diverged, where its cause was looked for.
  mutating func finish(_ reason: TrainingEnd.Reason, _ diagnosis: DivergenceDiagnosis? = nil) {
    var end = self.end
    if reason == .conditionReached || reason == .patienceSpent { end.plan = nil }
    if reason.takesBestBack, var watch = state.earlyStopping {
      end = watch.restoringBest(in: end)
      watch.startAnew()
      state.network?.earlyStopping = watch
    }
    // Which steps of a run that was stopped were recorded is of no use to anyone.
    let step = reason == .interrupted ? nil : trainer.lastStep
    let remedy = diagnosis.map { NetworkModel.Remedy($0, state.settings.training) }
    let (start, rows, goal) = (start, rows, goal)
    state.network?.takeOver(end, from: start, on: rows, reason, remedy: remedy, step: step)
    state.network?.interrupted = reason == .interrupted ? goal : nil
    state.lastTrain = LastTrain(
      begin: begin, goal: goal, wasInterrupted: reason == .interrupted, end: WeightsPlace(end))
  }
}

extension SessionState {
  /// Going on with an interrupted run keeps its plan; any other run is planned anew.
  package func planned(_ start: TrainingState, to goal: TrainingGoal) -> TrainingState {
    guard network?.interrupted != goal || start.plan?.end != goal.target else { return start }
    var start = start
    start.plan = TrainingPlan(start: start.epoch, end: goal.target)
    return start
  }
}
