// A table of results that somebody else has computed: in each row some inputs and what came of them. A
// search can look its trials up there in place of training.
import Text

/// The rows of a CSV file that have a result, with those columns that count as inputs.
package struct ResultTable: Sendable, Equatable {
  package enum Values: Sendable, Equatable {
    /// In ascending order.
    case numbers([Double])
    /// In the order of their bytes.
    case texts([String])

    package var count: Int {
      switch self {
      case .numbers(let numbers): numbers.count
      case .texts(let texts): texts.count
      }
    }
  }

  package struct Column: Sendable, Equatable {
    package var name: String
    /// The different values.
    package var values: Values
    /// For each row the place of its value.
    package var codes: [Int]
  }

  package var columns: [Column]
  /// One a row; NaN where the file says that it is not finite.
  package var results: [Double]
  /// Rows without a result, or without one of the inputs: they are not in the table.
  package var rowsLeftOut: Int
}

/// Reads a table of results, gzipped or not.
///
/// A column is numbers if every field in it is one, else texts. A row without a result or without one of
/// its inputs is left out and counted; `nan` and `inf` are results: those of runs that diverged.
///
/// - Parameter ignored: columns that are no inputs.
/// Errors: those of `loadCSV` about files, records and the header; `csv-text-target`, `csv-unknown-column`,
/// `csv-target-dropped`, `csv-no-inputs`, `csv-no-rows`, `csv-too-many-categories`, `csv-number-out-of-range`.
package func loadResultTable(
  path: String, target: String, ignoring ignored: [String],
  limits: CSVOptions.Limits = CSVOptions.Limits(),
  progress: (_ bytesRead: Int, _ totalBytes: Int) -> Bool = { _, _ in true }
) throws(DataError) -> ResultTable {
  let reader = try CSVReader(path: path, limits: limits)
  guard try reader.advance(progress: progress) else { throw CSVTableReader.emptyFile(reader) }
  var rows = try ResultRows(header: reader, target: target, ignored: ignored, limits: limits)
  while try reader.advance(progress: progress) { try rows.takeRow() }
  return try rows.finish()
}

/// A table while it is read.
private struct ResultRows {
  private let reader: CSVReader
  private let limits: CSVOptions.Limits
  private let fieldCount: Int
  private let target: (place: Int, name: String)
  /// The inputs, each with its place in a record.
  private let inputs: [(place: Int, column: ColumnBuilder)]
  /// The first text of each input that has one, and where it is.
  private var firstTexts: [Int: (text: String, place: CSVPlace)] = [:]
  private var results: [Double] = []
  private var rowsLeftOut = 0

  init(
    header reader: CSVReader, target: String, ignored: [String], limits: CSVOptions.Limits
  ) throws(DataError) {
    self.reader = reader
    self.limits = limits
    let header = try CSVHeader(of: reader, target: target)
    let names = header.names
    fieldCount = names.count
    self.target = (header.target, target)
    for name in ignored where !names.contains(name) {
      throw reader.error(
        "csv-unknown-column", "there is no column \(quotedForMessage(name)) to ignore", at: nil,
        suggestion: suggestedName(
          for: name, among: names, otherwise: "the columns are \(listedForMessage(names))"))
    }
    guard !ignored.contains(target) else {
      throw reader.error(
        "csv-target-dropped", "\(quotedForMessage(target)) is the target, which cannot be ignored",
        at: nil, suggestion: "ignore other columns, or choose another target")
    }
    inputs = names.indices.filter { $0 != header.target && !ignored.contains(names[$0]) }
      .map { ($0, ColumnBuilder(name: names[$0], mostEntries: limits.classes)) }
    guard !inputs.isEmpty else {
      throw reader.error(
        "csv-no-inputs", "beside \(quotedForMessage(target)) no column is left to vary", at: nil,
        suggestion: "ignore fewer columns")
    }
  }

