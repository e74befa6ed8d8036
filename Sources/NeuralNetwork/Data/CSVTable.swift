// A CSV file read into columns: the header, the rows, and what is missing. What the columns are to
// a network is decided afterwards.

/// The columns of a file, all of the same number of rows.
struct CSVTable {
  var columns: [ColumnBuilder]
  var targetIndex: Int
  var rowCount = 0
  var notes: [DataNote] = []

  var target: ColumnBuilder { columns[targetIndex] }
}

/// Reads a whole file.
struct CSVTableReader {
  private let reader: CSVReader
  private let options: CSVOptions
  private var table: CSVTable
  private var missing: [Int]
  private var rowsWithMissing = 0
  private var firstMissing: CSVPlace?

  static func read(
    path: String, options: CSVOptions, progress: (Int, Int) -> Bool
  ) throws(DataError) -> CSVTable {
    let reader = try CSVReader(path: path, limits: options.limits)
    guard try reader.advance(progress: progress) else { throw emptyFile(reader) }
    var tableReader = try CSVTableReader(header: reader, options: options)
    while try reader.advance(progress: progress) { try tableReader.takeRow() }
    return try tableReader.finish()
  }

  // MARK: The header

  private init(header reader: CSVReader, options: CSVOptions) throws(DataError) {
    self.reader = reader
    self.options = options
    let (names, target, notes) = try Self.header(of: reader, target: options.target)
    let most = max(options.limits.categories, options.limits.classes)
    table = CSVTable(
      columns: names.map { ColumnBuilder(name: $0, mostEntries: most) }, targetIndex: target,
      notes: notes)
    missing = [Int](repeating: 0, count: names.count)
  }

  /// The columns' names, all different, from the record the reader stands at, and the target's place.
  static func header(
    of reader: CSVReader, target: String
  ) throws(DataError) -> (names: [String], target: Int, notes: [DataNote]) {
    let (names, notes) = try names(in: reader)
    guard names.count > 1 else { throw oneColumn(reader, names[0]) }
    try checkDistinct(names, reader)
    guard let place = names.firstIndex(of: target) else { throw noTarget(reader, names, target) }
    return (names, place, notes)
  }

  /// The columns' names from the record the reader stands at; columns without one are given one.
  static func names(
    in reader: CSVReader
  ) throws(DataError) -> (names: [String], notes: [DataNote]) {
    var names: [String] = []
    var notes: [DataNote] = []
    for index in 0..<reader.fieldCount {
      var name = try reader.text(index)
      if name.isEmpty {
        name = "column_\(index + 1)"
        notes.append(.columnNamed(position: index + 1, name: name))
      }
      names.append(name)
    }
    return (names, notes)
  }

  private static func oneColumn(_ reader: CSVReader, _ name: String) -> DataError {
    let separators: [(character: Character, name: String)] = [
      (";", "semicolons"), ("\t", "tabs"), ("|", "bars"),
    ]
    let other = separators.first { name.contains($0.character) }
    return reader.error(
      "csv-one-column", "the file has only one column, \(quotedForMessage(name))",
      at: CSVPlace(line: reader.place(ofField: 0).line, column: 1),
      suggestion: other.map { "it seems to be separated by \($0.name): use commas" }
        ?? "a target and at least one other column, separated by commas")
  }

