// A CSV file read into columns: the header, then the rows. What the columns are is decided afterwards,
// when all their fields are known.
import Text

/// The columns of a file that are wanted, all of the same number of rows.
struct CSVTable {
  var columns: [ColumnBuilder]
  var targetIndex: Int
  let separator: CSVSeparator
  /// Where they were read from.
  let source: CSVRows
  var notes: [DataNote] = []
  /// Columns that were given their names because the header has none.
  var unnamed: Set<String> = []
  /// What of the target is learned.
  var transform = TargetTransform.none
  /// The column that divides the rows; nil where chance does.
  var key: KeyColumn?
  /// What is no input, in the file's order.
  var leftOut: [LeftOutColumn] = []
  var lines = LineNumbers()
  /// Which rows of the file these are; nil where they are all.
  private(set) var fileRows: [Int32]?

  var target: ColumnBuilder { columns[targetIndex] }
  var rowCount: Int { target.rowCount }

  /// Which row of the file a row is, from 0.
  func fileRow(_ row: Int) -> Int { fileRows.map { Int($0[row]) } ?? row }

  /// Leaves some rows out.
  mutating func keep(_ isKept: [Bool]) {
    let kept = isKept.indices.filter { isKept[$0] }
    fileRows = kept.map { Int32(fileRow($0)) }
    for column in columns { column.keep(isKept) }
    key?.keep(isKept)
  }

  /// Whether the names could as well be a row, once it is known what the columns are: each is a number
  /// over numbers, or one of the categories below it. Numbers alone may be years.
  var hasHeaderLikeData: Bool {
    let named = columns.filter { !unnamed.contains($0.name) }
    let (texts, numbers) = (named.filter(\.isCategories), named.filter { !$0.isCategories })
    return !numbers.isEmpty && numbers.allSatisfy { CSVHeader.isNumber($0.name) }
      && texts.allSatisfy { $0.allCategories().names.contains($0.name) }
  }
}

/// Reads a whole file.
struct CSVTableReader {
  private let reader: CSVReader
  private let options: CSVOptions
  private var table: CSVTable
  private let fieldCount: Int

  static func read(
    path: String, options: CSVOptions, progress: (Int, Int) -> Bool
  ) throws(DataError) -> CSVTable {
    let reader = try CSVReader(path: path, limits: options.limits)
    guard try reader.advance(progress: progress) else { throw emptyFile(reader) }
    var tableReader = try CSVTableReader(header: reader, options: options)
    while try reader.advance(progress: progress) { try tableReader.takeRow() }
    guard tableReader.table.rowCount > 0 else {
      throw reader.error(
        "csv-no-rows", "the file has a header but no rows", at: nil,
        suggestion: "one line a row under the header")
    }
    return tableReader.table
  }

  private init(header reader: CSVReader, options: CSVOptions) throws(DataError) {
    self.reader = reader
    self.options = options
    let header = try CSVHeader(of: reader, target: options.target)
    fieldCount = header.names.count
    let key = try options.rule.place(
      in: header.names, target: header.target, selection: options.columns, path: reader.path)
    let places = try options.columns.places(
      in: header.names, target: header.target, key: key, path: reader.path)
    let most = max(options.limits.categories, options.limits.classes)
    table = CSVTable(
      columns: places.map {
        ColumnBuilder(name: header.names[$0], position: $0, mostEntries: most)
      },
      targetIndex: places.firstIndex(of: header.target) ?? 0, separator: reader.separator,
      source: CSVRows(path: reader.path, limits: options.limits, version: reader.version))
    table.transform = header.transform
    table.key = key.map { KeyColumn(name: header.names[$0], position: $0) }
    table.leftOut = header.names.indices.filter { !places.contains($0) }.map { place in
      LeftOutColumn(
        name: header.names[place],
        reason: place == key
          ? LeftOutColumn.Reason(rawValue: options.rule.name) ?? .dropped : .dropped)
    }
    for place in places where header.unnamed.contains(place) {
      table.unnamed.insert(header.names[place])
      table.notes.append(.columnNamed(position: place + 1, name: header.names[place]))
    }
  }

