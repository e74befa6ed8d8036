// Pictures of a training while it goes on, for whoever watches: as many as take little of the training's time.
import Events
import NeuralNetwork

/// Makes a picture of a state; nil where it has none.
package typealias LivePicture = @Sendable (SessionState, KernelSet) -> Figure?

/// When the next picture is due: no more than ten in a second, and no more than take a twentieth of the
/// time, going by what the last one took by the clock. Where others want the processor that is longer than its work.
package struct LivePace: Sendable {
  private static let interval = Duration.milliseconds(100)
  /// So many times as long as a picture took, none is made.
  private static let rest = 20

  private var next: ContinuousClock.Instant

  /// - Parameter now: when the work begins; what is over at once needs no picture.
  package init(from now: ContinuousClock.Instant = .now) { next = now + Self.interval }

  package func isDue(at now: ContinuousClock.Instant = .now) -> Bool { now >= next }

  /// Notes that a picture was made and shown.
  package mutating func noteShown(
    from start: ContinuousClock.Instant, to end: ContinuousClock.Instant = .now
  ) {
    // One that comes a little late does not make all later ones late.
    let onTime = next + Self.interval
    next = max(
      onTime > start ? onTime : start + Self.interval, end + start.duration(to: end) * Self.rest)
  }
}

extension TrainingRun {
  /// Called once a batch, with the latest loss.
  func pictureShowing() -> (() -> TrainingCourse, () -> CoachMemory, Double?) -> Void {
    guard context.showsProgress, let picture = context.picture else { return { _, _, _ in } }
    var counter = batchCounter
    var pace = LivePace()
    let context = context
    return { course, memory, latest in
      guard counter.isTime() else { return }
      let now = ContinuousClock.now
      guard pace.isDue(at: now) else { return }
      let course = course()
      var report = course.progress(latest)
      report.figure = picture(course.stopped(memory()), context.kernels)
      context.show(report)
      pace.noteShown(from: now)
    }
  }
}

extension TrainingCourse {
  fileprivate func progress(_ latest: Double?) -> ProgressReport {
    let state = trainer.state
    let partly = Double(state.rowsDoneInEpoch) / Double(max(1, rows.training.count))
    return ProgressReport(
      activity: .training, done: Double(state.epoch - firstEpoch) + partly,
      total: Double(goal.target - firstEpoch), position: state.epoch, lastPosition: goal.target,
      unit: "epochs", latest: latest)
  }
}
