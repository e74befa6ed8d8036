// Which table a search looks its trials up in, and which way is better there: all that another process needs
// to find it again.
import CommandLanguage
import Events
import HyperparameterSearch
import Text

/// The tables that come with the lessons.
package enum ShippedTable: String, CaseIterable, Sendable {
  case phoneme

  package var fileName: String { "hpobench_phoneme.csv.gz" }
  package var target: String { "val_acc" }
  package var direction: SearchDirection { .maximize }
  /// Columns that are results too.
  package var ignored: [String] { ["val_acc_sd", "train_seconds"] }
  package var title: String { "30,000 trainings of a network on the data set phoneme" }
  /// Citation and license.
  package var source: String { "HPOBench, Eggensperger et al. 2021; Apache-2.0" }
}

package struct TableSetup: Sendable, Equatable {
  package enum Source: Sendable, Equatable {
    case file(String)
    case shipped(ShippedTable)
  }

  package var source: Source
  package var target: String
  package var direction: SearchDirection
  /// Columns that are no axes.
  package var ignored: [String]
  /// Of all that is in the table; empty where it has not been read.
  package var fingerprint = ""

  package init(
    source: Source, target: String, direction: SearchDirection, ignored: [String],
    fingerprint: String = ""
  ) {
    self.source = source
    self.target = target
    self.direction = direction
    self.ignored = ignored
    self.fingerprint = fingerprint
  }

  /// What a user calls it.
  package var name: String {
    switch source {
    case .file(let path): path.split(separator: "/").last.map(String.init) ?? path
    case .shipped(let table): table.rawValue
    }
  }

  /// The command that takes it.
  package var command: String {
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
    self.init(.column(setup.target), setup.direction)
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
