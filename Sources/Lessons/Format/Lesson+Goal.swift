// What a check asks for, as it is said to whoever is to reach it.

extension Lesson.Check {
  /// What has to be, as it is said to whoever is to reach it.
  package var goal: [String] { lines.map(\.goal) }
}

extension Lesson.Check.Line {
  fileprivate var goal: String {
    // What has alternatives is clearest as it was written.
    if source.text.contains(" or ") { return source.word.trimmed.text }
    return condition.comparisons.map(\.goal).joined(separator: "; ")
  }
}
