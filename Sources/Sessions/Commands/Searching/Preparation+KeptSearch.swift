// A search of the journal, and what its trials are judged by, as they were when it began.
import CommandLanguage
import Experiments
import HyperparameterSearch

extension Preparation {
  mutating func keptSearch(_ id: StudyID) throws(StorageError) -> FinishedSearch {
    let record = try studies.load(id)
    if let damage = record.damage {
      remark("Of search \(id.number, "search"): \(damage)")
    }
    do throws(Diagnostic) {
      return try FinishedSearch(record, id: id, settings)
    } catch {
      throw StorageError(id: error.id, message: error.message, suggestion: error.suggestion)
    }
  }

  /// - Parameter name: of the search, for messages.
  mutating func objective(
    of search: FinishedSearch, for name: String
  ) throws(Diagnostic) -> SearchObjective {
    switch search.objective {
    case .training(let setup):
      let data = try data(of: search, for: name)
      return .training(
        try TrainingObjective(setup, over: search.study.space, data: data, in: context))
    case .table(let setup): return .table(try table(setup, for: name))
    }
  }

  /// The session's table if it is that one, else it is read again.
  private mutating func table(
    _ setup: TableSetup, for name: String
  ) throws(Diagnostic) -> TableObjective {
    if let table = state.table, table.setup == setup { return table }
    let table = try fromCurrentFolder { (here) throws(Diagnostic) in
      try TableObjective.load(setup, &here) { _ in nil }
    }
    guard table.setup.fingerprint == setup.fingerprint else {
      throw Diagnostic(
        id: "other-table",
        message: "\(shown(setup.name)) does not hold the results any more that \(name) was made on",
        suggestion: "its finished trials can still be listed: `search list`")
    }
    return table
  }
}