  mutating func takeRow() throws(DataError) {
    guard reader.fieldCount == fieldCount else {
      throw raggedRow(reader, expected: fieldCount)
    }
    guard results.count < limits.tableValues / fieldCount else {
      throw reader.error(
        "csv-too-many-values", "the file has more values than there is memory for",
        at: reader.place(ofField: 0), suggestion: "use fewer rows or columns")
    }
    guard let result = try result(), try hasInputs() else {
      rowsLeftOut += 1
      return
    }
    for (place, column) in inputs { try take(place, column) }
    results.append(result)
  }

  /// Nil where there is none.
  private func result() throws(DataError) -> Double? {
    try reader.withField(target.place) { (bytes) throws(DataError) in
      let text = String(decoding: bytes, as: UTF8.self)
      switch DecimalNumber.parse(bytes) {
      case .number(let number): return number
      // Within Double's range it is a number all the same.
      case .outOfRange: return Double(text).flatMap { $0.isFinite ? $0 : nil } ?? .nan
      case .notANumber: break
      }
      let word = text.lowercased().drop { $0 == "-" || $0 == "+" }
      if ["nan", "inf", "infinity"].contains(word) { return .nan }
      if isMissing(bytes) { return nil }
      let place = reader.place(ofField: target.place)
      throw reader.error(
        "csv-text-target",
        "the target must be numbers: \(quotedForMessage(target.name)) has "
          + "\(quotedForMessage(text)) in line \(place.line)",
        at: place, suggestion: "choose another target, or correct the field")
    }
  }

  private func hasInputs() throws(DataError) -> Bool {
    for (place, _) in inputs {
      let isGone = try reader.withField(place) { (bytes) throws(DataError) in isMissing(bytes) }
      if isGone { return false }
    }
    return true
  }

  private mutating func take(_ place: Int, _ column: ColumnBuilder) throws(DataError) {
    let outcome = try reader.withField(place) { (bytes) throws(DataError) in column.append(bytes) }
    if outcome == .text, firstTexts[place] == nil {
      firstTexts[place] = (try reader.text(place), reader.place(ofField: place))
    }
    if outcome == .outOfRange {
      throw reader.error(
        "csv-number-out-of-range",
        "\(quotedForMessage(try reader.text(place))) in column \(quotedForMessage(column.name)) is "
          + "too large",
        at: reader.place(ofField: place), suggestion: "numbers must lie within ±3.4e38")
    }
    guard column.hasMoreTexts(than: limits.categories) else { return }
    let first = firstTexts[place]
    throw reader.error(
      "csv-too-many-categories",
      "column \(quotedForMessage(column.name)) holds text "
        + "(\(quotedForMessage(first?.text ?? ""))) and more than \(limits.categories) "
        + "different values",
      at: first?.place,
      suggestion:
        "\(columnOption("ignore", [column.name])), or correct the field if the column should hold numbers"
    )
  }

  func finish() throws(DataError) -> ResultTable {
    guard !results.isEmpty else {
      throw reader.error(
        "csv-no-rows",
        rowsLeftOut > 0
          ? "no row is left: all \(rowsLeftOut) have an empty field"
          : "the file has a header but no rows",
        at: nil,
        suggestion: rowsLeftOut > 0 ? "fill in the fields" : "one line a row under the header")
    }
    return ResultTable(
      columns: inputs.map { Self.column($0.column) }, results: results, rowsLeftOut: rowsLeftOut)
  }

  private static func column(_ builder: ColumnBuilder) -> ResultTable.Column {
    if builder.hasText {
      let (names, rows) = builder.allCategories()
      return ResultTable.Column(
        name: builder.name, values: .texts(names), codes: rows.map { Int($0) })
    }
    let numbers = builder.allNumbers()
    let distinct = Set(numbers).sorted()
    let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
    return ResultTable.Column(
      name: builder.name, values: .numbers(distinct), codes: numbers.map { places[$0] ?? 0 })
  }
}
