// What a search evaluates, as the members of an object.
import Events
import JSON

extension JSONRenderer {
  func objectiveMembers(_ report: ObjectiveReport) -> Members {
    guard let table = report.table else { return [("objective", .string("training"))] }
    let columns = table.columns.map { column in
      JSONValue.object([
        ("name", .string(column.name)), ("values", .integer(column.values)),
      ])
    }
    return [
      ("objective", .string("table")), ("table", .string(table.name)),
      ("target", .string(table.target)), ("direction", .string(table.direction.rawValue)),
      ("rows", .integer(table.rows)), ("rows_left_out", .integer(table.rowsLeftOut)),
      ("points", .integer(table.points)), ("diverged", .integer(table.diverged)),
      ("columns", .array(columns)), ("best", JSONValue.optional(table.best)),
      ("median", JSONValue.optional(table.median)), ("worst", JSONValue.optional(table.worst)),
      ("notes", .array(table.notes.map { .object(statementMembers($0)) })),
    ]
  }
}
