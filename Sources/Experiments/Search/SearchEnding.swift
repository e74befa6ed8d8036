// What a search comes to, and where it is told to end.

/// What a search came to.
package struct SearchOutcome {
  package let search: FinishedSearch
  let isInterrupted: Bool
  /// Where its user ended it; nil otherwise.
  package let stoppedAfterTrials: Int?

  /// A search stopped before its first trial's end does not take the place of the last one.
  package var isWorthKeeping: Bool { !search.study.trials.isEmpty || !isInterrupted }
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
