// `objective`: what a search evaluates.
import Events
import HyperparameterSearch
import JSON

struct ObjectiveRecord: EventRecord {
  static let type = "objective"
  let objective: String
  @Flattened var table: Table?

  init(_ report: ObjectiveReport) {
    objective = report.table == nil ? "training" : "table"
    table = report.table.map(Table.init)
  }

  struct Table: RecordPart {
    let table: String
    let target: String
    let direction: SearchDirection
    let rows: Int
    let rowsLeftOut: Int
    let points: Int
    let diverged: Int
    let columns: [Column]
    @Nullable var best: Double?
    @Nullable var median: Double?
    @Nullable var worst: Double?
    let notes: [StatementFields]
  }

  struct Column: Codable, Sendable {
    let name: String
    let values: Int
  }
}

extension ObjectiveRecord.Table {
  init(_ table: ObjectiveReport.Table) {
    self.init(
      table: table.name, target: table.target, direction: table.direction, rows: table.rows,
      rowsLeftOut: table.rowsLeftOut, points: table.points, diverged: table.diverged,
      columns: table.columns.map { .init(name: $0.name, values: $0.values) }, best: table.best,
      median: table.median, worst: table.worst, notes: table.notes.map(StatementFields.init))
  }
}
