// What is said of a table that trials are looked up in.
import Events
import Experiments

extension TableObjective {
  /// How good a search's best is among all points.
  func standing(of value: Double) -> Statement {
    let rank = better(than: value) + 1
    guard let best, rank > 1 else {
      return "No point of the table is better: rank \(rank, "rank") of \(pointCount, "points")."
    }
    return """
      \(value, "best_value") is rank \(rank, "rank") of \(pointCount, "points") points; the table's best is \
      \(best, "table_best"), \(regret(value), "regret") away.
      """
  }

  /// What there is to say once before a search.
  package var planNotes: [Statement] {
    guard missingCount != 0 else { return [] }
    guard let missingCount else {
      return ["Of a combination that the table has not, the nearest one is looked up."]
    }
    return [
      """
      The table lacks \(missingCount, "missing_points") of the \(missingCount + pointCount, "combinations") \
      combinations; in place of such a one the nearest is looked up.
      """
    ]
  }
}
