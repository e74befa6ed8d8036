// A search while it runs: what has been found so far, written down and said as it comes. Whatever stops it, finished
// trials stay, and going on gives what not stopping would have given.
import Datasets
import Events
import HyperparameterSearch

struct RunningSearch {
  let context: ExperimentContext
  @Boxed private(set) var objective: SearchObjective
  let live: LiveTrials
  private(set) var search: FinishedSearch
  private var journal: SearchJournal

  init(
    _ search: FinishedSearch, _ objective: SearchObjective, journal: SearchJournal,
    in context: ExperimentContext
  ) {
    self.search = search
    self.search.bestOfRepeat = nil
    self.objective = objective
    self.journal = journal
    self.context = context
    live = LiveTrials(
      isWatched: context.showsProgress, planned: search.planned,
      direction: search.study.direction)
    for trial in search.study.trials { live.finish(trial) }
  }

  mutating func begin() {
    context.emit(.searchStarted(SearchPlan(search, objective, context.commentary)))
    journal.begin(search)
    search.id = journal.id
  }

  /// - Parameter best: the best value before it.
  @discardableResult
  mutating func record(
    _ outcome: TrialOutcome, of task: TrialTask, bestBefore best: Double?
  ) -> TrialReport? {
    search.study.record(Trial(outcome, of: task))
    guard let trial = search.study.trials.last(where: { $0.number == task.number }) else {
      return nil
    }
    let report = search.report(of: trial, bestBefore: best)
    live.finish(trial)
    journal.append(trial)
    context.emit(.trial(report))
    keepUnderWay()
    return report
  }

  /// - Parameter finished: how many trials there are, as `stop=` counts them.
  mutating func end(_ end: TrialsEnd, finished: Int) -> SearchOutcome {
    let isInterrupted = end != .complete
    if !isInterrupted { journal.markFinished() }
    context.emit(.searchEnded(ending(isInterrupted: isInterrupted)))
    return SearchOutcome(
      search: search, isInterrupted: isInterrupted,
      stoppedAfterTrials: end == .stoppedByUser ? finished : nil)
  }

  private func ending(isInterrupted: Bool) -> SearchEnd {
    let trials = search.study.trials
    let ends = trials.filter { $0.state == .done }.compactMap(\.value)
    let isExhausted = !isInterrupted && search.study.firstMissing < search.planned
    return SearchEnd(
      method: search.method, finished: trials.count, planned: search.planned,
      diverged: trials.count { $0.state == .diverged },
      failed: trials.count { $0.state == .failed },
      cut: trials.count { $0.state == .pruned }, interrupted: isInterrupted,
      exhausted: isExhausted, best: search.best,
      // Of one or two it would say nothing of the trials that were cut.
      median: search.halving != nil && ends.count < 3 ? nil : Statistics.median(ends),
      measure: search.measure, notes: context.commentary.closingNotes(on: search),
      trains: search.objective.epochs != nil, standing: standing)
  }

  /// Has it kept while it goes on, if it is time: a search in which nothing is random but what its seed
  /// decides, and whose trials are in the archive.
  private func keepUnderWay() {
    guard let keeper = context.keeper, search.id != nil, keeper.isDue() else { return }
    let study = search.study
    keeper.keep(
      WorkUnderWay(
        place: search.halving == nil ? study.firstMissing : study.trials.count,
        ending: { .searchEnded(ending(isInterrupted: true)) },
        progress: WorkProgress(
          unit: "trials", done: study.trials.count, planned: search.planned),
        remains: { search.remains }))
  }

  /// Where the best possible is known, how far the best is from it.
  private var standing: Statement? {
    guard case .table(let table) = objective else { return nil }
    return search.study.best?.value.map { context.commentary.standing(of: $0, in: table) }
  }
}

extension Trial {
  init(_ outcome: TrialOutcome, of task: TrialTask) {
    self.init(
      number: task.number, params: task.proposal.params, value: outcome.value,
      state: outcome.state, metrics: outcome.metrics, standardError: outcome.standardError,
      curve: outcome.curve, origin: task.proposal.origin, prediction: task.proposal.prediction)
  }
}

/// By which the trials of one search are chosen.
protocol SearchPolicy: TrialPolicy {
  var running: RunningSearch { get set }
  /// How many trials there are, as `stop=` counts them.
  var finished: Int { get }
}

extension SearchPolicy {
  mutating func run(_ memory: MemoryBudget) -> SearchOutcome {
    running.begin()
    let loop = TrialLoop(
      objective: running.objective, memory: memory, live: running.live, context: running.context)
    let end = loop.run(&self)
    return running.end(end, finished: finished)
  }
}
