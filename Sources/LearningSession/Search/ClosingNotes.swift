// What can be said when a search is over: how far the best is ahead, whether more trials would help, and what
// random draws would have reached.
import HyperparameterSearch
import NeuralNetwork

extension FinishedSearch {
  func closingNotes(_ level: ExplainLevel) -> [Statement] {
    guard level != .off, study.best != nil else { return [] }
    return [whatMattered, leadOfBest, modelAgainstRandom, chanceOfMore].compactMap(\.self)
  }

  /// More trials take too long for a remark.
  private static let mostForImportance = 300

  /// The axis that explains most, by fANOVA.
  private var whatMattered: Statement? {
    guard study.space.axes.count(where: { $0.domain.varies }) > 1,
      study.trials.count <= Self.mostForImportance,
      let report = try? ImportanceReport(self), !report.isConstant, let first = report.shares.first,
      let last = report.shares.last
    else { return nil }
    return """
      \(first.axes[0]) mattered most, with \(first.mean, "share_first", .percent) of the variance, \
      \(last.axes[0]) least, with \(last.mean, "share_last", .percent) (fANOVA; `importance` shows all).
      """
  }

  /// How far the best is ahead of the second, in standard errors.
  private var leadOfBest: Statement? {
    let top = study.top(2)
    guard top.count == 2, let first = top[0].value, let second = top[1].value else { return nil }
    let lead = abs(second - first)
    if lead == 0 {
      return """
        Trial \(top[1].number, "second_trial") is as good as the best: the earlier one was taken.
        """
    }
    guard let one = top[0].standardError, let other = top[1].standardError else { return nil }
    let error = (one * one + other * other).squareRoot()
    guard error > 0 else { return nil }
    let verdict = lead > 2 * error ? "more than luck explains" : "luck may explain that"
    return """
      Trial \(top[1].number, "second_trial") is \(lead, "lead") behind, \(lead / error, "lead_errors") \
      standard errors of the difference: \(verdict).
      """
  }

  /// Where a model chose: the best of as many random draws, judged by the points that it started from.
  private var modelAgainstRandom: Statement? {
    let starts = study.trials.filter { $0.origin == .start && $0.state == .done }
      .compactMap(\.value)
    guard study.sampler.usesResults, starts.count > 4, starts.count < study.trials.count,
      let best = study.best?.value
    else { return nil }
    // Losses are spread by factors, shares by differences.
    let isLog = study.direction == .minimize && starts.allSatisfy { $0 > 0 }
    let values = isLog ? starts.map(PortableMath.log) : starts
    let center = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    let sd = (squares / Double(values.count - 1)).squareRoot()
    let draws = study.trials.count
    // The expected largest of n standard normal draws, by Blom (1958).
    let score = NormalDistribution.quantile((Double(draws) - 0.375) / (Double(draws) + 0.25))
    let end = study.direction == .minimize ? center - score * sd : center + score * sd
    let expected = isLog ? PortableMath.exp(end) : end
    return """
      Of \(draws, "random_draws") random draws the best would be about \(expected, "random_best"), if \
      the \(starts.count, "starts") starting points stand for the space (\(isLog ? "log-normal" : "normal"), \
      Blom's score \(score, "normal_score")); this search found \(best, "best_value").
      """
  }

  /// Whether more trials would likely help.
  private var chanceOfMore: Statement? {
    let count = study.trials.count
    switch study.sampler {
    case .random where halving == nil && study.trials.allSatisfy { $0.origin == .random }:
      return """
        Every draw is as likely to be the best: one more beats it with a chance of 1 / \
        \(count + 1, "draws_and_one") = \(1 / Double(count + 1), "chance_of_next", .percent), as many \
        again with \(0.5, "chance_of_as_many", .percent).
        """
    default: break
    }
    guard let last = study.trials.last(where: { $0.prediction != nil }),
      let prediction = last.prediction, let best = study.best?.value,
      let middle = median(study.trials.filter { $0.state == .done }.compactMap(\.value)),
      middle != best
    else { return nil }
    let promised = prediction.exploit + prediction.explore
    let share = promised / abs(middle - best)
    let verdict =
      share > 0.01 ? "more trials may well help" : "more trials will hardly find much better"
    return """
      The last point chosen, of trial \(last.number, "last_modelled"), promised to improve on the best by \
      \(promised, "last_ei"), \(share, "last_ei_share", .percent) of the way from the median trial to \
      the best: \(verdict).
      """
  }
}
