// What kinds without a record use.
import Events
import JSON
import Presentation

extension JSONRenderer {
  func statementMembers(_ statement: Statement) -> Members {
    var seen: Set<String> = []
    let values = statement.values.filter { seen.insert($0.name).inserted }
    return [
      ("text", .string(statement.text)),
      ("values", .object(values.map { ($0.name, .number($0.value)) })),
    ]
  }

  func epochMembers(_ report: EpochReport) -> Members {
    Quantity.allCases.compactMap { quantity in
      if quantity == .epoch { return (quantity.rawValue, .integer(report.epoch)) }
      return quantity.value(in: report).map { (quantity.rawValue, .number($0)) }
    } + [("train_rows", .integer(report.training.rows))]
  }
}
