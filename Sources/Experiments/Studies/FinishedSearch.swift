// A search as the session keeps it: its study, what its trials are judged by, and how many were planned. All
// that a report says of a trial is made from these.
import CommandLanguage
import Datasets
import Events
import HyperparameterSearch

package struct FinishedSearch: Sendable {
  package var study: Study
  @Boxed package var objective: ObjectiveSetup
  package var measure: SearchMeasure
  /// How many trials were asked for.
  package var planned: Int
  /// Its number in the journal; nil where it is kept nowhere.
  package var id: StudyID?
  /// Where the data came from.
  package var source: DataSource?
  /// The data themselves, where trials see other parts of them and this session made them; nil otherwise.
  @Boxed package var rows: SearchRows? = nil
  /// How trials are cut; nil where none is.
  @Boxed package var halving: HalvingPlan?
  /// The trial that came out best when the best few were trained again; nil where that was not done
  /// since the last trial.
  package var bestOfRepeat: Int?

  /// More trials take too long for a remark on what mattered.
  package static let mostForImportance = 300

  package init(
    study: Study, objective: ObjectiveSetup, measure: SearchMeasure, planned: Int,
    id: StudyID? = nil, source: DataSource? = nil, rows: SearchRows? = nil,
    halving: HalvingPlan? = nil
  ) {
    self.rows = rows
    self.study = study
    self.objective = objective
    self.measure = measure
    self.planned = planned
    self.id = id
    self.source = source
    self.halving = halving
  }

  /// What a user types for it after `search`.
  package var method: String {
    guard let halving else { return study.sampler.name }
    return halving.brackets.count > 1 ? "hyperband" : "halving"
  }

  package var epochs: Int { objective.epochs ?? 0 }

  /// The trials in the order of their numbers.
  package var reports: [TrialReport] {
    var best: Double?
    return study.trials.map { trial in
      let report = report(of: trial, bestBefore: best)
      if report.isBestSoFar { best = trial.value }
      return report
    }
  }

  package var best: TrialReport? { study.best.map { report(of: $0, bestBefore: nil) } }

  /// What is to be said where no trial is the best.
  ///
  /// - Parameter message: what is so where all that were to be tried were.
  package func withoutBest(_ message: String, _ range: SourceRange) -> Diagnostic {
    let isUnderWay =
      study.firstMissing < planned && study.trials.contains { $0.state == .pruned }
    return Diagnostic(
      id: "no-finished-trial",
      message: isUnderWay ? "no trial has reached its last epoch yet" : message, range: range,
      suggestion: isUnderWay
        ? "`search resume`, which goes on" : "search again with smaller learning rates")
  }

  /// - Parameter best: the best value among the trials before it.
  package func report(of trial: Trial, bestBefore best: Double?) -> TrialReport {
    var isBest = false
    if trial.state == .done, let value = trial.value {
      isBest = best.map { study.direction.isBetter(value, than: $0) } ?? true
    }
    return TrialReport(trial: trial, measure: measure, isBestSoFar: isBest)
  }
}

extension Study {
  /// How many points its sampler can still choose; nil where there is no end to them.
  package var pointsLeft: Int? {
    let tried = Set(trials.map(\.params)).count
    if case .grid(let grid) = sampler { return max(0, grid.size - tried) }
    return space.gridSize.map { max(0, $0 - tried) }
  }

  /// The first number without a recorded trial: after an interruption later ones may be there.
  package var firstMissing: Int {
    var next = 0
    for trial in trials where trial.number == next { next += 1 }
    return next
  }
}