  private static func checkDistinct(
    _ names: [String], _ reader: CSVReader
  ) throws(DataError) {
    var seen: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      if let first = seen.updateValue(index, forKey: name) {
        throw reader.error(
          "csv-duplicate-column",
          "columns \(first + 1) and \(index + 1) are both named \(quotedForMessage(name))",
          at: reader.place(ofField: index), suggestion: "rename one of them in the header")
      }
    }
  }

  private static func noTarget(
    _ reader: CSVReader, _ names: [String], _ target: String
  ) -> DataError {
    let place = reader.place(ofField: 0)
    let isData = names.allSatisfy { DecimalNumber.parse($0) != .notANumber }
    if isData {
      return reader.error(
        "csv-no-header", "the first line holds numbers instead of the columns' names", at: place,
        suggestion: "put a header line with a name for each column first")
    }
    let list = "the columns are \(listedForMessage(names))"
    let near = nearNames(to: target, among: names).first
    return reader.error(
      "csv-no-target", "there is no column \(quotedForMessage(target))", at: place,
      suggestion: near.map { "did you mean \(quotedForMessage($0))? \(list)" } ?? list)
  }

  // MARK: Rows

  private mutating func takeRow() throws(DataError) {
    let count = table.columns.count
    guard reader.fieldCount == count else { throw Self.raggedRow(reader, expected: count) }
    guard table.rowCount < options.limits.tableValues / count else { throw tooManyValues() }
    if try isLeftOut() { return }
    for index in 0..<count {
      let column = table.columns[index]
      let outcome = try reader.withField(index) { (bytes) throws(DataError) in
        if isMissing(bytes) {
          column.appendMissing()
          return ColumnBuilder.Outcome.kept
        }
        return column.append(bytes) { reader.place(ofField: index) }
      }
      if outcome == .outOfRange { throw try outOfRange(index) }
      let limit =
        index == table.targetIndex ? options.limits.classes : options.limits.categories
      if column.isText, outcome == .textAmongManyValues || column.distinctTexts > limit {
        throw tooManyTexts(column, limit: limit, isTarget: index == table.targetIndex)
      }
    }
    table.rowCount += 1
  }

  /// Counts what is missing in the row and says whether the row is to be left out for it.
  private mutating func isLeftOut() throws(DataError) -> Bool {
    var isAnyMissing = false
    var isTargetMissing = false
    for index in 0..<table.columns.count {
      let isGone = try reader.withField(index) { (bytes) throws(DataError) in isMissing(bytes) }
      guard isGone else { continue }
      if !isAnyMissing, firstMissing == nil { firstMissing = reader.place(ofField: index) }
      isAnyMissing = true
      if index == table.targetIndex { isTargetMissing = true }
      if options.missing != .mean { missing[index] += 1 }
    }
    let isOut = options.missing == .mean ? isTargetMissing : isAnyMissing
    if isOut {
      rowsWithMissing += 1
      if options.missing == .mean { missing[table.targetIndex] += 1 }
    }
    return isOut
  }

  private mutating func finish() throws(DataError) -> CSVTable {
    let counts = zip(table.columns, missing).filter { $0.1 > 0 }
      .map { DataNote.MissingFields(column: $0.0.name, rows: $0.1) }
    if rowsWithMissing > 0 {
      if options.missing == .refuse { throw missingValues(counts) }
      table.notes.append(.rowsDropped(count: rowsWithMissing, columns: counts))
    }
    guard table.rowCount > 0 else {
      throw reader.error(
        "csv-no-rows",
        rowsWithMissing > 0
          ? "no row is left: all \(rowsWithMissing) have a missing field"
          : "the file has a header but no rows",
        at: firstMissing,
        suggestion: rowsWithMissing == 0
          ? "one line a row under the header"
          : options.missing == .drop ? "missing=mean" : "fill in the target column")
    }
    return table
  }
}

// MARK: - Refusals

extension CSVTableReader {
  static func emptyFile(_ reader: CSVReader) -> DataError {
    reader.error(
      "csv-empty", "the file is empty", at: nil,
      suggestion: "a header line with the columns' names, then one line a row")
  }

  static func raggedRow(_ reader: CSVReader, expected: Int) -> DataError {
    let found = reader.fieldCount
    return reader.error(
      "csv-ragged-row",
      "this row has \(counted(found, "field")), the header has \(expected)",
      at: reader.place(ofField: min(expected, found - 1)),
      suggestion: found > expected
        ? "put fields that contain commas in quotes" : "leave a missing field empty, with its comma"
    )
  }

  private func tooManyValues() -> DataError {
    reader.error(
      "csv-too-many-values",
      "the file has more than \(options.limits.tableValues) values, which "
        + (options.limits.tableValues < options.limits.values
          ? "would need more memory than is free" : "is the limit"),
      at: reader.place(ofField: 0),
      suggestion: "use fewer rows or columns")
  }

  private func outOfRange(_ index: Int) throws(DataError) -> DataError {
    let column = table.columns[index].name
    let number = quotedForMessage(try reader.text(index))
    return reader.error(
      "csv-number-out-of-range", "\(number) in column \(quotedForMessage(column)) is too large",
      at: reader.place(ofField: index), suggestion: "numbers must lie within ±3.4e38")
  }

  private func tooManyTexts(_ column: ColumnBuilder, limit: Int, isTarget: Bool) -> DataError {
    let text = column.firstText.map { quotedForMessage($0.text) } ?? "text"
    let name = quotedForMessage(column.name)
    return reader.error(
      isTarget ? "csv-too-many-classes" : "csv-too-many-categories",
      "column \(name) holds text (\(text)) and more than \(limit) different values",
      at: column.firstText?.place,
      suggestion: isTarget
        ? "choose another target, or correct the field if the column should hold numbers"
        : "remove the column, or correct the field if the column should hold numbers")
  }

  private func missingValues(_ counts: [DataNote.MissingFields]) -> DataError {
    let list = counts.prefix(8).map { "\(quotedForMessage($0.column)) \($0.rows)" }
      .joined(separator: ", ")
    let rest = counts.count > 8 ? " and \(counts.count - 8) more columns" : ""
    let verb = rowsWithMissing == 1 ? "has" : "have"
    return reader.error(
      "csv-missing-values",
      "\(counted(rowsWithMissing, "row")) \(verb) missing fields: \(list)\(rest)",
      at: firstMissing,
      suggestion: "missing=drop leaves these rows out, missing=mean fills them in")
  }
}
