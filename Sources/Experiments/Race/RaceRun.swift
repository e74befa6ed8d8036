// Running a race: every racer is a training course of its own, they wait for each other every few epochs,
// and what they say comes in the order of their letters. So stopping a race leaves all of them about
// equally far, and threads change nothing but the time.
import CommandLanguage
import Datasets
import Events
import HyperparameterSearch
import NeuralNetwork

/// A race that holds: its networks fit into memory, and its rows into training and validation.
package struct PreparedRace {
  let kind: RacePlan.Kind
  package let entrants: [Entrant]
  let data: PreparedData
  /// All are trained and judged on the same rows.
  let rows: TrainingRows
  let goal: TrainingGoal
  /// Said before the verdict.
  let notes: [RaceNote]
  /// The epoch at which it ends as if its user had ended it there; nil for none.
  let stop: Int?
  /// Of each racer.
  let threads: Int

  /// - Parameter entrants: at least two, their networks of any sizes.
  /// Errors: `no-validation-rows`, `loss-mismatch`, `network-too-large`.
  package init(
    _ kind: RacePlan.Kind, of entrants: [Entrant], on data: PreparedData, to goal: TrainingGoal,
    notes: [RaceNote] = [], stop: Int?, in context: ExperimentContext
  ) throws(Diagnostic) {
    self.kind = kind
    self.entrants = entrants
    self.data = data
    self.goal = goal
    self.notes = notes
    self.stop = stop
    threads = max(1, context.threads / entrants.count)
    let first = entrants[0].state
    do {
      _ = try first.settings.training.loss.loss(for: data.training.targets)
    } catch {
      throw Diagnostic(error)
    }
    try context.memory.check(entrants, on: data, threads: threads)
    rows = try first.rows(
      of: data, looksAtTest: goal.condition?.looksAtTest ?? false,
      figures: goal.condition?.wantsFigures ?? false)
  }
}

/// What a race came to.
package struct RaceOutcome {
  package let plan: RacePlan
  package let finishes: [RaceFinish]
  /// Of each racer, in the same order.
  package let settings: [SessionSettings]
  /// Said before the verdict.
  package let notes: [RaceNote]
  package let isInterrupted: Bool
  /// Where its user ended it; nil otherwise.
  package let stoppedAtEpoch: Int?
  package let testLead: TestLead?
  /// The second's loss less the first's, row by row; nil where no validation rows have judged.
  package let lead: PairedDifference?
  package let race: FinishedRace
}

