// What trainings of the best trials with new seeds say of the search's winner: nothing is called skill or
// luck that so few seeds do not tell from chance.
import Events
import HyperparameterSearch

extension RepeatReport {
  /// - Parameters:
  ///   - rows: in the order of the search's values, the best first.
  ///   - isFull: whether what stands behind a conclusion is to be said.
  package func verdict(on rows: [Row], isFull: Bool) -> [Statement] {
    [winner(of: rows, isFull: isFull), lead(isFull: isFull)].compactMap(\.self)
  }

  /// How much of the winner's value was luck.
  private func winner(of rows: [Row], isFull: Bool) -> Statement? {
    guard let first = rows.first, let value = first.trial.value, let mean = first.mean else {
      return nil
    }
    let gap = measure.direction == .minimize ? mean - value : value - mean
    let head: Statement = """
      The search's best, trial \(first.trial.number, "winner"), had \(value, "winner_value"); with new \
      seeds it has \(mean, "winner_mean") on average
      """
    guard let spread = first.standardError, spread > 0 else { return "\(head)." }
    // The search's own value moves with its seeds as the new ones do, unless it tells its error itself.
    let count = Double(first.values.count)
    let own = first.trial.trial.standardError ?? spread * count.squareRoot()
    let test = MeanDifference(
      mean: gap, error: (own * own + spread * spread).squareRoot(),
      freedom: first.values.count - 1)
    let word = gap > 0 ? "worse" : "better"
    let verdict: Statement =
      !test.isClear
      ? "within what seeds differ by"
      : gap > 0 ? "more than seeds differ by, so it was lucky" : "it was not lucky"
    return """
      \(head), \(abs(gap), "winner_luck") ± \(test.error, "winner_luck_error") \(word)\
      \(test.behind("winner_luck", isFull: isFull)): \(verdict).
      """
  }

  /// Whether the first is ahead by more than chance.
  private func lead(isFull: Bool) -> Statement? {
    guard rows.count > 1, let mean = rows[0].mean, let other = rows[1].mean,
      let one = rows[0].standardError, let two = rows[1].standardError
    else { return nil }
    let names: Statement = """
      Trial \(rows[0].trial.number, "first_trial") leads trial \(rows[1].trial.number, "second_trial") \
      by \(abs(other - mean), "lead")
      """
    let test = MeanDifference(
      mean: abs(other - mean), (one, rows[0].values.count), (two, rows[1].values.count))
    guard test.error > 0 else { return "\(names), with no spread to compare it with." }
    let verdict =
      test.isClear
      ? "more than luck explains"
      : test.mean > 2 * test.error
        ? "too few seeds to rule out luck; use more `seeds`"
        : "luck may explain that; take the simpler one, or use more `seeds`"
    return """
      \(names) ± \(test.error, "lead_error")\(test.behind("lead", isFull: isFull)): \(verdict).
      """
  }
}
