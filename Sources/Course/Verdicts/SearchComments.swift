// Explains a search while it runs, as much as its user wants to hear.
import Events
import Experiments

package struct SearchComments: SearchCommentary {
  private let level: ExplainLevel

  package init(level: ExplainLevel) { self.level = level }

  package func notes(
    on plan: SearchPlan, of search: FinishedSearch, table: TableObjective?
  ) -> [Statement] {
    var notes = table?.planNotes ?? []
    notes += plan.notes(on: search.study)
    if let halving = search.halving { notes.append(SearchPlan.cost(of: halving)) }
    return notes
  }

  package func reason(for trial: TrialReport, in search: FinishedSearch) -> TrialReason? {
    search.reason(for: trial, level)
  }

  package func closingNotes(on search: FinishedSearch) -> [Statement] { search.closingNotes(level) }

  package func standing(of value: Double, in table: TableObjective) -> Statement {
    table.standing(of: value)
  }
}