package struct RaceRun {
  private let context: ExperimentContext
  let plan: RacePlan
  private let notes: [RaceNote]
  private let lanes: [Lane]
  private let waitingPoints: WaitingPoints

  package init(_ race: PreparedRace, in context: ExperimentContext) throws(Stopped) {
    self.context = context
    notes = race.notes
    lanes = try race.entrants.map { entrant throws(Stopped) in
      try Lane(entrant, in: race, context)
    }
    let course = lanes[0].course
    let hasValidation = course.rows.validation != nil
    plan = RacePlan(
      kind: race.kind, racers: race.entrants.map(\.racer), fromEpoch: course.start.epoch,
      toEpoch: race.goal.target, condition: race.goal.condition?.text,
      rows: course.rows.training.count, figureRows: course.rows.sample.count,
      validationRows: course.rows.validation?.count ?? 0, watch: course.rows.watch,
      hasTest: course.rows.test != nil, isRegression: race.data.isRegression,
      judge: hasValidation ? .validationLoss : .dataLoss, luck: SettingCatalog().luck,
      seed: course.state.settings.training.seed,
      variesSeed: Set(lanes.map(\.course.state.settings.training.seed)).count > 1,
      hasSameStart: lanes.allSatisfy { $0.course.start.parameters == course.start.parameters })
    waitingPoints = WaitingPoints(of: lanes.map(\.course), in: plan, stop: race.stop)
  }

  package func run() -> RaceOutcome {
    context.emit(.raceStarted(plan))
    for lane in lanes {
      context.emit(.raceEpoch(RaceEpoch(racer: lane.racer, report: lane.initial)))
    }
    context.emit(.raceStage(stage(at: plan.fromEpoch)))
    var isInterrupted = false
    for epoch in waitingPoints.epochs where !isInterrupted {
      let running = lanes.filter { $0.reason == nil }
      if running.isEmpty { break }
      isInterrupted = !advance(running, to: epoch)
      if isInterrupted {
        for lane in running { lane.goBackAStage() }
        break
      }
      let stage = stage(at: epoch)
      reportProgress(stage)
      for lane in running {
        for report in lane.takeUnreported() {
          context.emit(.raceEpoch(RaceEpoch(racer: lane.racer, report: report)))
        }
      }
      context.emit(.raceStage(stage))
    }
    let isUserStopped = isInterrupted
    isInterrupted = isInterrupted || lanes.contains { $0.reason == nil }
    for lane in lanes { lane.finish() }
    return outcome(isInterrupted: isInterrupted, byUser: isUserStopped)
  }

  /// Trains the racers up to an epoch; false when the user stopped that.
  private func advance(_ running: [Lane], to epoch: Int) -> Bool {
    let shouldStop = context.shouldStop
    for lane in running { lane.beginStage() }
    let delivered = runTrials(
      0..<running.count, threads: context.threads,
      body: { running[$0].advance(to: epoch, checkStop: stopCheck(shouldStop)) },
      deliver: { _, _ in },
      shouldStop: shouldStop)
    return delivered == running.count && !running.contains { $0.reason == .interrupted }
  }

  /// Called while no racer runs.
  private func reportProgress(_ stage: RaceStage) {
    guard stage.standings.contains(where: { $0.state == .running }) else { return }
    context.show(
      ProgressReport(
        activity: .racing, done: Double(stage.epoch - plan.fromEpoch),
        total: Double(plan.toEpoch - plan.fromEpoch), position: stage.epoch,
        lastPosition: plan.toEpoch, unit: "epochs", stage: stage))
  }

  private func stage(at epoch: Int) -> RaceStage {
    RaceStage(
      epoch: epoch,
      standings: lanes.map { lane in
        RaceStage.Standing(
          racer: lane.racer.letter, loss: lane.report(at: epoch).flatMap(plan.judge.value),
          state: lane.reason == nil ? .running : lane.isDiverged ? .diverged : .ended)
      })
  }

  private func outcome(isInterrupted: Bool, byUser: Bool) -> RaceOutcome {
    let finishes = rankedFinishes()
    let testLead = isInterrupted ? nil : testLead(finishes)
    return RaceOutcome(
      plan: plan, finishes: finishes, settings: lanes.map { $0.course.state.settings },
      notes: notes, isInterrupted: isInterrupted,
      // All that were still running are at one epoch.
      stoppedAtEpoch: byUser ? lanes.first { $0.reason == .interrupted }?.lastEpoch : nil,
      testLead: testLead, lead: isInterrupted ? nil : lead(finishes),
      race: FinishedRace(
        kind: plan.kind,
        results: lanes.map {
          FinishedRace.Result(
            racer: $0.racer, end: TrainingPosition($0.course.state),
            weightsEpoch: $0.weightsEpoch, lastTrain: $0.course.state.lastTrain,
            wasInterrupted: $0.reason == .interrupted)
        }, winner: finishes.first { $0.place == 1 }?.racer.letter, testLead: testLead))
  }

  /// Nil where the first is first on the test rows too, or validation rows have judged.
  private func testLead(_ finishes: [RaceFinish]) -> TestLead? {
    func testLoss(_ index: Int) -> Double { finishes[index].report.test?.dataLoss ?? .nan }
    let ranked = finishes.indices.filter { finishes[$0].place != nil && testLoss($0).isFinite }
    guard plan.judge == .dataLoss, let first = ranked.first(where: { finishes[$0].place == 1 }),
      let best = ranked.min(by: { testLoss($0) < testLoss($1) }), testLoss(best) < testLoss(first),
      let difference = PairedDifference(testRowLosses(first), testRowLosses(best))
    else { return nil }
    return TestLead(
      racer: finishes[best].racer.letter, winner: finishes[first].racer.letter,
      difference: difference)
  }

  private func lead(_ finishes: [RaceFinish]) -> PairedDifference? {
    guard plan.judge == .validationLoss,
      let first = finishes.firstIndex(where: { $0.place == 1 }),
      let second = finishes.firstIndex(where: { $0.place == 2 })
    else { return nil }
    return PairedDifference(
      rowLosses(second, lanes[second].course.rows.validation),
      rowLosses(first, lanes[first].course.rows.validation))
  }

  private func testRowLosses(_ index: Int) -> [Double] {
    rowLosses(index, lanes[index].course.rows.test)
  }

  /// Of a sample where there are very many rows, so that nobody has to be asked whether to stop.
  private func rowLosses(_ index: Int, _ rows: Examples?) -> [Double] {
    let course = lanes[index].course
    guard let rows = rows?.sampledForFigures, let training = course.state.training
    else { return [] }
    return Evaluator(shape: training.shape, loss: course.loss, kernels: context.kernels)
      .rowLosses(rows, parameters: training.parameters, checkStop: {})
  }

  private func rankedFinishes() -> [RaceFinish] {
    // Racers that went on to the end count where the stopped ones are.
    let stopped = lanes.filter { $0.reason == .interrupted }.map(\.lastEpoch).min()
    var finishes = lanes.map { $0.result(judge: plan.judge, stoppedAt: stopped) }
    let values = finishes.indices.compactMap { index -> (value: Double, index: Int)? in
      guard !lanes[index].isDiverged, stopped != plan.fromEpoch,
        let value = plan.judge.value(in: finishes[index].report),
        value.isFinite
      else { return nil }
      return (value, index)
    }
    for (place, entry) in values.sorted(by: { $0 < $1 }).enumerated() {
      finishes[entry.index].place = place + 1
    }
    return finishes
  }
}
