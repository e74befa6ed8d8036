// Numbers or categories: what each column is once the ways of writing are known, and the refusals of
// what is neither: texts among numbers, infinite numbers, texts by the hundred.
import Text

extension ColumnSettling {
  mutating func decide() throws(DataError) {
    for index in table.columns.indices {
      let column = table.columns[index]
      guard column.hasText || formats[index] != nil else { continue }
      let isNumbers = formats[index] != nil && !areCodes(index)
      if isNumbers {
        try checkNumbers(index)
        noteFormat(index)
      }
      column.settle(isCategories: !isNumbers)
    }
    try refuseManyTexts()
  }

  /// Numbers that look like names of classes, beside texts that do: `0`, `1`, `2`, `3+`.
  private func areCodes(_ index: Int) -> Bool {
    guard let survey = surveys[index], formats[index] == .plain,
      survey.misfits(of: .plain).count > 0, let texts = table.columns[index].allTexts()
    else { return false }
    var numbers: Set<Double> = []
    for (text, _, count) in texts {
      switch DecimalNumber.parse(text) {
      case .number(let value): numbers.insert(value)
      default: if count < 2 { return false }
      }
    }
    return PreparedTarget.areCodes(numbers, rows: survey.fields)
  }

  private mutating func checkNumbers(_ index: Int) throws(DataError) {
    guard let survey = surveys[index], let format = formats[index] else { return }
    let column = table.columns[index]
    let name = quotedForMessage(column.name)
    if survey.infinite.count > 0 {
      let field = rows.field(column.position, row: survey.infinite.firstRow)
      throw error(
        "csv-infinite-number",
        "\(quotedForMessage(field?.text ?? "inf")) in column \(name) is no finite number",
        at: field?.place,
        suggestion: "put a number there, or leave the field empty and add missing=drop")
    }
    let odd = survey.misfits(of: format)
    guard odd.count > 0 else { return }
    let field = rows.field(column.position, row: odd.firstRow)
    guard options.missing == .refuse else {
      table.notes.append(
        .takenAsMissing(
          column: column.name, rows: odd.count, first: field?.text ?? "",
          line: field?.place.line ?? 0))
      return
    }
    throw oddNumber(index, odd, field)
  }

  /// A field that is no number, or one that is written in another way than the others.
  private func oddNumber(
    _ index: Int, _ odd: ColumnSurvey.Sighting, _ field: (text: String, place: CSVPlace)?
  ) -> DataError {
    let column = table.columns[index]
    let format = formats[index] ?? .plain
    let good = surveys[index]?.count(in: format) ?? 0
    let text = field?.text ?? ""
    let isNumber = NumberFormat.all.contains { $0.read(text) != .notANumber }
    let example = surveys[index]?.example(of: format)
      .flatMap { rows.field(column.position, row: $0)?.text }
    var message = "\(quotedForMessage(text)) in column \(quotedForMessage(column.name)) is "
    if isNumber, let example {
      message += "not written as the other numbers are (\(quotedForMessage(example)))"
    } else {
      message += "not a number"
    }
    let others = odd.count - 1
    if others == 0 {
      message += isNumber ? "" : "; the other \(good) are"
    } else {
      message +=
        "; \(others == 1 ? "nor is 1 other field" : "nor are \(others) other fields")"
        + " of \(odd.count + good)"
    }
    // A row without a target is of no use.
    let fills = index == table.targetIndex ? "" : ", missing=mean fills in the mean"
    return error(
      index == table.targetIndex && options.task == .regress
        ? "csv-text-target" : "csv-not-a-number", message, at: field?.place,
      suggestion: odd.count == 1
        ? "correct it, or take it for missing: missing=drop leaves the row out" + fills
        : "correct them, or take them for missing: missing=drop leaves the rows out" + fills)
  }

  private mutating func noteFormat(_ index: Int) {
    let column = table.columns[index]
    guard let format = formats[index], format != .plain,
      let row = surveys[index]?.example(of: format),
      let example = rows.field(column.position, row: row)?.text,
      case .number(let value) = format.read(example)
    else { return }
    table.notes.append(
      .numbersRead(
        column: column.name, format: format, example: example, value: value,
        isAssumed: assumed.contains(index)))
  }

  /// Texts of which there are too many to be categories: the columns that have them are all named, so
  /// that one look at the message is enough.
  private func refuseManyTexts() throws(DataError) {
    let many = table.columns.indices.filter { index in
      let column = table.columns[index]
      let limit =
        index == table.targetIndex ? options.limits.classes : options.limits.categories
      return column.isCategories && column.hasMoreTexts(than: limit)
    }
    let inputs = many.filter { $0 != table.targetIndex }.map { table.columns[$0] }
    guard let column = inputs.first ?? many.first.map({ table.columns[$0] }) else { return }
    let field = column.firstTextRow.flatMap { rows.field(column.position, row: $0) }
    let text = field?.text ?? ""
    let example = "\(isDate(text) ? "dates" : "text") (\(quotedForMessage(text)))"
    if inputs.isEmpty {
      throw error(
        "csv-too-many-classes",
        "the target \(quotedForMessage(column.name)) holds \(example) and more than "
          + "\(options.limits.classes) different values", at: field?.place,
        suggestion: "choose another target, or correct the field if the column should hold numbers")
    }
    let names = inputs.map(\.name)
    throw error(
      "csv-too-many-categories",
      names.count == 1
        ? "column \(quotedForMessage(names[0])) holds \(example) and more than "
          + "\(options.limits.categories) different values"
        : "columns \(listedForMessage(names)) hold text and more than "
          + "\(options.limits.categories) different values each", at: field?.place,
      suggestion: "\(columnOption("drop", names)) leaves \(names.count == 1 ? "it" : "them") out")
  }

  private func error(
    _ id: String, _ message: String, at place: CSVPlace?, suggestion: String
  ) -> DataError {
    DataError(
      id: id, message: message, file: rows.path, line: place?.line, column: place?.column,
      suggestion: suggestion)
  }
}

/// Whether a text is a date in figures, such as 2024-01-31, 31.1.2024 or 1/31/24, with a time or without.
func isDate(_ text: String) -> Bool {
  let day = text.prefix { $0 != " " && $0 != "T" }
  for divider in ["-", "/", "."] as [Character] {
    let parts = day.split(separator: divider, omittingEmptySubsequences: false)
    let areFigures = parts.allSatisfy { part in
      (1...4).contains(part.count) && part.allSatisfy { $0.isASCII && $0.isNumber }
    }
    if parts.count == 3, areFigures { return true }
  }
  return false
}
