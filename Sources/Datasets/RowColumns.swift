// What the columns of a file of rows to be answered are to the data that a network was trained on.
import Text

/// Where in a record what stands, and how it is to be taken.
struct RowColumns {
  /// For each of the data's columns its place in a record.
  let places: [Int]
  /// Nil where the file has no such column.
  let target: Int?
  let unknown: RowFile.UnknownCategories
  /// For each column its categories' numbers; empty for numbers.
  let categories: [[String: Int]]
  let classes: [String: Int32]

  static func plan(
    _ reader: CSVReader, _ data: PreparedData, _ unknown: RowFile.UnknownCategories
  ) throws(DataError) -> (names: [String], plan: RowColumns) {
    let names = try CSVHeader.names(in: reader).names
    var places: [Int] = []
    for column in data.columns {
      guard let place = names.firstIndex(of: column.name) else {
        throw missing(column.name, names, reader)
      }
      places.append(place)
    }
    let target = names.firstIndex(of: data.targetName)
    let categories = data.columns.map { column in
      Dictionary(
        uniqueKeysWithValues: (column.categories ?? []).enumerated().map { ($1, $0) })
    }
    let classes = Dictionary(
      uniqueKeysWithValues: data.classNames.enumerated().map { ($1, Int32($0)) })
    return (
      names,
      RowColumns(
        places: places, target: target.flatMap { places.contains($0) ? nil : $0 },
        unknown: unknown, categories: categories, classes: classes)
    )
  }

  private static func missing(
    _ name: String, _ names: [String], _ reader: CSVReader
  ) -> DataError {
    let isHeaderless = names.allSatisfy(CSVHeader.isNumber)
    return reader.error(
      isHeaderless ? "csv-no-header" : "csv-missing-column",
      isHeaderless
        ? "the first line holds numbers instead of the columns' names"
        : "there is no column \(quotedForMessage(name)), which the network was trained on",
      at: reader.place(ofField: 0),
      suggestion: isHeaderless
        ? "put a header line with a name for each column first"
        : suggestedName(
          for: name, among: names, otherwise: "the columns are \(listedForMessage(names))"))
  }

  /// Whether all numbers of the rows that come are written as programs write them. The reader is used up.
  func hasPlainNumbers(
    _ reader: CSVReader, fieldCount: Int, _ progress: (Int, Int) -> Bool
  ) throws(DataError) -> Bool {
    let numbers = places.indices.filter { categories[$0].isEmpty }.map { places[$0] }
    while try reader.advance(progress: progress) {
      guard reader.fieldCount == fieldCount else { throw raggedRow(reader, expected: fieldCount) }
      for place in numbers {
        let isPlain = try reader.withField(place) { (bytes) throws(DataError) in
          DecimalNumber.parse(bytes) != .notANumber || isMissing(bytes) || isMissingNumber(bytes)
        }
        if !isPlain { return false }
      }
    }
    return true
  }

  /// How the numbers of each column are written, found from all of its fields.
  func formats(
    _ rows: CSVRows, _ separator: CSVSeparator, _ progress: (Int, Int) -> Bool
  ) throws(DataError) -> [NumberFormat] {
    let numbers = places.indices.filter { categories[$0].isEmpty }
    var surveys = numbers.map { _ in ColumnSurvey() }
    let reader = try CSVReader(path: rows.path, limits: rows.limits)
    guard reader.version == rows.version, try reader.advance(progress: progress) else {
      throw rows.changed
    }
    let fieldCount = reader.fieldCount
    while try reader.advance(progress: progress) {
      guard reader.fieldCount == fieldCount else { throw raggedRow(reader, expected: fieldCount) }
      for (index, column) in numbers.enumerated() {
        try reader.withField(places[column]) { (bytes) throws(DataError) in
          if !isMissing(bytes) { surveys[index].take(bytes, row: 0) }
        }
      }
    }
    let hasDecimalComma = surveys.contains { $0.format.decimal == .comma && $0.comma == .decimal }
    var formats = places.map { _ in NumberFormat.plain }
    for (index, survey) in zip(numbers, surveys) {
      formats[index] = survey.format
      if survey.format.decimal == .comma {
        if survey.comma != .decimal, !hasDecimalComma, separator != .semicolon {
          (formats[index].decimal, formats[index].grouping) = (.point, .mark)
        }
      } else if hasDecimalComma, survey.hasOnlyThousandsPoints {
        formats[index] = NumberFormat(decimal: .comma, grouping: .mark, unit: .none)
      }
    }
    return formats
  }
}
