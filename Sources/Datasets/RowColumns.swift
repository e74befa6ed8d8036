// What the columns of a file of rows to be answered are to the data that a network was trained on.
import Text

/// Where in a record what stands, and how it is to be taken.
struct RowColumns {
  /// The names of the data's columns.
  let names: [String]
  /// For each of them its place in a record.
  let places: [Int]
  /// Nil where the file has no such column.
  let target: Int?
  let unknown: RowFile.UnknownCategories
  let targetName: String
  let isNumber: [Bool]
  /// For each column the numbers of those categories that were trained on; empty for numbers.
  let categories: [[String: Int]]
  /// The same by their names in small letters, where these differ.
  let categoriesInSmallLetters: [[String: Int]]
  let classes: [String: Int32]

  static func plan(
    _ reader: CSVReader, _ data: PreparedData, _ unknown: RowFile.UnknownCategories
  ) throws(DataError) -> (names: [String], plan: RowColumns) {
    let names = try CSVHeader.names(in: reader).names
    try CSVHeader.checkDistinct(names, reader)
    var places: [Int] = []
    for column in data.columns {
      guard let place = names.firstIndex(of: column.name) else {
        throw missing(column.name, names, reader)
      }
      places.append(place)
    }
    let target = names.firstIndex(of: data.targetName)
    // The weights of a category that no row trained on had are those it began with.
    var input = 0
    let categories = data.columns.map { column in
      defer { input += column.inputNames.count }
      let names = column.categories ?? []
      return Dictionary(
        uniqueKeysWithValues: data.placesInTraining(of: names, input: input).map {
          (names[$0], $0)
        })
    }
    let small = categories.map { places in
      Dictionary(grouping: places, by: { $0.key.lowercased() })
        .compactMapValues { $0.count == 1 ? $0[0].value : nil }
    }
    let classes = Dictionary(
      uniqueKeysWithValues: data.classNames.enumerated().map { ($1, Int32($0)) })
    return (
      names,
      RowColumns(
        names: data.columns.map(\.name), places: places,
        target: target.flatMap { places.contains($0) ? nil : $0 }, unknown: unknown,
        targetName: data.targetName, isNumber: data.columns.map { $0.kind == .number },
        categories: categories, categoriesInSmallLetters: small, classes: classes)
    )
  }

  private static func missing(
    _ name: String, _ names: [String], _ reader: CSVReader
  ) -> DataError {
    if names.allSatisfy(CSVHeader.isNumber) { return CSVHeader.noHeader(reader) }
    return reader.error(
      "csv-missing-column",
      "there is no column \(quotedForMessage(name)), which the network was trained on",
      at: reader.place(ofField: 0),
      suggestion: suggestedName(
        for: name, among: names, otherwise: "the columns are \(listedForMessage(names))"))
  }

  /// How the numbers of each column are written, found from all of its fields.
  ///
  /// - Parameters:
  ///   - wish: what divides decimals; nil to go by the file.
  ///   - trained: how the columns of the rows trained on were written, and last the target.
  /// Error: `csv-ambiguous-numbers`.
  func formats(
    _ rows: CSVRows, wish: NumberFormat.Mark?, trained: [NumberFormat],
    _ progress: (Int, Int) -> Bool
  ) throws(DataError) -> [NumberFormat] {
    var numbers = places.indices.filter { isNumber[$0] }
    if target != nil, classes.isEmpty { numbers.append(places.count) }
    let (names, places) = (names + [targetName], places + [target ?? 0])
    var surveys = numbers.map { _ in ColumnSurvey() }
    let reader = try CSVReader(path: rows.path, limits: rows.limits)
    guard reader.version == rows.version, try reader.advance(progress: progress) else {
      throw rows.changed
    }
    let fieldCount = reader.fieldCount
    var row = 0
    while try reader.advance(progress: progress) {
      guard reader.fieldCount == fieldCount else { throw raggedRow(reader, expected: fieldCount) }
      for (index, column) in numbers.enumerated() {
        try reader.withField(places[column]) { (bytes) throws(DataError) in
          if !isMissing(bytes) { surveys[index].take(bytes, row: row) }
        }
      }
      row += 1
    }
    let marks = DecimalMarks(
      surveys, wish: wish,
      expectsCommas: (trained.contains { $0.decimal == .comma } || reader.separator == .semicolon)
        && !surveys.contains(where: \.hasDecimalPoint))
    var formats = places.map { _ in NumberFormat.plain }
    let isTold = wish == nil && trained.contains { $0 != .plain }
    for (index, survey) in zip(numbers, surveys) {
      // What can be read as the column was, is, where the rows trained on show how they were written.
      let same = [trained[index], trained[index].withoutUnit].first {
        survey.count(in: $0) == survey.fields
      }
      if isTold, let same {
        formats[index] = same
        continue
      }
      formats[index] = try marks.format(of: survey, names[index], at: places[index], rows).format
    }
    return formats
  }
}
