// Whether output is what a transcript expects, line by line; `...` on a line of its own stands for any lines.
// How many blanks stand between words is free.

package enum OutputMatch {
  /// - Parameters:
  ///   - expected: lines as the transcript has them.
  ///   - actual: lines as they came out.
  package static func matches(_ expected: [String], _ actual: [String]) -> Bool {
    var captures = Captures()
    return matches(expected, actual, &captures)
  }

  /// - Parameters:
  ///   - captures: what is named already; with what is named here, if it matches.
  ///   - shouldStop: ends it early; what it answers then means nothing.
  package static func matches(
    _ expected: [String], _ actual: [String], _ captures: inout Captures,
    shouldStop: () -> Bool = { false }
  ) -> Bool {
    if expected == actual { return true }
    return matches(
      expected.map(LinePattern.init), actual.map(LinePattern.init), &captures, shouldStop)
  }

  private static func matches(
    _ expected: [LinePattern], _ actual: [LinePattern], _ captures: inout Captures,
    _ shouldStop: () -> Bool
  ) -> Bool {
    // Greedy matching with one point to return to, as for file name patterns: linear in practice.
    var (e, a) = (0, 0)
    var named = captures
    var retry: (expected: Int, actual: Int, captures: Captures)?
    while a < actual.count {
      if shouldStop() { return false }
      if e < expected.count, expected[e].isAnyLines {
        retry = (e + 1, a, named)
        e += 1
      } else if e < expected.count, expected[e].matches(actual[a], &named) {
        e += 1
        a += 1
      } else if let point = retry {
        retry?.actual += 1
        (e, a, named) = (point.expected, point.actual + 1, point.captures)
      } else {
        return false
      }
    }
    let isMatch = expected[e...].allSatisfy { $0.isAnyLines || $0.text.trimmed.isEmpty }
    if isMatch { captures = named }
    return isMatch
  }
}
