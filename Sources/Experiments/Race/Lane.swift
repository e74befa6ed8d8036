// One racer on its way.
import Events
import NeuralNetwork

/// Only one thread at a time has to do with a lane: the one that trains it to the next stage, and
/// between two stages the race's own. That is why it may be handed from thread to thread.
final class Lane: @unchecked Sendable {
  let racer: Racer
  private(set) var course: TrainingCourse
  /// Nil while there is more to train.
  private(set) var reason: TrainingEnd.Reason?
  /// The figures before the first step.
  let initial: EpochReport
  private var reports: [EpochReport] = []
  private var reportedCount = 0
  /// Where the last stage began.
  private var stage: (mark: TrainingCourse.Mark, reports: Int)?
  private let firstStep: RaceFinish.FirstStep?

  init(
    _ entrant: Entrant, in race: PreparedRace, _ context: ExperimentContext
  ) throws(Stopped) {
    let (data, rows) = (race.data, race.rows)
    racer = entrant.racer
    let state = entrant.stateOnTrack
    let checkStop = context.checkStop
    let start = try state.startOfRace(on: data, checkStop: checkStop)
    course = TrainingCourse(
      state: state, data: data, rows: rows, from: start, to: race.goal,
      kernels: context.kernels, threads: race.threads)
    let trainer = course.trainer
    initial = try rows.report(epoch: start.epoch) { examples throws(Stopped) in
      try trainer.evaluate(examples, wishes: rows.wishes, checkStop: checkStop)
    }
    firstStep = try Self.firstStep(of: course, context)
  }

  /// What the first step will do, looked at in a trainer of its own.
  private static func firstStep(
    of course: TrainingCourse, _ context: ExperimentContext
  ) throws(Stopped) -> RaceFinish.FirstStep? {
    let settings = course.state.settings.training
    let rows = settings.batchSize.rows(of: course.rows.training.count)
    let trainer = Trainer(
      examples: course.rows.training, loss: course.loss, settings: settings,
      state: course.trainer.state, kernels: context.kernels,
      threads: course.start.shape.usefulThreads(context.threads, rows: rows))
    guard case .done(let step) = try trainer.step(tracing: true, checkStop: context.checkStop)
    else { return nil }
    var (gradients, moves) = (0.0, 0.0)
    for index in step.before.indices {
      gradients += abs(Double(step.gradient[index] * step.clipFactor))
      moves += abs(Double(step.after[index]) - Double(step.before[index]))
    }
    let count = Double(step.before.count)
    let memory = step.optimizerBefore[step.settings.optimizer]
    return RaceFinish.FirstStep(
      gradient: gradients / count, move: moves / count, learningRate: step.settings.learningRate,
      hasMemory: memory.slots.contains { !$0.allSatisfy { $0 == 0 } })
  }

  /// To be called before each stage, so that it can be taken back.
  func beginStage() { stage = (course.mark, reports.count) }

  func advance(to epoch: Int, checkStop: StopCheck) {
    // Gathered outside of `course`, which is being changed meanwhile.
    var reports: [EpochReport] = []
    reason = course.run(
      to: epoch, checkStop: checkStop, afterEpoch: { reports.append(contentsOf: $0.suffix(1)) })
    self.reports += reports
  }

  /// Makes it as if the last stage had not been.
  func goBackAStage() {
    guard let stage else { return }
    course.goBack(to: stage.mark)
    reports.removeSubrange(stage.reports...)
    reason = .interrupted
  }

  /// Whoever has no end by now was stopped.
  func finish() {
    let reason = reason ?? .interrupted
    self.reason = reason
    course.finish(reason)
  }

  // MARK: Its figures

  /// Where patience was spent, or the loss was finite no longer, the weights of the best epoch are back;
  /// it may lie before this race.
  var weightsEpoch: Int {
    let best = reason?.takesBestBack == true ? course.state.earlyStopping?.best?.epoch : nil
    return best ?? course.end.epoch
  }

  var latest: EpochReport? { reports.last }
  var lastEpoch: Int { latest?.epoch ?? initial.epoch }

  func report(at epoch: Int) -> EpochReport? {
    if epoch == initial.epoch { return initial }
    let index = epoch - initial.epoch - 1
    return reports.indices.contains(index) ? reports[index] : nil
  }

  var isDiverged: Bool {
    if case .diverged = reason { true } else { false }
  }

  /// The epochs not yet asked for.
  func takeUnreported() -> [EpochReport] {
    defer { reportedCount = reports.count }
    return Array(reports[reportedCount...])
  }

  func result(judge: Quantity, stoppedAt: Int?) -> RaceFinish {
    let reason = reason ?? .interrupted
    let end = course.state.training ?? course.start
    let sums = PenaltySums(end, course.state.settings.training)
    return RaceFinish(
      racer: racer, reason: reason, report: judged(reason, stoppedAt),
      curve: ([initial] + reports).compactMap(judge.value),
      steps: end.stepCount
        - course.start.stepCount, parameters: end.parameters.count, squares: sums.squares,
      magnitudes: sums.magnitudes, zeros: sums.zeros, firstStep: firstStep,
      fingerprint: end.fingerprint)
  }

  private func judged(_ reason: TrainingEnd.Reason, _ stoppedAt: Int?) -> EpochReport {
    switch reason {
    case .patienceSpent: return report(at: weightsEpoch) ?? latest ?? initial
    case .finished, .interrupted: return stoppedAt.flatMap(report(at:)) ?? latest ?? initial
    case .conditionReached, .diverged: return latest ?? initial
    }
  }
}
