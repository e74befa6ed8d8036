// The order of rows by a column: numbers by value, dates by day, other texts as they are written.
import Text

struct RowOrder {
  /// Rows of the table, the first one first; those with the same value as the file has them.
  let rows: [Int]

  /// Errors: `csv-order-mixed`, `csv-order-date`, `csv-ambiguous-numbers`.
  init(_ key: KeyColumn, _ table: CSVTable, _ options: CSVOptions) throws(DataError) {
    var survey = ColumnSurvey()
    for row in 0..<key.rowCount { survey.take(key.text(row), row: row, times: 1) }
    guard survey.fields > survey.texts.count else {
      rows = try Self.sortedTexts(key, table)
      return
    }
    var format = survey.format
    if let date = try Self.sortedDates(key, table) {
      rows = date
      return
    }
    let odd = survey.misfits(of: format)
    let infinite = survey.infinite.count + survey.missing.count
    guard odd.count == 0, infinite == 0 else {
      let row =
        odd.count > 0
        ? odd.firstRow
        : survey.infinite.count > 0 ? survey.infinite.firstRow : survey.missing.firstRow
      throw table.error(
        "csv-order-mixed",
        "\(quotedForMessage(key.text(row))) in column \(quotedForMessage(key.name)) is not a number "
          + "as others are", key, row,
        suggestion: "write the whole column alike, as numbers or as dates such as 2024-01-31")
    }
    if format.decimal == .comma, survey.comma != .decimal {
      let isComma = options.decimal.map { $0 == .comma } ?? (table.separator == .semicolon)
      guard isComma || options.decimal != nil else {
        throw table.error(
          "csv-ambiguous-numbers",
          "the commas in column \(quotedForMessage(key.name)) may divide thousands or decimals",
          key,
          survey.example(of: format) ?? 0,
          suggestion: "decimal=comma if they are decimals, decimal=point if not")
      }
      if !isComma { (format.decimal, format.grouping) = (.point, .mark) }
    }
    let values = (0..<key.rowCount).map { row -> Double in
      if case .number(let value) = format.read(key.text(row)) { value } else { .infinity }
    }
    rows = values.indices.sorted {
      values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1
    }
  }

  private static func sortedTexts(
    _ key: KeyColumn, _ table: CSVTable
  ) throws(DataError) -> [Int] {
    if let dates = try sortedDates(key, table) { return dates }
    let texts = (0..<key.rowCount).map { Array(key.text($0).utf8) }
    let heads = texts.map { $0.prefix { (0x30...0x39).contains($0) } }
    guard heads.allSatisfy({ !$0.isEmpty }) else { return sorted(texts) }
    let areTimes = zip(heads, texts).allSatisfy { head, text in
      head.count < 3 && text.dropFirst(head.count).allSatisfy { $0 < 0x3B }
        && text.dropFirst(head.count).first == UInt8(ascii: ":")
    }
    if areTimes { return sorted(zip(heads, texts).map { $0.count == 1 ? [0x30] + $1 : $1 }) }
    // As texts 10 comes before 9, and the afternoon's 1 before the morning's 9.
    let misled = texts.indices.first { row in
      heads[row].count != heads[0].count || texts[row].contains { $0 | 0x20 == UInt8(ascii: "p") }
    }
    guard let misled else { return sorted(texts) }
    throw table.error(
      "csv-order-mixed",
      "\(quotedForMessage(key.text(misled))) in column \(quotedForMessage(key.name)) is neither a number "
        + "nor a date or time that can be ordered", key, misled,
      suggestion: "write times as 08:05 or 2024-01-31 08:05, and names with leading zeros")
  }

  private static func sorted(_ keys: [[UInt8]]) -> [Int] {
    keys.indices.sorted {
      keys[$0] != keys[$1] ? keys[$0].lexicographicallyPrecedes(keys[$1]) : $0 < $1
    }
  }

  /// By year, month and day, then by what stands behind them; nil where not all are dates. Dates that begin
  /// with the day or the month are refused: which of the two they begin with is not written in them.
  private static func sortedDates(
    _ key: KeyColumn, _ table: CSVTable
  ) throws(DataError) -> [Int]? {
    var keys: [[UInt8]] = []
    keys.reserveCapacity(key.rowCount)
    for row in 0..<key.rowCount {
      let text = key.text(row)
      guard isDate(text) else { return nil }
      guard let sortable = sortable(date: text) else {
        throw table.error(
          "csv-order-date",
          "the date \(quotedForMessage(text)) in column \(quotedForMessage(key.name)) does not begin "
            + "with its year", key, row, suggestion: "write dates as 2024-01-31")
      }
      keys.append(sortable)
    }
    return sorted(keys)
  }

  /// The year in four figures, month and day in two, and the rest as it is.
  private static func sortable(date text: String) -> [UInt8]? {
    let day = text.prefix { $0 != " " && $0 != "T" }
    let parts = day.split { $0 == "-" || $0 == "/" || $0 == "." }
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count < 3,
      parts[2].utf8.count < 3
    else { return nil }
    var key = Array(parts[0].utf8)
    for part in parts.dropFirst() {
      if part.utf8.count == 1 { key.append(0x30) }
      key += part.utf8
    }
    // A blank and a T before the time are the same, and so are 8:05 and 08:05.
    let time = text.utf8.dropFirst(day.utf8.count + 1).drop { $0 == 0x20 }
    let isShortHour = time.dropFirst().first == UInt8(ascii: ":")
    return key + [0x20] + (isShortHour ? [0x30] : []) + time
  }
}
