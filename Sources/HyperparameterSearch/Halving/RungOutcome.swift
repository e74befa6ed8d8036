// What became of the trials of a halving search, rung by rung, from what is recorded of them: where each ended
// stands in its curve.

package struct RungOutcome: Equatable, Sendable {
  /// The place of its bracket, from 0.
  package var bracket: Int
  /// From 0.
  package var rung: Int
  /// After how many epochs, counted from a trial's start, it begins and ends.
  package var epochs: Range<Int>
  /// Trials that were trained in it.
  package var trials: Int
  /// Those of them that went on.
  package var kept: Int
  /// Those of them that diverged.
  package var diverged: Int
}

extension HalvingPlan {
  /// The rungs that are behind the trials; of a search that was stopped fewer than are planned.
  package func outcomes(of study: Study) -> [RungOutcome] {
    brackets.indices.flatMap { outcomes(ofBracket: $0, study) }
  }

  private func outcomes(ofBracket place: Int, _ study: Study) -> [RungOutcome] {
    let bracket = brackets[place]
    let trials = study.trials.filter { bracket.trials.contains($0.number) }
    let ends = trials.map(bracket.rung(ofEnd:))
    guard let last = ends.max() else { return [] }
    // Trials are recorded when they end: where none has reached the last rung, the others are under way.
    let isOver = last == bracket.rungs.count - 1
    let underWay = isOver ? 0 : bracket.trials.count - trials.count
    return (0...last).map { rung in
      let reached = ends.count { $0 >= rung } + underWay
      let start = rung > 0 ? bracket.rungs[rung - 1].epochs : 0
      return RungOutcome(
        bracket: place, rung: rung, epochs: start..<bracket.rungs[rung].epochs, trials: reached,
        kept: reached - ends.count { $0 == rung },
        diverged: zip(trials, ends).count { !$0.state.hasValue && $1 == rung })
    }
  }
}

extension HalvingPlan.Bracket {
  /// The rung in which a recorded trial ended.
  fileprivate func rung(ofEnd trial: Trial) -> Int {
    let seen = trial.curve.last?.epoch ?? 0
    let rung =
      trial.state.hasValue
      ? rungs.lastIndex { $0.epochs <= seen } : rungs.firstIndex { $0.epochs > seen }
    return rung ?? (trial.state.hasValue ? 0 : rungs.count - 1)
  }
}
