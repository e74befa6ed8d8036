// The second step of loading: what each column is, once all of its fields have been seen. Numbers may be
// written with a comma, a percent sign or a currency; a few texts among numbers are mistakes to be
// named, many are categories.

struct ColumnSettling {
  let options: CSVOptions
  var table: CSVTable
  var rows: CSVRows { table.source }
  /// Of each column that may not be plain numbers.
  private(set) var surveys: [Int: ColumnSurvey] = [:]
  /// Of each column that is numbers in some way of writing, which may include plain ones.
  private(set) var formats: [Int: NumberFormat] = [:]
  /// Columns in whose numbers it had to be guessed what a comma or point means.
  private(set) var assumed: Set<Int> = []

  /// Settles every column of the table and says what was done.
  ///
  /// Errors: `csv-too-many-categories`, `csv-too-many-classes`, `csv-infinite-number`,
  /// `csv-ambiguous-numbers`, `csv-not-a-number`, `csv-changed`.
  static func settle(
    _ table: CSVTable, options: CSVOptions, progress: (Int, Int) -> Bool
  ) throws(DataError) -> CSVTable {
    var settling = ColumnSettling(options: options, table: table)
    settling.leaveOutEmptyColumns()
    try settling.survey(
      settling.table.columns.indices.filter { settling.mayBeNumbers($0) }, progress)
    try settling.chooseFormats(progress)
    try settling.readFormats(progress)
    try settling.decide()
    return settling.table
  }

  private init(options: CSVOptions, table: CSVTable) {
    self.options = options
    self.table = table
  }

  /// Spreadsheets write columns with neither a name nor a value behind the others.
  private mutating func leaveOutEmptyColumns() {
    let target = table.target.name
    let empty = table.columns.filter {
      table.unnamed.contains($0.name) && $0.missingRows == $0.rowCount && $0.name != target
    }
    guard !empty.isEmpty, table.columns.count - empty.count > 1 else { return }
    let names = Set(empty.map(\.name))
    table.columns.removeAll { names.contains($0.name) }
    table.targetIndex = table.columns.firstIndex { $0.name == target } ?? 0
    table.notes.removeAll { note in
      if case .columnNamed(_, let name) = note { names.contains(name) } else { false }
    }
    table.notes.append(.emptyColumnsLeftOut(positions: empty.map { $0.position + 1 }))
  }

  /// Whether text in a column may stand among numbers. A target said to be classes is as it is.
  private func mayBeNumbers(_ index: Int) -> Bool {
    let column = table.columns[index]
    return column.hasText && !column.isGivenUp
      && !(index == table.targetIndex && options.task == .classify)
  }

  /// Looks at all fields of these columns, in the file again where they were not kept as texts.
  private mutating func survey(
    _ indices: [Int], _ progress: (Int, Int) -> Bool
  ) throws(DataError) {
    var again: [Int] = []
    for index in indices {
      guard let texts = table.columns[index].allTexts() else {
        again.append(index)
        continue
      }
      var survey = ColumnSurvey()
      for (text, row, count) in texts { survey.take(text, row: row, times: count) }
      surveys[index] = survey
    }
    guard !again.isEmpty else { return }
    var found = again.map { _ in ColumnSurvey() }
    try rows.forEach(
      again.map { table.columns[$0].position }, of: table.rowCount, progress: progress
    ) { index, bytes, row in
      if !isMissing(bytes) { found[index].take(bytes, row: row) }
    }
    for (index, survey) in zip(again, found) { surveys[index] = survey }
  }

  // MARK: How the numbers are written

  private mutating func chooseFormats(_ progress: (Int, Int) -> Bool) throws(DataError) {
    for (index, survey) in surveys where survey.isNumeric { formats[index] = survey.format }
    guard formats.values.contains(where: { $0.decimal == .comma }) || options.decimal == .comma
    else { return }
    let marks = DecimalMarks(
      surveys.values.filter(\.isNumeric), wish: options.decimal,
      expectsCommas: table.separator == .semicolon && !hasDecimalPoint)
    if marks.hasDecimalCommas {
      let pointed = table.columns.indices.filter {
        surveys[$0] == nil && table.columns[$0].hasFraction
      }
      try survey(pointed, progress)
    }
    for (index, survey) in surveys.sorted(by: { $0.key < $1.key }) where survey.isNumeric {
      let column = table.columns[index]
      let found = try marks.format(of: survey, column.name, at: column.position, rows)
      // A column of plain numbers needs no format unless it was found to have text.
      if formats[index] != nil || found.format != .plain { formats[index] = found.format }
      if found.isAssumed { assumed.insert(index) }
    }
  }

  /// Whether numbers with a decimal point stand in the file.
  private var hasDecimalPoint: Bool {
    table.columns.indices.contains { index in
      guard let format = formats[index] else {
        return surveys[index] == nil && table.columns[index].hasFraction
      }
      return format.decimal == .point
        && (format.grouping == .mark || table.columns[index].hasFraction)
    }
  }

  /// Reads the numbers of these columns as they are written.
  private mutating func readFormats(_ progress: (Int, Int) -> Bool) throws(DataError) {
    let others = formats.filter { $0.value != .plain }
    for (index, format) in others { table.columns[index].use(format) }
    let again = others.keys.filter { table.columns[$0].numbers != nil }.sorted()
    guard !again.isEmpty else { return }
    let most = max(options.limits.categories, options.limits.classes)
    let columns = again.map { index in
      ColumnBuilder(
        name: table.columns[index].name, position: table.columns[index].position,
        mostEntries: most, format: others[index] ?? .plain)
    }
    try rows.forEach(
      columns.map(\.position), of: table.rowCount, progress: progress
    ) { index, bytes, _ in
      // What is too large for a number is none.
      if isMissing(bytes) || columns[index].append(bytes) == .outOfRange {
        columns[index].appendMissing()
      }
    }
    // Numbers there were before, so that only another file's column can keep no field.
    guard !columns.contains(where: \.isGivenUp) else { throw rows.changed }
    for (index, column) in zip(again, columns) { table.columns[index] = column }
  }
}
