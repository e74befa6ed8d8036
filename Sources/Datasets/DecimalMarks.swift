// Whether the commas in a file's numbers divide decimals or thousands: one rule for all of its columns, whether
// they are loaded or to be answered.
import Text

struct DecimalMarks {
  /// What the user said; nil to go by the file.
  private let wish: NumberFormat.Mark?
  /// Some numbers can only have decimal commas, or the user said so.
  let hasDecimalCommas: Bool
  /// Commas that could be either divide decimals.
  private let prefersCommas: Bool

  /// - Parameters:
  ///   - surveys: of the columns that are numbers.
  ///   - expectsCommas: whether commas are more likely decimal ones, as in files divided by semicolons.
  init(_ surveys: some Sequence<ColumnSurvey>, wish: NumberFormat.Mark?, expectsCommas: Bool) {
    self.wish = wish
    hasDecimalCommas =
      wish.map { $0 == .comma }
      ?? surveys.contains { $0.format.decimal == .comma && $0.comma == .decimal }
    prefersCommas = hasDecimalCommas || (wish == nil && expectsCommas)
  }

  /// How a column is written, and whether it can be read in another way too.
  ///
  /// - Parameters:
  ///   - name: the column's.
  ///   - position: its place in a record.
  ///   - rows: the file's, which an error quotes.
  /// Error: `csv-ambiguous-numbers`.
  func format(
    of survey: ColumnSurvey, _ name: String, at position: Int, _ rows: CSVRows
  ) throws(DataError) -> (format: NumberFormat, isAssumed: Bool) {
    var format = survey.format
    if format.decimal == .comma, survey.comma != .decimal {
      if survey.comma == .doubtful, !prefersCommas {
        let example = survey.example(of: format).flatMap { rows.field(position, row: $0) }
        throw ambiguous(name, example, rows.path)
      }
      if !prefersCommas { (format.decimal, format.grouping) = (.point, .mark) }
      return (format, survey.comma == .either && wish == nil)
    }
    // Beside decimal commas a point can only divide thousands, where it stands as such everywhere.
    if hasDecimalCommas, format == .plain, survey.hasOnlyThousandsPoints {
      return (NumberFormat(decimal: .comma, grouping: .mark, unit: .none), wish == nil)
    }
    return (format, false)
  }

  private func ambiguous(
    _ column: String, _ field: (text: String, place: CSVPlace)?, _ path: String
  ) -> DataError {
    DataError(
      id: "csv-ambiguous-numbers",
      message: "the comma of \(quotedForMessage(field?.text ?? "")) in column "
        + "\(quotedForMessage(column)) may divide thousands or decimals, and other numbers of the column do "
        + "not show which",
      file: path, line: field?.place.line, column: field?.place.column,
      suggestion: wish == nil
        ? "decimal=comma if they are decimals, else write the column's numbers without commas"
        : "write the column's numbers without commas")
  }
}
