// One run of `train`: runs a training course, reports its epochs and returns the new state. Beside it a
// watcher looks for what there is to say of it.
import Datasets
import Events
import NeuralNetwork

/// What a run of training or some steps came to.
package struct TrainingOutcome {
  @Boxed package private(set) var state: SessionState
  /// Whether there is something to undo.
  package let isChanged: Bool
  /// Where its user ended it; nil otherwise.
  package let stoppedAtStep: Int?
  /// The last step that was taken, also where earlier weights were taken back.
  package let lastStep: Int
}

package struct TrainingRun {
  let context: ExperimentContext
  @Boxed private var data: PreparedData
  private(set) var course: TrainingCourse
  /// The step after which it ends as if its user had ended it there; nil for none.
  private let stop: Int?
  @Boxed private var settings: TrainingSettings
  private var watcher: any RunWatcher
  /// As it was before the run.
  private let freshWatcher: any RunWatcher
  /// What is to be said of a run that takes a step.
  private var opening: [CoachNote] = []
  private var stoppedAtStep: Int?

  private var rows: TrainingRows { course.rows }
  private var start: TrainingState { course.start }
  private var goal: TrainingGoal { course.goal }

  package init(
    _ state: SessionState, data: PreparedData, rows: TrainingRows, from start: TrainingState,
    to goal: TrainingGoal, stop: Int?, in context: ExperimentContext
  ) {
    self.context = context
    self.data = data
    self.stop = stop
    settings = state.settings.training
    course = TrainingCourse(
      state: state, data: data, rows: rows, from: start, to: goal, kernels: context.kernels,
      threads: context.threads)
    watcher = context.watcher(
      RunBeginning(
        state: state, data: data, rows: rows.training, start: start, goal: goal,
        kernels: context.kernels, checkStop: context.checkStop))
    freshWatcher = watcher
  }

  /// - Parameter isStopped: whether its user ended it before it began.
  package mutating func run(isStopped: Bool) -> TrainingOutcome {
    context.emit(
      .trainingStarted(
        TrainingStart(
          fromEpoch: start.epoch, toEpoch: goal.target, rows: rows.training.count,
          figureRows: rows.sample.count, validationRows: rows.validation?.count ?? 0,
          condition: goal.condition?.text,
          shape: start.shape, settings: settings, loss: course.loss, hasTest: rows.test != nil,
          looksAtTest: goal.condition?.looksAtTest ?? false, isRegression: data.isRegression)))
    let isNothing = isStopped || stop == start.stepCount
    let reason = isNothing || !hasBegun() ? .interrupted : epochs()
    let lastStep = course.trainer.stepCount
    finish(reason)
    return TrainingOutcome(
      state: course.state, isChanged: true, stoppedAtStep: stoppedAtStep, lastStep: lastStep)
  }

  /// Finds what there is to be said before the first step; false if stopped meanwhile.
  private mutating func hasBegun() -> Bool {
    var watching = watcher
    do throws(Stopped) {
      opening = try watching.runBegins()
    } catch {
      return false
    }
    watcher = watching
    return true
  }

  private mutating func epochs() -> TrainingEnd.Reason {
    var latest = course.state.epochs.last?.training.loss
    var firstStep: StepRecord?
    var watching = watcher
    let (context, trainer, progress) = (context, course.trainer, progress())
    var opening = opening
    let first = start.stepCount
    let (keepWork, showState) = (workKeeping(), stateShowing())
    let showPicture = pictureShowing()
    let reason = course.run(
      to: goal.target, stop: stop, shouldPause: context.shouldPause,
      checkStop: context.checkStop,
      beforeBatch: { course in
        if trainer.stepCount > first { Self.say(&opening, in: context) }
        progress(latest)
        keepWork(course) { watching.memory }
        showState(course) { watching.memory }
        showPicture(course, { watching.memory }, latest)
      },
      receiveFirstStep: watching.wantsFirstStep ? { firstStep = $0 } : nil,
      afterEpoch: { epochs throws(Stopped) in
        guard let report = epochs.last else { return }
        var next = watching
        let notes = try next.epochEnded(epochs, trainer, firstStep: firstStep)
        (watching, firstStep, latest) = (next, nil, report.training.loss)
        Self.say(&opening, in: context)
        context.emit(.epoch(report))
        for note in notes { context.emit(.coach(note)) }
      })
    watcher = watching
    self.opening = opening
    return reason ?? .finished
  }

  /// Says it once.
  private static func say(_ notes: inout [CoachNote], in context: ExperimentContext) {
    for note in notes { context.emit(.coach(note)) }
    notes = []
  }

  /// Called once a batch with the latest loss: says about once in a millisecond where someone watches how far the run is.
  private func progress() -> (Double?) -> Void {
    guard context.showsProgress else { return { _ in } }
    let batchesInEpoch = settings.stepsInEpoch(of: rows.training.count)
    let (context, trainer, start, target) = (
      context, course.trainer, course.firstEpoch, goal.target
    )
    var (epoch, batches) = (trainer.epoch, 0)
    var counter = batchCounter
    return { latest in
      if trainer.epoch != epoch { (epoch, batches) = (trainer.epoch, 0) }
      let partly = min(1, Double(batches) / Double(batchesInEpoch))
      batches += 1
      // Saying it after each small batch would take longer than to train it.
      guard counter.isTime() else { return }
      context.show(
        ProgressReport(
          activity: .training, done: Double(epoch - start) + partly,
          total: Double(target - start), position: epoch, lastPosition: target,
          unit: "epochs", latest: latest))
    }
  }

  private mutating func finish(_ reason: TrainingEnd.Reason) {
    var reason = reason
    var end: (diagnosis: DivergenceDiagnosis, notes: [CoachNote])?
    var isStopped = false
    do throws(Stopped) {
      end = try divergenceNotes(reason)
    } catch {
      // The step that failed was not taken: it is as if the run had been stopped before it.
      (reason, isStopped) = (.interrupted, true)
    }
    if reason == .interrupted, course.trainer.stepCount == start.stepCount {
      // Wherever before the first step it was stopped, it is as if it had not begun.
      watcher = freshWatcher
    } else {
      Self.say(&opening, in: context)
    }
    // It ended where it was told to unless there was less to do, or its user ended it before.
    if reason == .interrupted, course.trainer.stepCount != stop { isStopped = true }
    let validation = course.validation(reason)
    course.finish(reason, end?.diagnosis)
    guard let after = course.state.training else { return }
    context.emit(
      .trainingEnded(course.end(as: reason, after, end?.diagnosis, validation)))
    if isStopped { stoppedAtStep = after.stepCount }
    if reason != .interrupted { reportCondition() }
    explain(reason, end?.notes ?? [])
  }

  /// Why it diverged and what is to be said of that; nil where it did not.
  private mutating func divergenceNotes(
    _ reason: TrainingEnd.Reason
  ) throws(Stopped) -> (diagnosis: DivergenceDiagnosis, notes: [CoachNote])? {
    guard case .diverged(let divergence) = reason else { return nil }
    return try watcher.diverged(divergence)
  }

  private func reportCondition() {
    guard let condition = goal.condition, let last = course.state.epochs.last,
      last.epoch > start.epoch
    else { return }
    context.emit(.condition(ConditionReport(condition, in: last, limit: goal.target)))
  }

  private mutating func explain(_ reason: TrainingEnd.Reason, _ divergenceNotes: [CoachNote]) {
    var notes = divergenceNotes
    var last: StepRecord?
    switch reason {
    case .finished, .conditionReached:
      last = course.trainer.lastStep
      // All is trained; whoever stops there wants no more to be said.
      if course.trainer.stepCount == stop { break }
      if let last {
        var closing = watcher
        do throws(Stopped) {
          notes = try closing.runEnded(course.state.epochs, course.trainer, step: last)
          watcher = closing
        } catch {
          stoppedAtStep = course.trainer.stepCount
        }
      }
    // The weights there are now are not those of the last epoch, or not of a whole one.
    case .patienceSpent, .interrupted, .diverged: break
    }
    for note in notes { context.emit(.coach(note)) }
    course.remember(watcher.memory)
    if let diagnosis = watcher.diagnosis, reason.divergence == nil { course.keep(diagnosis) }
    guard course.state.settings.explain == .full, let last else { return }
    context.emit(.step(StepReport(last, data: data, .full)))
  }
}
