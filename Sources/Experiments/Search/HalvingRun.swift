// Running a search that cuts trials: rung after rung, each trial going on from the weights it had. What a
// trial was at a rung stands in its curve, so a search that was stopped decides again as it did before.
import CommandLanguage
import Events
import HyperparameterSearch
import NeuralNetwork
import SpaceLanguage

/// A halving search that holds: all its trials can be run, and their weights kept side by side.
package struct PreparedHalving {
  let search: FinishedSearch
  let plan: HalvingPlan
  let objective: TrainingObjective
  let points: [[ParameterAssignment]]
  let origins: [TrialOrigin]
  /// As many as there are, or as the largest trials fit into memory side by side.
  let threads: Int
  let stop: SearchStop

  /// Errors: those of `TrainingObjective.check`, and `network-too-large` where the weights of all
  /// trials do not fit into memory together.
  package init(
    _ search: FinishedSearch, _ plan: HalvingPlan, _ objective: TrainingObjective,
    _ stop: SearchStop, in context: ExperimentContext
  ) throws(Diagnostic) {
    self.search = search
    self.plan = plan
    self.objective = objective
    self.stop = stop
    let proposals = search.study.wave(from: 0, upTo: plan.trialCount)
    points = proposals.map(\.params)
    origins = proposals.map(\.origin)
    let memory = context.memory
    var (largest, kept) = (1, 0)
    for params in points {
      try objective.check(params, memory)
      largest = max(largest, objective.memoryNeed(params))
      kept = MemoryNeed.sum(kept, objective.keptBytes(params))
    }
    try memory.check(
      kept, for: "keeping the weights of \(points.count) trials", id: "network-too-large",
      range: nil, suggestion: "fewer trials, or smaller networks")
    threads = max(1, min(context.threads, memory.free / largest))
  }
}

