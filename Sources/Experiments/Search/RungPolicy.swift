// Searching rung after rung, each trial going on from the weights it had, the worst of them cut. What a trial was at
// a rung stands in its curve, so a search that was stopped decides again as it did before.
import Events
import HyperparameterSearch

struct RungPolicy: SearchPolicy {
  var running: RunningSearch
  let plan: HalvingPlan
  let proposals: [Proposal]
  let stop: SearchStop
  /// The bracket under way, and its rung.
  private var (place, rung) = (0, 0)
  /// Those that have reached the rung.
  private var alive: [Int] = []
  /// What the trials were at the rung; nil between two rungs.
  private var outcomes: [Int: TrialOutcome]?
  /// Of the trials that go on.
  private var progress: [Int: TrialProgress] = [:]

  init(running: RunningSearch, plan: HalvingPlan, proposals: [Proposal], stop: SearchStop) {
    self.running = running
    self.plan = plan
    self.proposals = proposals
    self.stop = stop
  }

  var finished: Int { running.search.study.trials.count }

  /// Trials end rung by rung, so it stops behind the rung that has enough.
  mutating func next() -> NextTrials {
    if let outcomes { endRung(outcomes) }
    guard plan.brackets.indices.contains(place) else { return .end(.complete) }
    return stop.isReached(by: finished) ? .end(.reachedStop) : .tasks(beginRung())
  }

  /// Those of the rung that have yet to be trained up to it.
  private mutating func beginRung() -> [TrialTask] {
    let bracket = plan.brackets[place]
    if rung == 0 {
      // The space may have had fewer points.
      alive = bracket.trials.filter { proposals.indices.contains($0) }
      progress = [:]
    }
    let epoch = bracket.rungs[rung].epochs
    var outcomes: [Int: TrialOutcome] = [:]
    for number in alive { outcomes[number] = known(number, at: epoch) }
    self.outcomes = outcomes
    return alive.filter { outcomes[$0] == nil }.map { task(for: $0, to: epoch) }
  }

  private func task(for number: Int, to epoch: Int) -> TrialTask {
    TrialTask(
      number: number, proposal: proposals[number],
      seed: running.search.study.trialSeed(number), progress: progress[number], end: epoch)
  }

  /// What a recorded trial was after so many epochs.
  private func known(_ number: Int, at epoch: Int) -> TrialOutcome? {
    guard let trial = running.search.study.trials.first(where: { $0.number == number }) else {
      return nil
    }
    if let point = trial.curve.first(where: { $0.epoch == epoch }) {
      var value = point.value
      if case .training(let training) = running.objective, training.setup.takesBestEpoch {
        let direction = running.search.study.direction
        for earlier in trial.curve.prefix(while: { $0.epoch < epoch })
        where direction.isBetter(earlier.value, than: value) { value = earlier.value }
      }
      return TrialOutcome(
        state: .done, value: value, standardError: trial.standardError,
        metrics: trial.metrics, curve: trial.curve)
    }
    return trial.state.hasValue ? nil : TrialOutcome(state: trial.state, curve: trial.curve)
  }

  mutating func receive(_ result: TrialResult, of task: TrialTask) {
    outcomes?[task.number] = result.outcome
    progress[task.number] = result.progress
  }

  /// Promotes the best; for the others it is over.
  private mutating func endRung(_ outcomes: [Int: TrialOutcome]) {
    let bracket = plan.brackets[place]
    let isLast = rung == bracket.rungs.count - 1
    let values = alive.map { (trial: $0, value: outcomes[$0]?.value) }
    let kept =
      isLast
      ? []
      : bracket.promoted(
        from: rung, values: values, direction: running.search.study.direction)
    let ended = alive.filter { !kept.contains($0) }
    for number in ended {
      guard var outcome = outcomes[number] else { continue }
      if !isLast, outcome.state == .done { outcome.state = .pruned }
      record(outcome, of: number, at: bracket.rungs[rung].epochs)
    }
    report(bracket, kept: kept, outcomes)
    for number in ended { progress[number] = nil }
    alive = kept
    self.outcomes = nil
    (place, rung) = isLast ? (place + 1, 0) : (place, rung + 1)
  }

  private mutating func record(_ outcome: TrialOutcome, of number: Int, at epoch: Int) {
    guard !running.search.study.trials.contains(where: { $0.number == number }) else { return }
    // Trials end in no order of their numbers.
    running.record(
      outcome, of: task(for: number, to: epoch), bestBefore: running.live.bestSoFar)
  }

  private func report(
    _ bracket: HalvingPlan.Bracket, kept: [Int], _ outcomes: [Int: TrialOutcome]
  ) {
    let search = running.search
    let values = kept.compactMap { outcomes[$0]?.value }
    let diverged = alive.filter { outcomes[$0]?.state != .done }
    running.context.emit(
      .rung(
        RungReport(
          bracket: plan.brackets.count > 1 ? place + 1 : nil, rung: rung + 1,
          rungs: bracket.rungs.count, epochs: bracket.rungs[rung].epochs, trials: alive,
          kept: kept, cut: alive.filter { !kept.contains($0) && !diverged.contains($0) },
          diverged: diverged,
          threshold: search.study.direction == .minimize ? values.max() : values.min(),
          measure: search.measure)))
  }
}
