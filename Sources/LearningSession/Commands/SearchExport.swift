// `search export`: the last search in a file for other programs.
import CommandLanguage
import HyperparameterSearch

extension SearchCommand {
  static let file = Argument(
    "FILE", .file(extensions: ["csv", "db"], isStrict: true),
    "`.csv` a row a trial, `.db` a study of Optuna's for optuna-dashboard")

  static let exportForm = Form(
    FormID.export, "write the last search for other programs",
    keywords: [Keyword("export", "a file for other programs")], positionals: [file])

  func export(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    let search = try session.finishedSearch(arguments)
    let path = TextFile.expanded(try arguments.require(Self.file))
    let range = arguments.range(of: Self.file)
    try session.checkMayWrite(path, range: range)
    guard let exporter = session.environment.studyExporter else {
      throw Diagnostic(
        id: "no-exporter", message: "nothing can write searches here", range: range,
        suggestion: "the program `descent` can")
    }
    let record = search.record(session.settings)
    let name = "descent \(search.method) \(search.id.map { String($0.number) } ?? "search")"
    do throws(StorageError) {
      if pathExtension(of: path)?.lowercased() == "csv" {
        try exporter.exportCSV(record, to: path)
      } else {
        try exporter.exportOptuna(record, named: name, to: path)
      }
    } catch {
      throw Diagnostic(error, range: range)
    }
    session.emit(
      .hint(
        """
        wrote \(search.study.trials.count, "trials") trials to \(path)
        """))
  }
}