package struct HalvingRun {
  private let context: ExperimentContext
  private let prepared: PreparedHalving
  private(set) var search: FinishedSearch
  private var journal: SearchJournal
  private let live: LiveTrials
  /// Of the trials that go on.
  private var progress: [Int: TrialProgress] = [:]

  private var objective: TrainingObjective { prepared.objective }
  private var plan: HalvingPlan { prepared.plan }
  private var points: [[ParameterAssignment]] { prepared.points }

  package init(_ prepared: PreparedHalving, journal: SearchJournal, in context: ExperimentContext) {
    self.prepared = prepared
    search = prepared.search
    self.journal = journal
    self.context = context
    live = LiveTrials(
      isWatched: context.showsProgress, planned: prepared.plan.trialCount,
      direction: search.study.direction)
    for trial in search.study.trials { live.finish(trial) }
  }

  package mutating func run() -> SearchOutcome {
    let objective = SearchObjective.training(objective)
    context.emit(.searchStarted(SearchPlan(search, objective, context.commentary)))
    journal.begin(search)
    search.id = journal.id
    var isInterrupted = false
    for place in plan.brackets.indices where !isInterrupted {
      isInterrupted = !runBracket(place)
    }
    let finished = search.study.trials.count
    let isByUser = isInterrupted && !prepared.stop.isReached(by: finished)
    return SearchEnding(context: context, search: search, objective: objective).finish(
      &journal, isInterrupted: isInterrupted, stoppedAfterTrials: isByUser ? finished : nil)
  }

  /// False when it was stopped. Trials end rung by rung, so it stops behind the rung that has enough.
  private mutating func runBracket(_ place: Int) -> Bool {
    let bracket = plan.brackets[place]
    // The space may have had fewer points.
    var alive = bracket.trials.filter { points.indices.contains($0) }
    progress = [:]
    for (index, rung) in bracket.rungs.enumerated() {
      if prepared.stop.isReached(by: search.study.trials.count) { return false }
      let outcomes = train(alive, to: rung.epochs)
      guard outcomes.count == alive.count else { return false }
      let values = alive.map { (trial: $0, value: outcomes[$0]?.value) }
      let isLast = index == bracket.rungs.count - 1
      let kept =
        isLast
        ? []
        : bracket.promoted(
          from: index, values: values, direction: search.study.direction)
      let ended = alive.filter { !kept.contains($0) }
      for number in ended {
        guard var outcome = outcomes[number] else { continue }
        if !isLast, outcome.state == .done { outcome.state = .pruned }
        record(outcome, number: number)
      }
      report(bracket, place: place, rung: index, reached: alive, kept: kept, outcomes)
      for number in ended { progress[number] = nil }
      alive = kept
    }
    return true
  }

  /// Trains each of these on to an epoch; without those that were stopped.
  private mutating func train(_ numbers: [Int], to epoch: Int) -> [Int: TrialOutcome] {
    var outcomes: [Int: TrialOutcome] = [:]
    for number in numbers { outcomes[number] = known(number, at: epoch) }
    let missing = numbers.filter { outcomes[$0] == nil }
    let (objective, study, points, live) = (objective, search.study, points, live)
    let (context, shouldStop) = (context, context.shouldStop)
    let before = progress
    runTrials(
      0..<missing.count, threads: prepared.threads,
      body: { place -> (TrialOutcome, TrialProgress?)? in
        let number = missing[place]
        live.begin(number, points[number])
        defer { live.end(number) }
        do throws(Diagnostic) {
          var progress: TrialProgress
          if let kept = before[number] {
            progress = kept
          } else {
            progress = try objective.start(
              points[number], seeds: objective.setup.seeds(of: study.trialSeed(number)))
          }
          let outcome = objective.advance(
            &progress, to: epoch, shouldStop: shouldStop, watch: { live.add($0, to: number) })
          return outcome.map { ($0, progress) }
        } catch {
          return (.failed(error), nil)
        }
      },
      deliver: { place, result in
        guard let (outcome, next) = result else { return }
        outcomes[missing[place]] = outcome
        progress[missing[place]] = next
      },
      shouldStop: {
        live.report(to: context)
        return shouldStop()
      })
    return outcomes
  }

  /// What a recorded trial was after so many epochs.
  private func known(_ number: Int, at epoch: Int) -> TrialOutcome? {
    guard let trial = search.study.trials.first(where: { $0.number == number }) else { return nil }
    if let point = trial.curve.first(where: { $0.epoch == epoch }) {
      return TrialOutcome(
        state: .done, value: point.value, standardError: trial.standardError,
        metrics: trial.metrics, curve: trial.curve)
    }
    return trial.state.hasValue ? nil : TrialOutcome(state: trial.state, curve: trial.curve)
  }

  private mutating func record(_ outcome: TrialOutcome, number: Int) {
    guard !search.study.trials.contains(where: { $0.number == number }) else { return }
    let trial = Trial(
      number: number, params: points[number], value: outcome.value, state: outcome.state,
      metrics: outcome.metrics, standardError: outcome.standardError, curve: outcome.curve,
      origin: prepared.origins[number])
    search.study.record(trial)
    journal.append(trial)
    let report = search.report(of: trial, bestBefore: live.bestSoFar)
    live.finish(trial)
    context.emit(.trial(report))
  }

  private func report(
    _ bracket: HalvingPlan.Bracket, place: Int, rung: Int, reached: [Int], kept: [Int],
    _ outcomes: [Int: TrialOutcome]
  ) {
    let values = kept.compactMap { outcomes[$0]?.value }
    let diverged = reached.filter { outcomes[$0]?.state != .done }
    context.emit(
      .rung(
        RungReport(
          bracket: plan.brackets.count > 1 ? place + 1 : nil, rung: rung + 1,
          rungs: bracket.rungs.count, epochs: bracket.rungs[rung].epochs, trials: reached,
          kept: kept, cut: reached.filter { !kept.contains($0) && !diverged.contains($0) },
          diverged: diverged,
          threshold: search.study.direction == .minimize ? values.max() : values.min(),
          measure: search.measure)))
  }
}

extension HalvingPlan {
  package init(
    trials: Int, epochs: Int, hasBrackets: Bool, range: SourceRange?
  ) throws(Diagnostic) {
    do throws(SpaceError) {
      self =
        hasBrackets
        ? try .hyperband(trials: trials, maxEpochs: epochs)
        : try .successiveHalving(trials: trials, maxEpochs: epochs)
    } catch {
      throw Diagnostic(error, axis: nil, range: range)
    }
  }
}

extension TrainingObjective {
  /// The bytes that a trial keeps while others are trained.
  func keptBytes(_ params: [ParameterAssignment]) -> Int {
    guard let configuration = try? configuration(params),
      let count = NetworkShape.checkedParameterCount(
        inputs: inputs, hidden: configuration.hidden, outputs: outputs)
    else { return 0 }
    let arrays = configuration.settings.training.optimizer.rule.slots.count
    return MemoryNeed.product(count, 1 + arrays, setup.runs, MemoryLayout<Float>.stride)
  }
}
