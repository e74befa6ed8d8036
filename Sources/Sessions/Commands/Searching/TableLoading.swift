// Reading the table that a search looks its trials up in.
import CommandLanguage
import Datasets
import Experiments

extension TableObjective {
  /// Reads the table. Errors: those of `loadResultTable` and of `TableObjective.init`, `no-lesson-data`.
  ///
  /// - Parameter range: where in the command something that is wrong with the file is to be shown.
  static func load(
    _ setup: TableSetup, _ preparation: inout Preparation, range: (DataError) -> SourceRange?
  ) throws(Diagnostic) -> TableObjective {
    var setup = setup
    let path: String
    switch setup.source {
    case .file(let file):
      let place = range(DataError(id: "reads-not-allowed", message: ""))
      path = try preparation.pathToRead(file, range: place)
      setup.source = .file(path)
    case .shipped(let table):
      path = try preparation.folder(with: table.fileName, range: nil) + "/" + table.fileName
    }
    var limits = CSVOptions.Limits()
    limits.memory = preparation.memory.free
    return try preparation.reading(range: range) { [setup] progress throws(DataError) in
      let table = try loadResultTable(
        path: path, target: setup.target, ignoring: setup.ignored, limits: limits,
        progress: progress)
      return try TableObjective(table, setup)
    }
  }
}
