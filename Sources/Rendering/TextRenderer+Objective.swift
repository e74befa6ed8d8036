// What a search evaluates, as text and as the members of an object.
import CommandLanguage
import Events
import JSON
import Text

extension TextRenderer {
  func lines(_ report: ObjectiveReport) -> [RenderedLine] {
    guard let table = report.table else {
      return paragraph("objective: trainings of networks on the data, judged on validation rows")
        + paragraph("`objective phoneme` and `objective table FILE` look trials up instead.", .hint)
    }
    let better = table.direction == .maximize ? "larger" : "smaller"
    let name = escapedForDisplay(table.name) + (table.source.map { " (\($0))" } ?? "")
    var lines = paragraph(
      "objective: \(escapedForDisplay(table.target)) of \(name), \(better) is better", .heading,
      hanging: 2)
    var size = counted(table.rows, "row")
    if table.rowsLeftOut > 0 {
      size += " and \(counted(table.rowsLeftOut, "row")) left out for an empty field"
    }
    if table.points < table.rows {
      size += "; \(counted(table.points, "point")), each the mean of its rows"
    }
    if table.diverged > 0 { size += "; \(table.diverged) diverged" }
    lines += paragraph(size, indent: 2)
    lines += definitions(
      table.columns.map {
        (
          escapedForDisplay($0.name),
          "\(counted($0.values, "value")): \(escapedForDisplay($0.text))"
        )
      })
    if let best = table.best, let median = table.median, let worst = table.worst {
      lines += paragraph(
        "best \(NumberText.significant(best)), median \(NumberText.significant(median)), worst "
          + NumberText.significant(worst), indent: 2)
    }
    for note in table.notes { lines += paragraph(note.text, .coach, indent: 2) }
    return lines
      + paragraph(
        "`search bayes trials=50` looks its trials up here; `objective training` goes back.", .hint)
  }
}

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
