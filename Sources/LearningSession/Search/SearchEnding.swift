// The end of a search, whichever way it ran: its trials become the state's, and it says what came of them.
import HyperparameterSearch

struct SearchEnding {
  let performance: Performance
  let search: FinishedSearch
  let objective: SearchObjective

  /// - Parameter again: the command that does as much, if its user ended it.
  func finish(_ journal: inout SearchJournal, isInterrupted: Bool, again: String?) {
    let trials = search.study.trials
    // A search stopped before its first trial's end does not take the place of the last one.
    let isKept = !trials.isEmpty || !isInterrupted
    if isKept { performance.update { $0.search = search } }
    // What was written down as points of this search is tried when it goes on.
    if isKept || search.id != nil, !performance.state.guesses.isEmpty {
      performance.update { $0.guesses = [] }
    }
    if !isInterrupted { journal.markFinished() }
    let ends = trials.filter { $0.state == .done }.compactMap(\.value)
    let isExhausted = !isInterrupted && search.study.firstMissing < search.planned
    performance.emit(
      .searchEnded(
        SearchEnd(
          method: search.method, finished: trials.count, planned: search.planned,
          diverged: trials.count { $0.state == .diverged },
          failed: trials.count { $0.state == .failed },
          cut: trials.count { $0.state == .pruned }, interrupted: isInterrupted,
          exhausted: isExhausted, best: search.best,
          // Of one or two it would say nothing of the trials that were cut.
          median: search.halving != nil && ends.count < 3 ? nil : median(ends),
          measure: search.measure, notes: search.closingNotes(performance.state.settings.explain),
          trains: search.objective.epochs != nil, standing: standing)))
    if let again { performance.noteInterruption(again: again) }
  }

  /// Where the best possible is known, how far the best is from it.
  private var standing: Statement? {
    guard case .table(let table) = objective else { return nil }
    return search.study.best?.value.map(table.standing(of:))
  }
}

/// The middle value, or the mean of the two middle ones; nil of none.
func median(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// Where a search ends as if its user had ended it there.
struct SearchStop: Sendable {
  /// So many trials; nil for none.
  let trials: Int?
  /// The command that does as much as was done by so many.
  let again: @Sendable (Int) -> String

  func isReached(by finished: Int) -> Bool { trials.map { finished >= $0 } ?? false }
}
