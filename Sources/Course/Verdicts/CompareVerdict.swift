// What a comparison of searchers comes to: who was better and by how much, whether the scatter of the runs
// explains it, and where the difference came from.
import Events
import Experiments
import HyperparameterSearch

package struct CompareVerdict {
  let report: CompareReport
  let studies: [[Study]]
  /// Whether what stands behind a conclusion is to be said.
  let isFull: Bool

  package init(report: CompareReport, studies: [[Study]], isFull: Bool) {
    self.report = report
    self.studies = studies
    self.isFull = isFull
  }

  private var direction: SearchDirection { report.plan.measure.direction }
  private var winner: Int { report.ranking[0] }
  private var second: Int { report.ranking[1] }
  private func name(_ place: Int) -> String { report.plan.searchers[place].name }

  package var statements: [Statement] {
    guard report.ranking.count > 1 else { return [] }
    var statements = [lead]
    if let known = distanceFromBest { statements.append(known) }
    statements += [difference(winner, second)].compactMap(\.self)
    if second != report.reference, winner != report.reference {
      statements += [difference(winner, report.reference)].compactMap(\.self)
    }
    return statements + [speed, coverage].compactMap(\.self)
      + studies.indices.compactMap(choices) + unlucky
  }

  private var lead: Statement {
    let rows = report.rows
    guard let best = rows[winner].final.median else {
      return "No run of any reached a finite value."
    }
    guard let next = rows[second].final.median else {
      return "Only \(name(winner)) has a finite median best."
    }
    if best == next {
      return """
        \(name(winner)) and \(name(second)) have the same median best, \(best, "winner_median").
        """
    }
    return """
      \(name(winner))'s median best is the best, \(best, "winner_median"); \(name(second))'s is next, \
      \(next, "second_median").
      """
  }

  private var distanceFromBest: Statement? {
    guard let best = report.bestPossible, let median = report.rows[winner].final.median else {
      return nil
    }
    guard best != median else { return "That is the best of the table." }
    return """
      The best of the table is \(best, "table_best"): that median is \(abs(best - median), "winner_regret") \
      away.
      """
  }

  /// Run by run, so that what a seed does to both cancels.
  private func difference(_ left: Int, _ right: Int) -> Statement? {
    let pairs = zip(report.rows[left].bests, report.rows[right].bests)
    let gains = pairs.compactMap { one, other -> Double? in
      guard let one, let other else { return nil }
      return direction == .minimize ? other - one : one - other
    }
    guard gains.count > 1, gains.count == report.plan.seeds.count else { return nil }
    let gain = Statistics.mean(gains)
    guard let error = Statistics.standardError(of: gains), error > 0 else {
      return gain == 0
        ? "\(name(left)) and \(name(right)) found the same in every run."
        : "\(name(gain > 0 ? left : right)) beat \(name(gain > 0 ? right : left)) by \(abs(gain), "gain") in every run."
    }
    // Means may go the other way than medians.
    if gain < 0 { return difference(right, left) }
    let test = MeanDifference(mean: gain, error: error, freedom: gains.count - 1)
    let verdict: Statement =
      test.isClear
      ? "more than luck explains"
      : "\(gains.count, "runs") runs do not tell that from luck; more `repeats` would"
    return """
      Seed by seed, \(name(left)) beats \(name(right)) by \(gain, "gain") ± \(error, "gain_error") on \
      average\(test.behind("gain", isFull: isFull)): \(verdict).
      """
  }

  private var speed: Statement? {
    guard winner != report.reference else { return nil }
    guard let trials = report.rows[winner].medianTrialsToReference else { return nil }
    return """
      \(name(winner)) was as good as \(name(report.reference))'s median best after \(trials, "trials_needed") of \
      \(report.plan.searchers[winner].trials, "trials") trials (the median run).
      """
  }

  // MARK: Where it comes from

  /// How a grid covers the axis that matters most.
  private var coverage: Statement? {
    guard let grid = studies.indices.first(where: { name($0) == "grid" }),
      let other = report.ranking.first(where: { $0 != grid && !studies[$0][0].sampler.usesResults })
    else { return nil }
    let shares = importance(studies[other])
    let axes = studies[grid][0].space.axes.map(\.name)
    func values(_ place: Int, _ axis: String) -> Int {
      Set(studies[place][0].trials.compactMap { $0.param(axis) }).count
    }
    guard let axis = shares?.axes.first ?? axes.first else { return nil }
    func count(_ place: Int) -> Int { studies[place][0].trials.count }
    var text: Statement = """
      Of \(axis), grid tried \(values(grid, axis), "grid_values") different values in \
      \(count(grid), "grid_trials") trials, \(name(other)) \(values(other, axis), "other_values") in \
      \(count(other), "other_trials")
      """
    if let shares {
      text = """
        \(text); \(axis) explains \(shares.mean, "axis_share", .percent) ± \
        \(shares.deviation, "axis_share_deviation", .percent) of the differences between \
        \(name(other))'s trials (fANOVA)
        """
    }
    return "\(text)."
  }

  private func importance(_ runs: [Study]) -> FANOVA.Share? {
    var trials: [Trial] = []
    for trial in runs.flatMap(\.trials).prefix(FinishedSearch.mostForImportance) {
      var trial = trial
      trial.number = trials.count
      trials.append(trial)
    }
    guard runs[0].space.axes.contains(where: { $0.domain.varies }),
      let shares = try? FANOVA(space: runs[0].space, trials: trials, seed: runs[0].seed),
      !shares.isConstant
    else { return nil }
    return shares.mainEffects.enumerated().max { left, right in
      left.element.mean != right.element.mean
        ? left.element.mean < right.element.mean : left.offset > right.offset
    }?.element
  }

  /// Whether a model chose better points than chance.
  private func choices(_ place: Int) -> Statement? {
    guard studies[place][0].sampler.usesResults, name(report.reference) == "random" else {
      return nil
    }
    let draws = studies[report.reference].flatMap(\.trials).compactMap(\.value)
    let trials = studies[place].flatMap(\.trials)
    let chosen = trials.filter { $0.origin != .start && $0.origin != .random }
    let starts = trials.count - chosen.count
    guard let middle = Statistics.median(draws), !chosen.isEmpty else { return nil }
    let better = chosen.count { $0.value.map { direction.isBetter($0, than: middle) } ?? false }
    return """
      Of the \(chosen.count, "chosen") trials that \(name(place)) chose by results, after \(starts, "starts") \
      to start with, \(Double(better) / Double(chosen.count), "chosen_better", .percent) beat the median \
      random draw.
      """
  }

  private var unlucky: [Statement] {
    guard report.bestPossible != nil, studies.indices.contains(where: { name($0) == "grid" }) else {
      return []
    }
    return ["A grid in a table has no chance in it: its runs are all the same."]
  }
}
