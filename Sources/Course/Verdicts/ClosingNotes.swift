// What can be said when a search is over: how far the best is ahead, whether more trials would help, and what
// random draws would have reached.
import Events
import Experiments
import HyperparameterSearch
import Numerics

extension FinishedSearch {
  func closingNotes(_ level: ExplainLevel) -> [Statement] {
    guard level != .off, study.best != nil else { return [] }
    let isFull = level == .full
    guard isFull else {
      let notes = [leadOfBest(isFull: isFull), surprise, whatMattered, chanceOfMore]
      return Array(notes.compactMap(\.self).prefix(Self.mostInBrief))
    }
    return [
      leadOfBest(isFull: isFull), surprise, whatMattered, model, limitOfModel, modelAgainstRandom,
      chanceOfMore,
    ].compactMap(\.self)
  }

  private static let mostInBrief = 3

  /// Beyond so many standard deviations a result is no chance, but a model that was too sure.
  private static let surprisingScore = 3.0

  /// A share with a larger ± than this is not told as certain.
  private static let wideDeviation = 0.15

  /// The trial that the model was most wrong of.
  private var surprise: Statement? {
    let scores = reports.compactMap { report in report.zScore.map { (report.number, $0) } }
    guard let (number, score) = scores.max(by: { abs($0.1) < abs($1.1) }),
      abs(score) > Self.surprisingScore
    else { return nil }
    return """
      The model was too sure of itself: trial \(number, "surprising_trial") came \
      \(abs(score), "largest_z") times as far from its guess as its doubt allowed for.
      """
  }

  /// The axis that explains most, by fANOVA.
  private var whatMattered: Statement? {
    guard study.space.axes.count(where: { $0.domain.varies }) > 1,
      study.trials.count <= Self.mostForImportance,
      let report = try? ImportanceReport(self), !report.isConstant, report.shares.count > 1
    else { return nil }
    let (first, second) = (report.shares[0], report.shares[1])
    let share: Statement = """
      \(first.mean, "share_first", .percent) ± \(first.deviation, "share_first_deviation", .percent)
      """
    // The trees disagree about which is the first.
    guard first.mean - first.deviation > second.mean + second.deviation else {
      return """
        These trials do not tell which mattered most: \(first.axes[0]) may make \(share) of the \
        differences, \(second.axes[0]) \(second.mean, "share_second", .percent) ± \
        \(second.deviation, "share_second_deviation", .percent) (`explain fanova`).
        """
    }
    let word = first.deviation > Self.wideDeviation ? "seems to have mattered" : "mattered"
    return """
      \(first.axes[0]) \(word) most: by itself it makes \(share) of the differences (`explain fanova`; \
      `importance` shows all).
      """
  }

  /// What the last model took for granted.
  private var model: Statement? {
    study.trials.last { $0.prediction != nil }?.prediction.flatMap { lengthscales($0.model) }
  }

  /// Where the model took bad values for less bad.
  private var limitOfModel: Statement? {
    guard study.trials.contains(where: { $0.prediction != nil }),
      let limit = SurrogateModel.ceiling(of: study.trials, study.direction)
    else { return nil }
    let beyond = study.trials.compactMap(\.value).count {
      study.direction.isBetter(limit, than: $0)
    }
    guard beyond > 0 else { return nil }
    return """
      For the model, \(beyond, "values_beyond") \(beyond == 1 ? "value" : "values") worse than \
      \(limit, "limit") counted as that: one that all but diverged would make all others look alike.
      """
  }

  /// How far the best is ahead of the second, with the standard error of that.
  private func leadOfBest(isFull: Bool) -> Statement? {
    let top = study.top(2)
    guard top.count == 2, let first = top[0].value, let second = top[1].value else { return nil }
    let lead = abs(second - first)
    if lead == 0 {
      return """
        Trial \(top[1].number, "second_trial") is as good as the best: the earlier one was taken.
        """
    }
    guard let one = top[0].standardError, let other = top[1].standardError else {
      guard objective.epochs != nil, objective.runs == 1 else { return nil }
      return "Each trial was trained and judged once: which of the best is first may be luck."
    }
    let error = (one * one + other * other).squareRoot()
    guard error > 0 else { return nil }
    let verdict = lead > 2 * error ? "more than luck explains" : "luck may explain that"
    let errors: Statement =
      isFull ? ", \(lead / error, "lead_errors") standard errors of the difference" : ""
    return """
      Trial \(top[1].number, "second_trial") is \(lead, "lead") ± \(error, "lead_error") behind\(errors): \
      \(verdict).
      """
  }

  /// Points at which the model is asked what random draws would find.
  private static let askedPoints = 512

