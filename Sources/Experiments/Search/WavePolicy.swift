// Searching wave after wave, each trial a pure function of the study's seed and its own number: the points of a
// wave are chosen without knowing of one another's results.
import Datasets
import CommandLanguage
import Events
import HyperparameterSearch

extension FinishedSearch {
  /// The trials to run next, without those that are there already. Stopped while they are chosen, not all.
  fileprivate func nextWave(shouldStop: () -> Bool) -> [TrialTask] {
    let first = study.firstMissing
    guard first < planned else { return [] }
    let known = Set(study.trials.map(\.number))
    return study.wave(from: first, upTo: planned, shouldStop: shouldStop).enumerated()
      .map { (number: first + $0.offset, proposal: $0.element) }
      .filter { !known.contains($0.number) }
      .map {
        TrialTask(number: $0.number, proposal: $0.proposal, seed: study.trialSeed($0.number))
      }
  }
}

/// A search that holds: the trials that are known before the first one runs can be run.
package struct PreparedSearch {
  @Boxed private var search: FinishedSearch
  @Boxed private var objective: SearchObjective
  private let memory: MemoryBudget
  private let firstWave: [TrialTask]
  private let stop: SearchStop

  /// Errors: those of `SearchObjective.check`.
  package init(
    _ search: FinishedSearch, _ objective: SearchObjective, _ stop: SearchStop,
    in context: ExperimentContext
  ) throws(Diagnostic) {
    self.search = search
    self.objective = objective
    memory = context.memory
    self.stop = stop
    firstWave = search.nextWave(shouldStop: context.shouldStop)
    // Of very many, whoever stops it waits for none; it then ends before its first trial.
    for task in firstWave where !context.shouldStop() {
      try objective.check(task.proposal.params, memory)
    }
  }

  /// Runs the trials that are planned and not there yet.
  package func run(_ journal: SearchJournal, in context: ExperimentContext) -> SearchOutcome {
    var policy = WavePolicy(
      running: RunningSearch(search, objective, journal: journal, in: context),
      firstWave: firstWave, stop: stop)
    return policy.run(memory)
  }
}

private struct WavePolicy: SearchPolicy {
  var running: RunningSearch
  /// Nil once it has begun.
  var firstWave: [TrialTask]?
  let stop: SearchStop

  var finished: Int { running.search.study.firstMissing }

  mutating func next() -> NextTrials {
    let wave = firstWave ?? running.search.nextWave(shouldStop: running.context.shouldStop)
    firstWave = nil
    if wave.isEmpty { return .end(.complete) }
    let wanted = wave.filter { !stop.isReached(by: $0.number) }
    return wanted.isEmpty ? .end(.reachedStop) : .tasks(wanted)
  }

  mutating func receive(_ result: TrialResult, of task: TrialTask) {
    let (context, live, number) = (running.context, running.live, task.number)
    let best = live.bestBefore(number, in: running.search.study)
    guard let report = running.record(result.outcome, of: task, bestBefore: best) else { return }
    if let failure = result.outcome.failure {
      context.emit(
        .trialReason(TrialReason(number: number, statements: ["\(failure.message)"])))
    } else if let reason = context.commentary.reason(for: report, in: running.search) {
      context.emit(.trialReason(reason))
    }
    live.report(to: context)
  }
}
