// What the last `train` changed the loss by, and what of: it runs again, to the bit, and each step's move
// is held against the slopes where it began. Nothing is kept of a training for this but where it began
// and ended.
import CommandLanguage
import Datasets
import Events
import NeuralNetwork

/// The last `train` once more, or one epoch of it, with an account of its loss.
package struct LossLedger {
  /// What the account of one run comes to.
  package struct Outcome {
    /// Without surprises and parts.
    package var report: WhyReport
    package var epochs: [WhyReport.Stretch]
    /// The figures on the rows that were measured, those of earlier runs first.
    package var history: EpochHistory
    /// Those of earlier runs alone.
    package var earlier: EpochHistory
    /// None where every step takes all rows.
    package var tried: LossAccount.StepsTried
  }

  /// The most that measuring may cost, in weights touched: a second or two.
  package static let mostMeasured = 6_000_000_000
  /// The most that the training itself may.
  static let mostTrained = 20_000_000_000
  /// What a gradient costs however small the network is.
  private static let gradientCost = 100_000
  /// With fewer rows than these, or than there are, a sum says little of the loss that was printed.
  private static let fewestRows = 100

  @Boxed private var last: LastTrain
  @Boxed private var data: PreparedData
  @Boxed private var base: SessionState
  @Boxed private var rows: TrainingRows
  @Boxed private var start: TrainingState
  private let epoch: Int?
  /// The epoch at whose end measuring begins, and that at whose end it ends.
  private let measured: (from: Int, to: Int)
  /// How many rows the loss and its slopes are taken on.
  private let measuredRows: Int
  /// What rows trained on are called; nil where they are all.
  private let kept: [Int]?

  package var settings: TrainingSettings { base.settings.training }
  package var hidden: [HiddenLayer] { start.shape.hidden }

  /// - Parameters:
  ///   - state: the one after it.
  ///   - epoch: the epoch to look at; nil for all of it.
  ///   - mostMeasured: the most that measuring may cost, in weights touched.
  /// - Returns: nil if there has been no `train`.
  /// Errors: `nothing-trained`, `epoch-not-in-last-train`, `too-long-to-look-at`.
  package init?(
    of state: SessionState, epoch: Int?, mostMeasured: Int = LossLedger.mostMeasured
  ) throws(Diagnostic) {
    guard let last = state.lastTrain, let data = state.data else { return nil }
    var base = state
    last.begin.restore(in: &base)
    guard let start = base.training else { return nil }
    let rows = try base.rows(of: data)
    (self.last, self.data, self.base, self.rows) = (last, data, base, rows)
    (self.start, self.epoch) = (start, epoch)
    kept =
      rows.validation == nil
      ? nil : try data.validationRows(seed: rows.validationSeed ?? base.divisionSeed).kept
    measured = try Self.span(last, from: start, epoch)
    measuredRows = try Self.measuredRows(
      base.settings.training, rows, start, measured, last: last, epoch, atMost: mostMeasured)
  }

  // MARK: How much there is to do

  private static func span(
    _ last: LastTrain, from start: TrainingState, _ epoch: Int?
  ) throws(Diagnostic) -> (from: Int, to: Int) {
    let end = last.end
    guard end.step > start.stepCount else {
      throw Diagnostic(
        id: "nothing-trained", message: "the last `train` took no step",
        suggestion: "`train 1`, then again")
    }
    let lastEpoch = end.epoch + (end.rowsDone > 0 ? 1 : 0)
    guard let epoch else {
      // What was trained after the weights that are left has no part in them.
      if let kept = end.weightsEpoch, kept > start.epoch { return (start.epoch, kept) }
      return (start.epoch, lastEpoch)
    }
    guard start.epoch < epoch, epoch <= lastEpoch else {
      throw Diagnostic(
        id: "epoch-not-in-last-train",
        message: "the last `train` has no epoch \(epoch)",
        suggestion: start.epoch + 1 == lastEpoch
          ? "`why \(lastEpoch)`" : "`why \(start.epoch + 1)` to `why \(lastEpoch)`")
    }
    return (epoch - 1, epoch)
  }

  private static func measuredRows(
    _ settings: TrainingSettings, _ rows: TrainingRows, _ start: TrainingState,
    _ measured: (from: Int, to: Int), last: LastTrain, _ epoch: Int?, atMost mostMeasured: Int
  ) throws(Diagnostic) -> Int {
    let (count, weights) = (rows.training.count, start.shape.parameterCount)
    let trained = Double(settings.epochCost(rows: count, of: start.shape))
    let epochs = Double(measured.to - start.epoch)
    var steps = Double(stepCount(settings, count, start, measured, last))
    if settings.stepRows(of: count) < count {
      steps += min(steps, Double(LossAccount.mostTried)) * Double(LossAccount.triedCost)
    }
    let most = (Double(mostMeasured) / max(1, steps) - Double(gradientCost)) / Double(weights)
    let fitting = Int(max(0, min(most, Double(rows.sample.count))))
    let isShort = trained * epochs <= Double(mostTrained)
    if isShort, fitting >= min(rows.sample.count, fewestRows) { return fitting }
    throw Diagnostic(
      id: "too-long-to-look-at",
      message: isShort
        ? "there are too many steps to look at each of them"
        : "that took too long to run it again and look at it",
      suggestion: epoch == nil && measured.to > measured.from + 1
        ? "`why \(start.epoch + 1)`, one epoch of it" : "`train 1`, then `why`")
  }

  /// How many steps are measured, at most.
  private static func stepCount(
    _ settings: TrainingSettings, _ rows: Int, _ start: TrainingState,
    _ measured: (from: Int, to: Int), _ last: LastTrain
  ) -> Int {
    let (steps, isTooMany) = settings.stepsInEpoch(of: rows)
      .multipliedReportingOverflow(by: measured.to - measured.from)
    let taken = last.end.step - start.stepCount
    return isTooMany ? taken : min(taken, steps)
  }

  // MARK: Running it again

  /// - Returns: nil if no epoch had a finite loss.
  package func run(in context: ExperimentContext) throws(Stopped) -> Outcome? {
    let checkStop = context.checkStop
    let course = TrainingCourse(
      state: base, data: data, rows: rows, from: start, to: last.goal, kernels: context.kernels,
      threads: context.threads)
    let account = LossAccount(
      course, on: rows.sample.spread(measuredRows), settings: settings,
      steps: Self.stepCount(settings, rows.training.count, start, measured, last), context)
    let trainer = course.trainer
    while trainer.epoch < measured.from {
      guard try trainer.staysFinite(throughEpoch: checkStop) else { return nil }
      show(trainer.epoch, context)
    }
    var epochs: [WhyReport.Stretch] = []
    let earlier =
      measuredRows == rows.sample.count && epoch == nil ? base.epochs : EpochHistory()
    var history = earlier
    let before = trainer.state
    var after = before
    var tried = LossAccount.StepsTried()
    guard var figures = try account.figures(checkStop) else { return nil }
    while trainer.epoch < measured.to, trainer.stepCount < last.end.step {
      let from = WeightsPlace(trainer.state)
      guard let sums = try account.epoch(until: last.end.step, checkStop),
        let now = try account.figures(checkStop)
      else { break }
      after = trainer.state
      tried += sums.tried
      epochs.append(
        WhyReport.Stretch(
          from: from, to: WeightsPlace(after), lossBefore: figures.loss, lossAfter: now.loss,
          layers: sums.layers, l1: sums.l1, l2: sums.l2))
      if after.rowsDoneInEpoch == 0 {
        history.append(EpochReport(epoch: after.epoch, training: now), trainedWith: settings)
      }
      figures = now
      show(after.epoch, context)
    }
    guard let first = epochs.first else { return nil }
    let whole = epochs.dropFirst().reduce(first) { $0.followed(by: $1) }
    var report = report(whole)
    (report.fell, report.rose) = try rowChanges(
      before.parameters, after.parameters, course.loss, context)
    return Outcome(
      report: report, epochs: epochs, history: history, earlier: earlier, tried: tried)
  }

  private func report(_ whole: WhyReport.Stretch) -> WhyReport {
    let names = ParameterNames(data: data, shape: start.shape)
    return WhyReport(
      epoch: epoch, whole: whole, layerNames: start.shape.layers.map { names.layerName($0.index) },
      hasL1: settings.l1 != 0, hasL2: settings.l2 != 0, rows: measuredRows,
      trainingRows: rows.training.count, lastEpoch: last.end.epoch,
      weightsEpoch: epoch == nil ? last.end.weightsEpoch : nil)
  }

  private func show(_ epoch: Int, _ context: ExperimentContext) {
    guard context.showsProgress else { return }
    context.show(
      ProgressReport(
        activity: .training, done: Double(epoch - start.epoch),
        total: Double(measured.to - start.epoch), position: epoch, lastPosition: measured.to,
        unit: "epochs", latest: nil))
  }

  // MARK: Rows

  private static let shownRows = 3

  private func rowChanges(
    _ before: [Float], _ after: [Float], _ loss: Loss, _ context: ExperimentContext
  ) throws(Stopped) -> (fell: [WhyReport.RowChange], rose: [WhyReport.RowChange]) {
    let examples = rows.training
    let evaluator = Evaluator(
      shape: start.shape, loss: loss, kernels: context.kernels,
      team: ThreadTeam(
        members: start.shape.usefulThreads(context.threads, rows: examples.count)))
    let checkStop = context.checkStop
    let losses = (
      try evaluator.rowLosses(examples, parameters: before, checkStop: checkStop),
      try evaluator.rowLosses(examples, parameters: after, checkStop: checkStop)
    )
    let changes = examples.classNames(data).enumerated().map { row, name in
      WhyReport.RowChange(
        number: (kept?[row] ?? row) + 1, className: name, before: losses.0[row],
        after: losses.1[row])
    }.filter { $0.change.isFinite }
    // Of equal changes the first row comes first, as sorting alone does not promise.
    let sorted = changes.sorted { ($0.change, $0.number) < ($1.change, $1.number) }
    let rising = changes.sorted { (-$0.change, $0.number) < (-$1.change, $1.number) }
    return (
      sorted.prefix(Self.shownRows).filter { $0.change < 0 },
      rising.prefix(Self.shownRows).filter { $0.change > 0 }
    )
  }
}

extension Examples {
  /// Each row's class; nils for numbers to predict.
  fileprivate func classNames(_ data: PreparedData) -> [String?] {
    guard case .classes(let labels, _) = targets else {
      return [String?](repeating: nil, count: count)
    }
    return labels.map { data.classNames[Int($0)] }
  }
}
