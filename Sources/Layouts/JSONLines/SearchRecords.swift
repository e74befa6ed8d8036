// The objects of a search as a whole: the ways to search, its plan, its rungs, its end, and the searches
// that are kept.
import Events
import HyperparameterSearch
import JSON

struct SearchOverviewRecord: EventRecord {
  static let type = "search_overview"
  let space: [String]
  let common: [StatementFields]
  let methods: [Method]

  init(_ overview: SearchOverview) {
    space = overview.axes.map(\.text)
    common = overview.common.map(StatementFields.init)
    methods = overview.methods.map { Method(command: $0.name, what: StatementFields($0.what)) }
  }

  struct Method: Codable, Sendable {
    let command: String
    @Flattened var what: StatementFields
  }
}

struct SearchStartedRecord: EventRecord {
  static let type = "search_started"
  let method: String
  let trials: Int
  let done: Int
  @Nullable var gridSize: Int?
  let brackets: [String]
  @Nullable var wave: Int?
  let objective: String
  let direction: SearchDirection
  let seed: UInt64
  @Flattened var training: TrialTrainingFields?
  let repeats: Int?
  let space: [Axis]
  let notes: [StatementFields]

  struct Axis: Codable, Sendable {
    let name: String
    let space: String
    @Nullable var distinctValues: Int?
  }
}

extension SearchStartedRecord {
  init(_ plan: SearchPlan) {
    self.init(
      method: plan.method, trials: plan.trials.upperBound, done: plan.done, gridSize: plan.gridSize,
      brackets: plan.brackets, wave: plan.waveSize, objective: plan.objective,
      direction: plan.measure.direction, seed: plan.seed,
      training: plan.training.map(TrialTrainingFields.init), repeats: plan.training?.repeats,
      space: plan.axes.map {
        Axis(name: $0.space.name, space: $0.space.space, distinctValues: $0.distinctValues)
      }, notes: plan.notes.map(StatementFields.init))
  }
}

/// How trials are trained and judged, where they are.
struct TrialTrainingFields: RecordPart {
  let epochs: Int
  let trainingRows: Int
  let validationRows: Int
  @Nullable var folds: Int?

  init(_ training: SearchPlan.Training) {
    epochs = training.epochs
    trainingRows = training.trainingRows
    validationRows = training.validationRows
    folds = training.folds
  }
}

struct RungRecord: EventRecord {
  static let type = "rung"
  @Nullable var bracket: Int?
  let rung: Int
  let rungs: Int
  let epochs: Int
  let trials: [Int]
  let kept: [Int]
  let cut: [Int]
  let diverged: [Int]
  @Nullable var threshold: Double?
}

extension RungRecord {
  init(_ report: RungReport) {
    self.init(
      bracket: report.bracket, rung: report.rung, rungs: report.rungs, epochs: report.epochs,
      trials: report.trials, kept: report.kept, cut: report.cut, diverged: report.diverged,
      threshold: report.threshold)
  }
}

struct SearchEndedRecord: EventRecord {
  static let type = "search_ended"
  let method: String
  let finished: Int
  let planned: Int
  let diverged: Int
  let failed: Int
  let interrupted: Bool
  let exhausted: Bool
  @Nullable var best: TrialFields?
  @Nullable var medianValue: Double?
  @Nullable var standing: StatementFields?
  let notes: [StatementFields]
}

extension SearchEndedRecord {
  init(_ end: SearchEnd) {
    self.init(
      method: end.method, finished: end.finished, planned: end.planned, diverged: end.diverged,
      failed: end.failed, interrupted: end.interrupted, exhausted: end.exhausted,
      best: end.best.map(TrialFields.init), medianValue: end.median,
      standing: end.standing.map(StatementFields.init), notes: end.notes.map(StatementFields.init))
  }
}

struct SearchesRecord: EventRecord {
  static let type = "searches"
  let searches: [Search]

  init(_ list: StudyList) { searches = list.studies.map(Search.init) }

  struct Search: Codable, Sendable {
    let search: Int
    @Nullable var created: String?
    let method: String
    let space: [String]
    let planned: Int
    let trials: Int
    let finished: Bool

    init(_ study: StudySummary) {
      search = study.id.number
      created = study.created
      method = study.method
      space = study.axes
      planned = study.plannedTrials
      trials = study.recordedTrials
      finished = study.isFinished
    }
  }
}

struct GuessesRecord: EventRecord {
  static let type = "guesses"
  let guesses: [String]

  init(_ guesses: [Guess]) { self.guesses = guesses.map(\.text) }
}
