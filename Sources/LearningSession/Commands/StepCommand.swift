// `step`: single optimizer steps, the last with its whole arithmetic.
import CommandLanguage
import NeuralNetwork

struct StepCommand: Command {
  static let count = Argument.optional(
    "N", .integer(1...1_000_000), "how many steps; 1 unless said")

  let signature = CommandSignature(
    "step", summary: "take one optimizer step and show its arithmetic", area: CommandArea.training,
    forms: [Form("step", "take one step, or N", positionals: [count])],
    details: [
      "Shown is the parameter that the last step moved most: its gradient, what each penalty added "
        + "to it, and how the optimizer made a step of it."
    ],
    examples: [
      Example("step", "the next batch, one step", setup: ["data circle", "layer 4 tanh"]),
      Example("step 10", "ten steps, the last one shown", setup: ["data iris", "layer 8 relu"]),
    ])

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    let data = try session.dataOrAssumed()
    let rows = try session.state.rows(of: data)
    let start = try session.trainingOrFresh()
    try session.checkSize(of: start.shape)
    let settings = session.state.settings.training
    let trainer = Trainer(
      examples: rows.training, loss: data.loss(settings), settings: settings, state: start,
      kernels: session.environment.kernels)
    let count = arguments[Self.count, default: 1]
    var record: StepRecord?
    var divergence: Divergence?
    var isStopped = false
    for number in 1...count {
      if number > 1, session.environment.shouldStop() {
        isStopped = true
        break
      }
      switch trainer.step(tracing: number == count) {
      // Only the last of several is recorded whole; the others have no arithmetic to show.
      case .done(let done): record = number == count ? done : nil
      case .diverged(let found): divergence = found
      }
      if divergence != nil { break }
      report(trainer, rows, in: session)
    }
    let end = trainer.state
    session.update {
      $0.training = end
      $0.validationSeed = rows.validationSeed
      $0.divergence = divergence
      if let record { $0.keep(record, on: rows) }
    }
    if let record { session.emit(.step(StepReport(record, data: data))) }
    report(divergence, isStopped: isStopped, end, since: start, rows, in: session)
  }

  /// Keeps the figures of an epoch that a step has finished, as `train` does.
  private func report(_ trainer: Trainer, _ rows: TrainingRows, in session: Session) {
    let lastReported = session.state.epochs.last?.epoch ?? session.state.training?.epoch ?? 0
    guard trainer.epoch > lastReported else { return }
    let report = rows.report(epoch: trainer.epoch, isMilestone: false, trainer.evaluate)
    // Single steps end at nobody's patience but their user's.
    session.update { _ = $0.record(report, after: trainer.state) }
  }

  private func report(
    _ divergence: Divergence?, isStopped: Bool, _ end: TrainingState, since start: TrainingState,
    _ rows: TrainingRows, in session: Session
  ) {
    guard divergence != nil || isStopped else { return }
    if isStopped { session.noteInterruption() }
    let reason: TrainingEnd.Reason = divergence.map { .diverged($0) } ?? .interrupted
    session.emit(
      .trainingEnded(
        TrainingEnd(
          reason: reason, epoch: end.epoch,
          rowsDoneInEpoch: end.rowsDoneInEpoch, steps: end.stepCount - start.stepCount,
          settings: session.state.settings.training, fingerprint: end.fingerprint,
          diagnosis: session.diagnosis(reason, of: rows.training, from: start, nil))))
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
