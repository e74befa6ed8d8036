// `search export`: the last search in a file for other programs.
import CommandLanguage
import Files
import HyperparameterSearch

struct ExportForm: SearchForm {
  private static let file = Argument(
    "FILE", .file(extensions: ["csv", "db"], isStrict: true),
    "`.csv` a row a trial, `.db` a study of Optuna's for optuna-dashboard")

  let form = Form(
    "export", "write the last search for other programs",
    keywords: [Keyword("export", "a file for other programs")], positionals: [file])

  func writes(_ arguments: Arguments) -> Word? { arguments.word(of: Self.file) }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let search = try preparation.finishedSearch(arguments)
    let named = try arguments.require(Self.file)
    let range = arguments.range(of: Self.file)
    let path = try preparation.pathToWrite(named, range: range)
    guard let exporter = preparation.studyExporter else {
      throw Diagnostic(
        id: "no-exporter", message: "nothing can write searches here", range: range,
        suggestion: "the program `descent` can")
    }
    do throws(StorageError) {
      try exporter.check(path)
    } catch {
      throw Diagnostic(error, range: range)
    }
    let name = "descent \(search.method) \(search.id.map { String($0.number) } ?? "search")"
    return Work { performance in
      let record = search.record(performance.settings)
      do throws(StorageError) {
        try exporter.export(record, named: name, to: path)
      } catch {
        return performance.fail(Diagnostic(error, range: range))
      }
      let count = search.study.trials.count
      performance.emit(
        .hint("wrote \(count, "trials") \(count == 1 ? "trial" : "trials") to \(named)"))
    }
  }
}
