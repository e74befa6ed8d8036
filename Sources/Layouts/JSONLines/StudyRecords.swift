// What is made of a search's trials afterwards: repeats with new seeds, and the importance of its axes.
import Events
import HyperparameterSearch
import JSON

struct RepeatsRecord: EventRecord {
  static let type = "repeats"
  let seeds: Int
  let trials: [Row]
  let notes: [StatementFields]

  init(_ report: RepeatReport) {
    seeds = report.seeds
    trials = report.rows.map(Row.init)
    notes = report.notes.map(StatementFields.init)
  }

  struct Row: Codable, Sendable {
    let trial: Int
    let params: Named<ParameterValue>
    @Nullable var value: Double?
    let values: [Double?]
    @Nullable var mean: Double?
    @Nullable var standardError: Double?

    init(_ row: RepeatReport.Row) {
      trial = row.trial.number
      params = Named(row.trial.parameters.map { ($0.name, $0.value) })
      value = row.trial.value
      values = row.values
      mean = row.mean
      standardError = row.standardError
    }
  }
}

struct ImportanceRecord: EventRecord {
  static let type = "importance"
  let method: String
  let search: String
  let trials: Int
  let trees: Int
  let shares: [Share]
  let interactions: [Share]

  init(_ report: ImportanceReport) {
    method = "fanova"
    search = report.method
    trials = report.trials
    trees = report.trees
    shares = report.shares.map(Share.init)
    interactions = report.interactions.map(Share.init)
  }

  struct Share: Codable, Sendable {
    let axes: [String]
    let share: Double
    let sd: Double

    init(_ share: FANOVA.Share) {
      axes = share.axes
      self.share = share.mean
      sd = share.deviation
    }
  }
}
