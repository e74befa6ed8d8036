// A run of training as it is kept and shown while it goes on, and what it says at its end: the same either way.
import Events
import NeuralNetwork

extension TrainingRun {
  /// Called once a batch; whether it is time is asked about once in a millisecond.
  func workKeeping() -> (() -> TrainingCourse, () -> CoachMemory) -> Void {
    guard let keeper = context.keeper else { return { _, _ in } }
    let (start, begin) = (course.start, begin)
    var counter = batchCounter
    return { course, memory in
      guard counter.isTime(), keeper.isDue() else { return }
      let course = course()
      guard course.trainer.stepCount > start.stepCount else { return }
      let after = course.stopped(memory())
      guard let training = after.training else { return }
      keeper.keep(
        WorkUnderWay(
          place: training.stepCount,
          ending: {
            .trainingEnded(
              course.end(as: .interrupted, training, nil, course.validation(.interrupted)))
          },
          progress: WorkProgress(
            unit: "epochs", done: training.epoch, planned: course.goal.target),
          remains: { begin.remains(of: after) }))
    }
  }

  /// What it leaves is told beside that.
  package var begin: TrainingBegin {
    TrainingBegin(course.state, rows: course.rows, start: course.start, goal: course.goal)
  }

  /// The same for whoever looks on: copies take at most a twentieth of the time.
  func stateShowing() -> (() -> TrainingCourse, () -> CoachMemory) -> Void {
    guard let onlooker = context.onlooker else { return { _, _ in } }
    var counter = batchCounter
    var pace = LivePace()
    return { course, memory in
      guard counter.isTime() else { return }
      let now = ContinuousClock.now
      guard pace.isDue(at: now), onlooker.isDue() else { return }
      let state = course().stopped(memory())
      let copied = ContinuousClock.now
      // Whoever is woken may take the processor at once; that is no time that copies take.
      onlooker.show(state)
      pace.noteShown(from: now, to: copied)
    }
  }

  var batchCounter: WorkCounter {
    let rows = course.state.settings.training.stepRows(of: course.rows.training.count)
    return WorkCounter(cost: rows * course.start.shape.parameterCount + 2000)
  }
}

extension TrainingCourse {
  /// What is said of its end.
  func end(
    as reason: TrainingEnd.Reason, _ after: TrainingState, _ diagnosis: DivergenceDiagnosis?,
    _ validation: ValidationCourse?
  ) -> TrainingEnd {
    TrainingEnd(
      reason: reason, epoch: after.epoch, rowsDoneInEpoch: after.rowsDoneInEpoch,
      steps: after.stepCount - start.stepCount, stepCount: after.stepCount,
      settings: state.settings.training, parameters: after.parameters, diagnosis: diagnosis,
      validation: validation)
  }

  /// How its validation rows went; to be asked before it is finished.
  func validation(_ reason: TrainingEnd.Reason) -> ValidationCourse? {
    guard state.settings.training.patience != nil, rows.validation != nil,
      let watch = state.earlyStopping
    else { return nil }
    return ValidationCourse(
      patience: watch.patience, bestLoss: watch.best?.loss, bestEpoch: watch.best?.epoch,
      epochsSinceBest: watch.epochsSinceBest,
      isRestored: reason.takesBestBack && watch.best != nil)
  }
}
