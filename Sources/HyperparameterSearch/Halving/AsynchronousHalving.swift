// Successive halving without waiting for others: each trial is compared, when it gets to a rung, with those that got
// there before it.

/// Asynchronous successive halving (Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020)
/// by its stopping rule, as Optuna's `SuccessiveHalvingPruner` applies it: rung k is at step `minStep`·`reduction`ᵏ. A
/// trial goes on from it if its value there is among the best of one in `reduction` of all that trials had there so
/// far, its own counted, and the very best always does.
package struct AsynchronousHalving: Equatable, Sendable {
  /// One in so many goes on (η).
  package let reduction: Int
  /// The step of the first rung.
  package let minStep: Int
  /// The values that trials had at each rung, the best first.
  private var rungs: [[Double]] = []
  /// How many rungs a trial has got to.
  private var reached: [Int: Int] = [:]

  package init(reduction: Int, minStep: Int) {
    (self.reduction, self.minStep) = (max(2, reduction), max(1, minStep))
  }

  /// Takes in a trial's value after a step; whether the trial goes on.
  package mutating func goesOn(
    _ trial: Int, step: Int, value: Double, direction: SearchDirection
  ) -> Bool {
    var rung = reached[trial] ?? 0
    while let start = start(of: rung), step >= start {
      if rung == rungs.count { rungs.append([]) }
      let place =
        rungs[rung].firstIndex { direction.isBetter(value, than: $0) } ?? rungs[rung].count
      rungs[rung].insert(value, at: place)
      reached[trial] = rung + 1
      let last = rungs[rung][max(rungs[rung].count / reduction, 1) - 1]
      if direction.isBetter(last, than: value) { return false }
      rung += 1
    }
    return true
  }

  /// Nil where no step is so large.
  private func start(of rung: Int) -> Int? {
    product([minStep] + [Int](repeating: reduction, count: rung))
  }
}
