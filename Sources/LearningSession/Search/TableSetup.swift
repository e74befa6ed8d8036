// Which table a search looks its trials up in, and which way is better there: all that another process needs
// to find it again.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork

/// The tables that come with the lessons.
enum ShippedTable: String, CaseIterable, Sendable {
  case phoneme

  var fileName: String { "hpobench_phoneme.csv.gz" }
  var target: String { "val_acc" }
  var direction: SearchDirection { .maximize }
  /// Columns that are results too.
  var ignored: [String] { ["val_acc_sd", "train_seconds"] }
  var title: String { "30,000 trainings of a network on the data set phoneme" }
  /// Citation and license.
  var source: String { "HPOBench, Eggensperger et al. 2021; Apache-2.0" }
}

struct TableSetup: Sendable, Equatable {
  enum Source: Sendable, Equatable {
    case file(String)
    case shipped(ShippedTable)
  }

  var source: Source
  var target: String
  var direction: SearchDirection
  /// Columns that are no axes.
  var ignored: [String]
  /// Of all that is in the table; empty where it has not been read.
  var fingerprint = ""

  /// What a user calls it.
  var name: String {
    switch source {
    case .file(let path): path.split(separator: "/").last.map(String.init) ?? path
    case .shipped(let table): table.rawValue
    }
  }

  /// The command that takes it.
  var command: String {
    switch source {
    case .shipped(let table): return "objective \(table.rawValue)"
    case .file(let path):
      let ignore = ignored.joined(separator: ",")
      return "objective table \(Word.source(of: path)) target=\(Word.source(of: target))"
        + " \(direction.rawValue)" + (ignored.isEmpty ? "" : " ignore=\(Word.source(of: ignore))")
    }
  }
}

extension SearchMeasure {
  /// The results of a table, in its own units.
  init(_ setup: TableSetup) {
    self.init(
      name: setup.target, shortName: String(setup.target.prefix(9)), direction: setup.direction)
  }
}

extension FinishedSearch {
  /// A trial that was looked up sets up nothing.
  func noNetwork(of report: TrialReport, in table: TableSetup) -> Diagnostic {
    let point = report.parameters.map { "\($0.name)=\(SearchAxis.text(of: $0.value))" }
    let value = report.value.map { ": \(measure.name) \(exactText($0))" } ?? ""
    return Diagnostic(
      id: "no-network-in-table",
      message:
        "trial \(report.number) was looked up in \(shown(table.name)), which sets up no network",
      suggestion: "`objective training`, and a search that trains",
      notes: ["its point: \(escapedForDisplay(point.joined(separator: " ")))\(value)"])
  }
}

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
