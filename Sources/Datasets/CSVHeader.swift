// The first record of a file: the columns' names, and what is wrong where they are none.
import Text

struct CSVHeader {
  /// All different.
  let names: [String]
  /// The target's place among them.
  let target: Int
  /// What of it is learned.
  let transform: TargetTransform
  /// The places of columns that were given a name because they had none.
  let unnamed: Set<Int>

  /// Reads the record that the reader stands at.
  ///
  /// Errors: `csv-one-column`, `csv-duplicate-column`, `csv-no-header`, `csv-no-target`.
  init(of reader: CSVReader, target: String) throws(DataError) {
    let (names, unnamed) = try Self.names(in: reader)
    guard names.count > 1 else { throw Self.oneColumn(reader, names[0]) }
    try Self.checkDistinct(names, reader)
    if let place = names.firstIndex(of: target) {
      (self.target, transform) = (place, .none)
    } else if let inner = TargetTransform.logarithm(of: target) {
      guard let place = names.firstIndex(of: inner) else {
        throw Self.noTarget(reader, names, inner)
      }
      (self.target, transform) = (place, .log)
    } else {
      throw Self.noTarget(reader, names, target)
    }
    self.names = names
    self.unnamed = unnamed
  }

  /// The columns' names; columns without one are given one.
  static func names(
    in reader: CSVReader
  ) throws(DataError) -> (names: [String], unnamed: Set<Int>) {
    var names: [String] = []
    var unnamed: Set<Int> = []
    for index in 0..<reader.fieldCount {
      let name = try reader.text(index)
      if name.isEmpty { unnamed.insert(index) }
      names.append(name.isEmpty ? "column_\(index + 1)" : name)
    }
    return (names, unnamed)
  }

  private static func oneColumn(_ reader: CSVReader, _ name: String) -> DataError {
    let place = CSVPlace(line: reader.place(ofField: 0).line, column: 1)
    let words = reader.sample?.header?.words ?? 1
    let first = reader.sample?.rows.first
    var message = "the file has only one column, \(quotedForMessage(name))"
    var suggestion =
      "a target and at least one other column, separated by commas, semicolons or tabs"
    let divided = CSVSeparator.allCases.first { (first?.fields($0) ?? 1) > 1 }
    if let divided, let fields = first?.fields(divided) {
      message =
        "the header has one field, \(quotedForMessage(name)), the row below it \(fields), "
        + "separated by \(divided.name)"
      suggestion = "separate the names in the header by \(divided.name) too"
    } else if words > 1, first?.words == words {
      message = "the header and the row below it are \(words) words separated by blanks"
      suggestion = "separate the fields by commas, semicolons or tabs"
    }
    return reader.error("csv-one-column", message, at: place, suggestion: suggestion)
  }

  static func checkDistinct(
    _ names: [String], _ reader: CSVReader
  ) throws(DataError) {
    var seen: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      if let first = seen.updateValue(index, forKey: name) {
        if names.allSatisfy(isNumber) { throw noHeader(reader) }
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
    if names.allSatisfy(isNumber) { return noHeader(reader) }
    let list = "the columns are \(listedForMessage(names))"
    let near = nearNames(to: target, among: names).first
    return reader.error(
      "csv-no-target", "there is no column \(quotedForMessage(target))",
      at: reader.place(ofField: 0),
      suggestion: near.map { "did you mean \(quotedForMessage($0))? \(list)" } ?? list)
  }

  static func noHeader(_ reader: CSVReader) -> DataError {
    reader.error(
      "csv-no-header", "the first line holds numbers instead of the columns' names",
      at: reader.place(ofField: 0),
      suggestion: "put a header line with a name for each column first")
  }

  /// Whether a name is a number in some way of writing.
  static func isNumber(_ name: String) -> Bool {
    NumberFormat.all.contains { $0.read(name) != .notANumber }
  }
}

/// The names in a CSV file's header row, reading no further; none of an empty file.
/// Errors: those of opening a file and of its first record.
package func csvColumnNames(path: String) throws(DataError) -> [String] {
  let reader = try CSVReader(path: path, limits: CSVOptions.Limits())
  guard try reader.advance(progress: { _, _ in true }) else { return [] }
  return try CSVHeader.names(in: reader).names
}
