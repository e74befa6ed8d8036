// The end of a search, whichever way it ran: it says what came of its trials.
import Events
import HyperparameterSearch

/// What a search came to.
package struct SearchOutcome {
  package let search: FinishedSearch
  let isInterrupted: Bool
  /// Where its user ended it; nil otherwise.
  package let stoppedAfterTrials: Int?

  /// A search stopped before its first trial's end does not take the place of the last one.
  package var isWorthKeeping: Bool { !search.study.trials.isEmpty || !isInterrupted }
}

struct SearchEnding {
  let context: ExperimentContext
  let search: FinishedSearch
  let objective: SearchObjective

  func finish(
    _ journal: inout SearchJournal, isInterrupted: Bool, stoppedAfterTrials: Int?
  ) -> SearchOutcome {
    let trials = search.study.trials
    if !isInterrupted { journal.markFinished() }
    let ends = trials.filter { $0.state == .done }.compactMap(\.value)
    let isExhausted = !isInterrupted && search.study.firstMissing < search.planned
    context.emit(
      .searchEnded(
        SearchEnd(
          method: search.method, finished: trials.count, planned: search.planned,
          diverged: trials.count { $0.state == .diverged },
          failed: trials.count { $0.state == .failed },
          cut: trials.count { $0.state == .pruned }, interrupted: isInterrupted,
          exhausted: isExhausted, best: search.best,
          // Of one or two it would say nothing of the trials that were cut.
          median: search.halving != nil && ends.count < 3 ? nil : Statistics.median(ends),
          measure: search.measure, notes: context.commentary.closingNotes(on: search),
          trains: search.objective.epochs != nil, standing: standing)))
    return SearchOutcome(
      search: search, isInterrupted: isInterrupted, stoppedAfterTrials: stoppedAfterTrials)
  }

  /// Where the best possible is known, how far the best is from it.
  private var standing: Statement? {
    guard case .table(let table) = objective else { return nil }
    return search.study.best?.value.map { context.commentary.standing(of: $0, in: table) }
  }
}

/// Where a search ends as if its user had ended it there.
package struct SearchStop: Sendable {
  /// So many trials; nil for none.
  let trials: Int?

  package init(trials: Int?) {
    self.trials = trials
  }

  func isReached(by finished: Int) -> Bool { trials.map { finished >= $0 } ?? false }
}
