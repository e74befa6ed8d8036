// What trainings of the best trials with new seeds came to, and what that says of the search's winner.
import HyperparameterSearch

package struct RepeatReport: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    package var trial: TrialReport
    /// Of each new training; nil for one that diverged.
    package var values: [Double?]
    /// Over the new trainings; nil if one diverged.
    package var mean: Double?
    package var standardError: Double?

    package init(trial: TrialReport, values: [Double?]) {
      self.trial = trial
      self.values = values
      let finite = values.compactMap(\.self)
      guard finite.count == values.count else { return }
      mean = Statistics.mean(finite)
      standardError = Statistics.standardError(of: finite)
    }
  }

  /// The best mean first, those without one last.
  package var rows: [Row]
  package var seeds: Int
  package var measure: SearchMeasure
  package var notes: [Statement]

  /// - Parameter rows: in the order of the search's values, the best first.
  package init(rows: [Row], seeds: Int, measure: SearchMeasure, notes: [Statement] = []) {
    self.seeds = seeds
    self.measure = measure
    self.rows = rows.enumerated().sorted { left, right in
      switch (left.element.mean, right.element.mean) {
      case (let a?, let b?) where a != b: measure.direction.isBetter(a, than: b)
      case (_?, nil): true
      case (nil, _?): false
      default: left.offset < right.offset
      }
    }.map(\.element)
    self.notes = notes
  }
}
