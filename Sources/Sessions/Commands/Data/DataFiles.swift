// `data columns`: what each column holds; and `data export`: which row of the file is in which part, for
// others to divide it in the same way.
import CommandLanguage
import Datasets
import Events
import Experiments
import Files

extension DataCommand {
  static let table = Argument(
    "FILE.csv", .file(extensions: ["csv"], isStrict: true), "a table with a line for each row")

  static let columnsForm = Form(
    FormID.columns, "show what each column holds",
    keywords: [Keyword("columns", "what each column holds")])
  static let exportForm = Form(
    FormID.export, "write which rows train, validate and test",
    keywords: [Keyword("export", "a table of which rows are in which part")],
    positionals: [table])

  /// Errors: `no-file-rows`, `not-a-split-table`, and those of writing.
  func exporting(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let named = try arguments.require(Self.table)
    let range = arguments.range(of: Self.table)
    let path = try preparation.pathToWrite(named, range: range)
    let data = preparation.dataOrAssumed()
    let state = preparation.state
    var validation: [Int] = []
    if state.keepsValidation, let rows = try? data.validationRows(seed: state.divisionSeed) {
      validation = rows.validation
    }
    guard let text = data.splitTable(validation: validation) else {
      throw Diagnostic(
        id: "no-file-rows", message: "the rows of \(shown(data.name)) are of no CSV file",
        range: arguments.syntax.range,
        suggestion: "`data load FILE.csv target=COLUMN`, or a shipped set such as `data iris`")
    }
    try Self.checkReplacing(path, range)
    return Work { performance in
      guard performance.write(path, range: range, { Array(text.utf8) }) else { return }
      performance.emit(
        .hint("wrote the parts of \(text.utf8.count { $0 == 0x0A } - 1, "rows") rows to \(named)"))
    }
  }

  /// What was written by somebody else is not replaced.
  private static func checkReplacing(
    _ path: String, _ range: SourceRange?
  ) throws(Diagnostic) {
    guard TextFile.exists(path) else { return }
    if let bytes = try? TextFile.readAll(path, atMost: 1 << 30),
      bytes.isEmpty || PreparedData.isSplitTable(bytes)
    {
      return
    }
    throw Diagnostic(
      id: "not-a-split-table",
      message: "\(shown(path)) is there and was not written by `data export`", range: range,
      suggestion: "choose another name, or remove the file first")
  }
}
