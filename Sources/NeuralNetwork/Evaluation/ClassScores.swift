// How well each class is told from the others, from the counts of a confusion table.

/// One class against all others.
package struct ClassScores: Equatable, Sendable {
  /// Rows of the class.
  package let support: Int
  /// The share of the rows taken for this class that are of it; nil if none were.
  package let precision: Double?
  /// The share of the class's rows that were taken for it; nil if there are none.
  package let recall: Double?
  /// The harmonic mean of the two, 2·TP / (2·TP + FP + FN); nil if the class neither occurs nor is
  /// predicted.
  package let f1: Double?

  package init(support: Int, precision: Double?, recall: Double?, f1: Double?) {
    self.support = support
    self.precision = precision
    self.recall = recall
    self.f1 = f1
  }
}

extension ClassScores {
  /// The plain mean of the classes' scores, each class counting alike. Classes that neither occur nor
  /// are predicted are left out, and a score that is not defined counts 0, as in scikit-learn's report.
  /// Nil if no class is left.
  package static func macroAverage(_ scores: [ClassScores]) -> ClassScores? {
    let present = scores.filter { $0.f1 != nil }
    guard !present.isEmpty else { return nil }
    func mean(_ score: (ClassScores) -> Double?) -> Double {
      present.reduce(0) { $0 + (score($1) ?? 0) } / Double(present.count)
    }
    return ClassScores(
      support: present.reduce(0) { $0 + $1.support }, precision: mean(\.precision),
      recall: mean(\.recall), f1: mean(\.f1))
  }
}

/// The scores of each class.
///
/// - Parameter counts: [actual][predicted], square, as `confusionCounts` gives them.
package func classScores(_ counts: [[Int]]) -> [ClassScores] {
  counts.indices.map { place in
    let right = counts[place][place]
    let actual = counts[place].reduce(0, +)
    let predicted = counts.reduce(0) { $0 + $1[place] }
    func share(_ part: Int, of whole: Int) -> Double? {
      whole > 0 ? Double(part) / Double(whole) : nil
    }
    return ClassScores(
      support: actual, precision: share(right, of: predicted), recall: share(right, of: actual),
      f1: share(2 * right, of: actual + predicted))
  }
}