  private mutating func takeRow() throws(DataError) {
    guard reader.fieldCount == fieldCount else { throw raggedRow(reader, expected: fieldCount) }
    guard table.rowCount < options.limits.tableValues / table.columns.count else {
      throw tooManyValues()
    }
    for column in table.columns {
      let outcome = try reader.withField(column.position) {
        (bytes) throws(DataError) -> ColumnBuilder.Outcome in
        guard isMissing(bytes) else { return column.append(bytes) }
        column.appendMissing()
        return .number
      }
      if outcome == .outOfRange { throw try outOfRange(column) }
    }
    table.lines.append(reader.recordLine)
    if let position = table.key?.position {
      try reader.withField(position) { (bytes) throws(DataError) in table.key?.append(bytes) }
    }
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

  private func outOfRange(_ column: ColumnBuilder) throws(DataError) -> DataError {
    let number = quotedForMessage(try reader.text(column.position))
    return reader.error(
      "csv-number-out-of-range",
      "\(number) in column \(quotedForMessage(column.name)) is too large",
      at: reader.place(ofField: column.position), suggestion: "numbers must lie within ±3.4e38")
  }

  static func emptyFile(_ reader: CSVReader) -> DataError {
    reader.error(
      "csv-empty", "the file is empty", at: nil,
      suggestion: "a header line with the columns' names, then one line a row")
  }
}

/// The record the reader stands at has another number of fields than the header.
func raggedRow(_ reader: CSVReader, expected: Int) -> DataError {
  let found = reader.fieldCount
  var message = "this row has \(counted(found, "field")), the header has \(expected)"
  var suggestion =
    found > expected
    ? "put fields that contain \(reader.separator.name) in quotes"
    : "leave a missing field empty, with its separator"
  if let seen = reader.separatorCounts.name(ofFields: expected, otherThan: reader.separator) {
    message = "this row is separated by \(seen), the header by \(reader.separator.name)"
    suggestion = "separate all lines alike"
  } else if found > expected, reader.separator == .comma {
    suggestion += "; with decimal commas, separate fields by semicolons"
  }
  return reader.error(
    "csv-ragged-row", message, at: reader.place(ofField: min(expected, found - 1)),
    suggestion: suggestion)
}

/// A file's rows once more, for what one reading could not tell.
struct CSVRows {
  let path: String
  let limits: CSVOptions.Limits
  /// Of the file that was read first.
  let version: FileVersion

  /// Calls `body` with the given fields of every row, as its bytes and the row's number from 0.
  ///
  /// - Parameter count: how many rows there were.
  /// Error: `csv-changed` when the file is not what it was, also if that happens meanwhile: then `body`
  /// has been called with no more rows than there were.
  func forEach(
    _ positions: [Int], of count: Int, progress: (Int, Int) -> Bool,
    _ body: (_ index: Int, UnsafeBufferPointer<UInt8>, _ row: Int) -> Void
  ) throws(DataError) {
    let reader = try CSVReader(path: path, limits: limits)
    guard reader.version == version, try reader.advance(progress: progress) else { throw changed }
    let fieldCount = reader.fieldCount
    var row = 0
    while try reader.advance(progress: progress) {
      guard row < count, reader.fieldCount == fieldCount else { throw changed }
      for (index, position) in positions.enumerated() {
        guard position < fieldCount else { throw changed }
        try reader.withField(position) { (bytes) throws(DataError) in body(index, bytes, row) }
      }
      row += 1
    }
    guard row == count else { throw changed }
  }

  var changed: DataError {
    DataError(
      id: "csv-changed", message: "\(quotedPath(path)) was changed while it was being read",
      file: path, suggestion: "load it again once it is written to its end")
  }

  /// What a field says and where it is; nil when the file is not what it was.
  func field(_ position: Int, row: Int) -> (text: String, place: CSVPlace)? {
    guard let reader = try? CSVReader(path: path, limits: limits), reader.version == version
    else { return nil }
    let goOn = { (_: Int, _: Int) in true }
    for _ in 0..<row + 2 {
      guard (try? reader.advance(progress: goOn)) == true else { return nil }
    }
    guard position < reader.fieldCount, let text = try? reader.text(position) else { return nil }
    return (text, reader.place(ofField: position))
  }
}
