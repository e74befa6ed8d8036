// What trainings of the best trials with new seeds say of the search's winner.
import Events

extension RepeatReport {
  /// - Parameter rows: in the order of the search's values, the best first.
  package func verdict(on rows: [Row]) -> [Statement] {
    [winner(of: rows), lead].compactMap(\.self)
  }

  /// How much of the winner's value was luck.
  private func winner(of rows: [Row]) -> Statement? {
    guard let first = rows.first, let value = first.trial.value, let mean = first.mean else {
      return nil
    }
    let gap = measure.direction == .minimize ? mean - value : value - mean
    let verdict = gap > 0 ? "worse: so much of its lead was luck" : "better: it was not lucky"
    return """
      The search's best, trial \(first.trial.number, "winner"), had \(value, "winner_value"); with new \
      seeds it has \(mean, "winner_mean") on average, \(abs(gap), "winner_luck") \(verdict).
      """
  }

  /// Whether the first is ahead by more than chance.
  private var lead: Statement? {
    guard rows.count > 1, let mean = rows[0].mean, let other = rows[1].mean,
      let one = rows[0].standardError, let two = rows[1].standardError
    else { return nil }
    let error = (one * one + two * two).squareRoot()
    let lead = abs(other - mean)
    let names: Statement = """
      Trial \(rows[0].trial.number, "first_trial") leads trial \(rows[1].trial.number, "second_trial") \
      by \(lead, "lead")
      """
    guard error > 0 else { return "\(names), with no spread to compare it with." }
    let verdict =
      lead > 2 * error
      ? "more than two, so it is skill rather than luck"
      : "not more than two, so luck may explain it: take the simpler one, or use more seeds"
    return "\(names), \(lead / error, "lead_errors") standard errors of the difference: \(verdict)."
  }
}
