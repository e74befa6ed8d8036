// The third step of loading: rows in which a value is missing are refused, left out, or kept to be filled
// in, as the user wants.
import Text

extension CSVTable {
  /// Errors: `csv-missing-values`, `csv-no-rows`.
  mutating func treatMissing(_ policy: CSVOptions.MissingPolicy) throws(DataError) {
    // What is to be filled in stays; without a target a row is of no use.
    let gaps = columns.filter { $0.missingRows > 0 && (policy != .mean || $0 === target) }
    // Nor is it without what says its part; where missing fields are refused, that says so itself.
    let unplaced = policy == .refuse ? [] : key?.missingRows ?? []
    guard !gaps.isEmpty || !unplaced.isEmpty else { return }
    var isKept = [Bool](repeating: true, count: rowCount)
    for column in gaps { column.forEachMissingRow { isKept[$0] = false } }
    for row in unplaced { isKept[row] = false }
    let count = isKept.count { !$0 }
    var fields = gaps.map { DataNote.MissingFields(column: $0.name, rows: $0.missingRows) }
    if let key, !unplaced.isEmpty, !gaps.contains(where: { $0.position == key.position }) {
      fields.append(.init(column: key.name, rows: unplaced.count))
    }
    let empty = gaps.filter { $0.missingRows == rowCount && $0 !== target }.map(\.name)
    guard policy != .refuse else {
      throw missingValues(isKept: isKept, fields: fields, empty: empty)
    }
    guard count < rowCount else {
      let first = firstMissing(isKept: isKept)
      throw DataError(
        id: "csv-no-rows", message: "no row is left: all \(rowCount) have a missing field",
        file: source.path, line: first?.place.line, column: first?.place.column,
        suggestion: !empty.isEmpty
          ? "\(columnOption("drop", empty)) leaves out what is empty in every row"
          : policy == .drop ? "missing=mean" : "fill in the target column")
    }
    keep(isKept)
    notes.append(.rowsDropped(count: count, columns: fields))
  }

  private func missingValues(
    isKept: [Bool], fields: [DataNote.MissingFields], empty: [String]
  ) -> DataError {
    let count = isKept.count { !$0 }
    let list = fields.prefix(8).map { "\(quotedForMessage($0.column)) \($0.rows)" }
      .joined(separator: ", ")
    let rest = fields.count > 8 ? " and \(fields.count - 8) more columns" : ""
    let verb = count == 1 ? "has" : "have"
    let first = firstMissing(isKept: isKept)
    let shown = first.map { $0.text.isEmpty ? "empty" : quotedForMessage($0.text) }
    let which = count == 1 ? "the field is" : "the first is"
    return DataError(
      id: "csv-missing-values",
      message: "\(counted(count, "row")) \(verb) missing fields: \(list)\(rest)"
        + (shown.map { "; \(which) \($0)" } ?? ""),
      file: source.path, line: first?.place.line, column: first?.place.column,
      suggestion: !empty.isEmpty
        ? "\(columnOption("drop", empty)) leaves out what is empty in every row"
        : "missing=drop leaves \(count == 1 ? "this row" : "these rows") out"
          + filling(count, fields.map(\.column)))
  }

  /// What `missing=mean` does with the fields of these columns. Without a target a row is of no use.
  private func filling(_ rows: Int, _ columns: [String]) -> String {
    if columns == [target.name] { return "" }
    guard columns.contains(target.name) else {
      return ", missing=mean fills \(rows == 1 ? "it" : "them") in"
    }
    return ", missing=mean fills in all but the target \(quotedForMessage(target.name)), without "
      + "which a row is left out"
  }

  /// The first field without a value, where it can be read again.
  private func firstMissing(isKept: [Bool]) -> (text: String, place: CSVPlace)? {
    guard let row = isKept.firstIndex(of: false) else { return nil }
    let column = columns.first { column in
      var isMissing = false
      column.forEachMissingRow { isMissing = isMissing || $0 == row }
      return isMissing
    }
    return column.flatMap { source.field($0.position, row: row) }
  }
}
