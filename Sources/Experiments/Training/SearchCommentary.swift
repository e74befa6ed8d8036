// Whoever explains a search while it runs.
import Events

package protocol SearchCommentary {
  /// What a plan means: how well axes are covered, what chance allows.
  ///
  /// - Parameter table: where its trials are looked up, if they are.
  func notes(
    on plan: SearchPlan, of search: FinishedSearch, table: TableObjective?
  ) -> [Statement]
  /// Why a trial is where it is; nil where nothing chose its point.
  func reason(for trial: TrialReport, in search: FinishedSearch) -> TrialReason?
  /// What can be said when it is over.
  func closingNotes(on search: FinishedSearch) -> [Statement]
  /// How good a value is among all points of a table.
  func standing(of value: Double, in table: TableObjective) -> Statement
}
