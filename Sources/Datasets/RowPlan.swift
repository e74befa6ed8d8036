// Which rows of a table train, validate and test, by chance or by a column of the file.
import Text

struct RowPlan {
  /// Rows of the table; those to train on include those that validate.
  var split: RowSplit
  var division = TrainingDivision.drawn

  /// The rows whose values decide how all are filled and scaled.
  var measured: [Int] {
    guard case .given(let validates) = division else { return split.kept }
    return validates.indices.filter { !validates[$0] }.map { split.kept[$0] }
  }

  /// Errors: `csv-split-word`, `csv-split-empty`, `csv-split-no-training`, `csv-one-group`,
  /// `csv-order-mixed`, `csv-order-date`.
  init(
    of table: CSVTable, _ target: PreparedTarget, options: CSVOptions
  ) throws(DataError) {
    guard let key = table.key else {
      split = splitRows(
        strata: target.strata, count: target.strataCount, fraction: options.testFraction,
        seed: options.seed, purpose: .split)
      return
    }
    if let row = key.missingRows.first {
      throw table.error(
        "csv-split-empty", "column \(quotedForMessage(key.name)) is empty here", key, row,
        suggestion: "fill it in, or leave the row out with missing=drop")
    }
    switch options.rule {
    case .drawn, .parts: (split, division) = try Self.parts(of: key, table)
    case .groups: (split, division) = try Self.groups(of: key, table, options)
    case .order:
      let rows = try RowOrder(key, table, options).rows
      let places = splitLast(of: rows.count, fraction: options.testFraction)
      split = RowSplit(
        kept: places.kept.map { rows[$0] }, setAside: places.setAside.map { rows[$0] })
      division = .ordered
    }
  }

  // MARK: A column that names the parts

  private enum Part { case training, validation, test }

  private static let words: KeyValuePairs<String, Part> = [
    "train": .training, "training": .training, "validation": .validation, "valid": .validation,
    "val": .validation, "dev": .validation, "development": .validation, "test": .test,
    "testing": .test,
  ]

  private static func parts(
    of key: KeyColumn, _ table: CSVTable
  ) throws(DataError) -> (RowSplit, TrainingDivision) {
    var known: [String: Part] = [:]
    var split = RowSplit(kept: [], setAside: [])
    var validates: [Bool] = []
    for row in 0..<key.rowCount {
      let text = key.text(row)
      let part: Part
      if let found = known[text] {
        part = found
      } else {
        let word = text.lowercased()
        guard let found = words.first(where: { $0.key == word })?.value else {
          throw table.error(
            "csv-split-word",
            "\(quotedForMessage(text)) in column \(quotedForMessage(key.name)) names no part", key,
            row,
            suggestion: suggestedName(
              for: word, among: ["train", "validation", "test"],
              otherwise: "write train, validation or test"))
        }
        (known[text], part) = (found, found)
      }
      if part == .test {
        split.setAside.append(row)
      } else {
        split.kept.append(row)
        validates.append(part == .validation)
      }
    }
    guard validates.contains(false) else {
      throw DataError(
        id: "csv-split-no-training",
        message: "column \(quotedForMessage(key.name)) gives no row to train on",
        file: table.source.path, suggestion: "write train in the rows to train on")
    }
    return (split, validates.contains(true) ? .given(validates) : .drawn)
  }

  // MARK: A column that names groups

  private static func groups(
    of key: KeyColumn, _ table: CSVTable, _ options: CSVOptions
  ) throws(DataError) -> (RowSplit, TrainingDivision) {
    let groups = key.groups()
    guard groups.contains(where: { $0 > 0 }) else {
      throw DataError(
        id: "csv-one-group",
        message: "all rows have the same value in column \(quotedForMessage(key.name))",
        file: table.source.path, suggestion: "group= names a column with several values")
    }
    let split = splitGroups(
      groups, fraction: options.testFraction, seed: options.seed, purpose: .split)
    return (split, .groups(split.kept.map { groups[$0] }))
  }
}

extension CSVTable {
  /// Something wrong with a field of the column that divides the rows.
  func error(
    _ id: String, _ message: String, _ key: KeyColumn, _ row: Int, suggestion: String
  ) -> DataError {
    let place = source.field(key.position, row: fileRow(row))?.place
    return DataError(
      id: id, message: message, file: source.path, line: place?.line, column: place?.column,
      suggestion: suggestion)
  }
}
