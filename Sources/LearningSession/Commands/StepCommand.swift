// `step`: single optimizer steps, the last with its whole arithmetic.
import CommandLanguage
import NeuralNetwork

struct StepCommand: Command {
  static let count = Argument.optional(
    "N", .integer(1...1_000_000), "how many steps; 1 unless said")

  let signature = CommandSignature(
    "step", summary: "take one optimizer step and show its arithmetic", area: CommandArea.training,
    forms: [
      Form(
        "step", "take one step, or N", positionals: [count], options: [TrainCommand.stop])
    ],
    details: [
      "Shown is the parameter that the last step moved most: its gradient, what each penalty added "
        + "to it, and how the optimizer made a step of it."
    ],
    examples: [
      Example("step", "the next batch, one step", setup: ["data circle", "layer 4 tanh"]),
      Example("step 10", "ten steps, the last one shown", setup: ["data iris", "layer 8 relu"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let data = preparation.dataOrAssumed()
    let rows = try preparation.state.rows(of: data)
    let start = try preparation.trainingOrFresh()
    try preparation.checkSize(of: start.shape)
    try TrainCommand.checkStop(arguments, from: start)
    let count = arguments[Self.count, default: 1]
    return Work { performance in
      SteppingRun(
        performance: performance, data: data, rows: rows, start: start,
        stop: arguments[TrainCommand.stop],
        again: { arguments.syntax.with(option: TrainCommand.stop.name, String($0)) }
      ).run(count)
    }
  }
}

/// Single steps, one after the other.
private struct SteppingRun {
  let performance: Performance
  let data: PreparedData
  let rows: TrainingRows
  let start: TrainingState
  /// The step after which it ends; nil for none.
  let stop: Int?
  /// The command that does as much as was done by a step.
  let again: (Int) -> String

  private var settings: TrainingSettings { performance.state.settings.training }

  func run(_ count: Int) {
    let trainer = Trainer(
      examples: rows.training, loss: data.loss(settings), settings: settings, state: start,
      kernels: performance.kernels)
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
        switch try trainer.step(tracing: number == count, checkStop: performance.checkStop) {
        // Only the last of several is recorded whole; the others have no arithmetic to show.
        case .done(let done):
          try keepFigures(trainer)
          record = number == count ? done : nil
        case .diverged(let divergence):
          reason = .diverged(divergence)
          diagnosis = try performance.diagnosis(
            .diverged(divergence), of: rows.training, from: start, nil)
        }
      }
    } catch {
      (reason, isStopped) = (.interrupted, true)
    }
    finish(trainer.state, record, reason, diagnosis)
    if isStopped { performance.noteInterruption(again: again(trainer.stepCount)) }
  }

  /// Keeps the figures of an epoch that a step has finished, as `train` does: stopped meanwhile, that step
  /// has not been taken.
  private func keepFigures(_ trainer: Trainer) throws(Stopped) {
    let state = performance.state
    let lastReported = state.epochs.last?.epoch ?? state.training?.epoch ?? 0
    guard trainer.epoch > lastReported else { return }
    let report: EpochReport
    do throws(Stopped) {
      report = try rows.report(
        epoch: trainer.epoch, isMilestone: false
      ) { examples throws(Stopped) in
        try trainer.evaluate(examples, checkStop: performance.checkStop)
      }
    } catch {
      trainer.takeBackEndOfEpoch()
      throw error
    }
    // Single steps end at nobody's patience but their user's.
    performance.update { _ = $0.record(report, after: trainer.state) }
  }

  private func finish(
    _ end: TrainingState, _ record: StepRecord?, _ reason: TrainingEnd.Reason?,
    _ diagnosis: DivergenceDiagnosis?
  ) {
    // Stopped before the first step there is nothing to undo.
    if end.stepCount > start.stepCount || reason?.divergence != nil {
      performance.update { $0.takeOver(end, from: start, on: rows, reason, step: record) }
    }
    if let record { performance.emit(.step(StepReport(record, data: data))) }
    guard let reason else { return }
    performance.emit(
      .trainingEnded(
        TrainingEnd(
          reason: reason, epoch: end.epoch,
          rowsDoneInEpoch: end.rowsDoneInEpoch, steps: end.stepCount - start.stepCount,
          stepCount: end.stepCount, settings: settings, parameters: end.parameters,
          diagnosis: diagnosis)))
  }
}

extension StepReport {
  /// The step of the parameter that it moved most.
  init(_ record: StepRecord, data: PreparedData) {
    self.init(
      record, parameter: record.mostMoved, names: ParameterNames(data: data, shape: record.shape))
  }

  init(_ record: StepRecord, parameter index: Int, names: ParameterNames) {
    step = record.step
    epoch = record.epoch
    batch = record.batch
    batchesInEpoch = record.batchesInEpoch
    rows = record.batchSize
    loss = record.loss
    dataLoss = record.dataLoss
    l1Penalty = record.l1Penalty
    l2Penalty = record.l2Penalty
    gradientNorm = record.gradientNorm
    settings = record.settings
    scheduleFactor = record.scheduleFactor
    trace = record.trace(index)
    parameter = names.text(trace.name)
    gradientParts = nil
  }
}