  /// The best that as many random draws would find on average, by a model of all trials: each of the
  /// points asked is as likely to be drawn as any other.
  private var modelAgainstRandom: Statement? {
    guard study.trials.contains(where: { $0.prediction != nil }),
      study.trials.count <= Self.mostForImportance, let best = study.best
    else { return nil }
    let axes = study.space.axes
    let sequence = SobolSequence(dimensions: axes.count, seed: study.seed)
    let points = (0..<Self.askedPoints).map { index in
      let units = sequence.point(index)
      return study.space.point { axes[$0].domain.value(at: units[$0]) }
    }
    guard let expected = study.predictions(at: points), !expected.isEmpty,
      let itself = study.predictions(at: [best.params])?.first
    else { return nil }
    let draws = study.trials.count
    let isMinimum = study.direction == .minimize
    // From the worst to the best: the best of n draws is at most the k-th with chance (k/m)ⁿ.
    let means = expected.map(\.mean).sorted { isMinimum ? $0 > $1 : $0 < $1 }
    var (mean, before) = (0.0, 0.0)
    for (place, value) in means.enumerated() {
      let chance = PortableMath.power(Double(place + 1) / Double(means.count), draws)
      mean += value * (chance - before)
      before = chance
    }
    return """
      By the model, the best of \(draws, "random_draws") random draws would be about \
      \(mean, "random_best") on average (its means at \(means.count, "asked_points") points), where it \
      takes this best to be \(itself.mean, "best_mean").
      """
  }

  /// Draws without an order among them, none twice.
  private var chanceOfDraws: Statement {
    let count = study.trials.count
    let more: Statement =
      if let left = study.pointsLeft, left < count {
        """
        the \(left, "points_left") that are left with \
        \(Double(left) / Double(count + left), "chance_of_rest", .percent)
        """
      } else {
        "as many again with \(0.5, "chance_of_as_many", .percent)"
      }
    return """
      Every draw is as likely to be the best: one more beats it with a chance of 1 / \
      \(count + 1, "draws_and_one") = \(1 / Double(count + 1), "chance_of_next", .percent), \(more).
      """
  }

  /// Whether more trials would likely help.
  private var chanceOfMore: Statement? {
    if case .grid = study.sampler { return nil }
    let count = study.trials.count
    if study.pointsLeft == 0 {
      guard count > 1 else { return nil }
      return "All \(count, "points") points of the space were tried: none is better."
    }
    if study.sampler == .random, halving == nil,
      study.trials.allSatisfy({ $0.origin == .random })
    {
      return chanceOfDraws
    }
    // The last point chosen has been tried: what is still to gain is said of the next one.
    guard let prediction = study.proposal(for: study.nextTrial)?.prediction,
      let best = study.best?.value,
      let middle = Statistics.median(study.trials.filter { $0.state == .done }.compactMap(\.value)),
      middle != best
    else { return nil }
    let promised = prediction.exploit + prediction.explore
    if measure.value == .metric(.loss), promised > best {
      return """
        The model promises more of the next point than there is to gain, as no loss falls below 0: it knows \
        too little to say whether more trials would help.
        """
    }
    let share = promised / abs(middle - best)
    let (kept, record) = keptPromises
    let verdict =
      share * kept > 0.01 ? "more trials may well help" : "more trials will hardly find much better"
    return """
      The next point would promise to be \(promised, "next_ei") better than \
      \(prediction.incumbent, "next_incumbent"), what the model takes the best to be without its luck: \
      \(share, "next_ei_share", .percent) of the way from the median trial to the best\(record): \(verdict).
      """
  }

  /// How much of what its points promised the model kept so far, one of them more counted as kept; and that in words.
  private var keptPromises: (share: Double, text: Statement) {
    let chosen = study.trials.filter { $0.prediction != nil }
    guard let first = chosen.first?.number, let best = study.best?.value else { return (1, "") }
    let before = study.trials.filter { $0.number < first && $0.state == .done }.compactMap(\.value)
    guard let start = measure.direction == .minimize ? before.min() : before.max() else {
      return (1, "")
    }
    let promised = chosen.compactMap(\.prediction).reduce(0) { $0 + $1.exploit + $1.explore }
    guard promised > 0 else { return (1, "") }
    let gained = abs(best - start)
    let one = promised / Double(chosen.count)
    let points: Statement =
      chosen.count == 1 ? "the one" : "the \(chosen.count, "promising_points")"
    return (
      min(1, (gained + one) / (promised + one)),
      """
       (\(points) chosen so far promised \(promised, "promised", .short) in all and \
      gained \(gained, "gained", .short))
      """
    )
  }
}
