// The objects of a comparison of searchers: its plan, its trials, what each reached.
import Events
import HyperparameterSearch
import JSON

struct CompareStartedRecord: EventRecord {
  static let type = "search_compare_started"
  let searchers: [SearcherFields]
  let trials: Int
  let runs: Int
  let seeds: [UInt64]
  let space: [String]
  let measure: String
  let direction: SearchDirection
  let wave: Int
  @Flattened var training: TrialTrainingFields?
  let notes: [StatementFields]
}

extension CompareStartedRecord {
  init(_ plan: ComparePlan) {
    self.init(
      searchers: plan.searchers.map(SearcherFields.init), trials: plan.trials,
      runs: plan.seeds.count, seeds: plan.seeds, space: plan.axes.map(\.text),
      measure: plan.measure.name, direction: plan.measure.direction, wave: plan.waveSize,
      training: plan.training.map(TrialTrainingFields.init),
      notes: plan.notes.map(StatementFields.init))
  }
}

/// The part *searcher* of the page.
struct SearcherFields: RecordPart {
  let letter: String
  let searcher: String
  let trialsOfARun: Int

  init(_ searcher: ComparePlan.Searcher) {
    letter = searcher.letter
    self.searcher = searcher.name
    trialsOfARun = searcher.trials
  }
}

struct CompareTrialRecord: EventRecord {
  static let type = "compare_trial"
  let searcher: String
  let run: Int
  let seed: UInt64
  @Flattened var trial: TrialFields

  init(_ trial: CompareTrial) {
    searcher = trial.searcher.name
    run = trial.run
    seed = trial.seed
    self.trial = TrialFields(trial.report)
  }
}

struct ComparedRecord: EventRecord {
  static let type = "search_compared"
  let reference: String
  let searchers: [Row]
  let ranking: [String]
  @Nullable var bestPossible: Double?
  let verdict: [StatementFields]

  init(_ report: CompareReport) {
    let names = report.plan.searchers.map(\.name)
    reference = names[report.reference]
    searchers = report.rows.map(Row.init)
    ranking = report.ranking.map { names[$0] }
    bestPossible = report.bestPossible
    verdict = report.verdict.map(StatementFields.init)
  }

  struct Row: Codable, Sendable {
    @Flattened var searcher: SearcherFields
    let bests: [Double?]
    @Nullable var median: Double?
    @Nullable var lowQuartile: Double?
    @Nullable var highQuartile: Double?
    @Nullable var mean: Double?
    @Nullable var standardError: Double?
    let trialsToReference: [Int?]
    @Nullable var medianTrialsToReference: Double?
    let runsBetter: Int
    let runsEqual: Int
    let bestSoFarMedian: [Double?]
    let bestSoFarLowQuartile: [Double?]
    let bestSoFarHighQuartile: [Double?]
  }
}

extension ComparedRecord.Row {
  init(_ row: CompareReport.Row) {
    self.init(
      searcher: SearcherFields(row.searcher), bests: row.bests, median: row.final.median,
      lowQuartile: row.final.low, highQuartile: row.final.high, mean: row.mean,
      standardError: row.standardError, trialsToReference: row.trialsToReference,
      medianTrialsToReference: row.medianTrialsToReference, runsBetter: row.wins,
      runsEqual: row.ties, bestSoFarMedian: row.curve.map(\.median),
      bestSoFarLowQuartile: row.curve.map(\.low), bestSoFarHighQuartile: row.curve.map(\.high))
  }
}
