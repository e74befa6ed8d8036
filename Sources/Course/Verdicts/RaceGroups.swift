// Of settings that were raced with several seeds each: which is lower on average, and whether the seeds tell.
import Events

extension RaceVerdict {
  /// In place of a ranking of single racers; nil where there are no such settings.
  var groupNotes: [RaceNote]? {
    let groups = isInterrupted ? [] : SeedGroup.all(of: plan, finishes)
    guard let first = groups.first, let best = first.judged else { return nil }
    let seeds = first.letters.count
    let others = groups.dropFirst().compactMap { group in
      group.judged.map { average(group, $0, "group_\(group.letters[0].lowercased())") }
    }
    var text: Statement = """
      On average over \(seeds, "seeds") seeds (± standard error) \(first.name) has the lowest \(judgeName), \
      \(best.mean, "best_mean") ± \(best.standardError, "best_error")
      """
    if !others.isEmpty { text = "\(text); \(list(others))" }
    text = "\(text)."
    for group in groups where group.judged == nil {
      text = "\(text) \(group.name) diverged with some of its seeds."
    }
    if let second = groups.dropFirst().first, let other = second.judged {
      let difference = MeanDifference(
        mean: other.mean - best.mean, (best.standardError, seeds),
        (other.standardError, second.letters.count))
      text =
        difference.isClear
        ? "\(text) That is more than seeds differ by."
        : "\(text) Luck may explain the difference: these seeds do not tell the settings apart."
    }
    return [RaceNote(kind: .ranking, statement: text)] + testNote(groups)
  }

  private func average(_ group: SeedGroup, _ average: SeedGroup.Average, _ key: String) -> Statement
  {
    """
    \(group.name) \(average.mean, "\(key)_mean") ± \(average.standardError, "\(key)_error")
    """
  }

  /// Where the first is not the first on the test rows as well.
  private func testNote(_ groups: [SeedGroup]) -> [RaceNote] {
    guard plan.judge == .dataLoss, let own = groups[0].tested,
      let best = groups.filter({ $0.tested != nil }).min(by: {
        ($0.tested?.mean ?? 0) < ($1.tested?.mean ?? 0)
      }), let other = best.tested, other.mean < own.mean
    else { return [] }
    return [
      RaceNote(
        kind: .test,
        statement: """
          But on the test rows \(average(best, other, "test_best")) is below \
          \(average(groups[0], own, "test_first")).
          """)
    ]
  }
}
