// `search resume`, `search open` and `search list`: going on with a search, or looking at it again, of this
// session or of an earlier process.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch

extension SearchCommand {
  func resuming(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let guesses = preparation.state.guesses
    var search = try searchToResume(arguments, &preparation)
    let name = search.id.map { "search \($0.number)" } ?? "the last search"
    let missing = search.planned > search.study.firstMissing
    let added = arguments[Self.trials] ?? (missing ? 0 : guesses.count)
    guard missing || added > 0 else {
      if arguments.isGiven(Self.number) { return showing(search, name) }
      throw Diagnostic(
        id: "search-complete",
        message: "\(name) has all its \(search.planned) trials",
        range: arguments.syntax.range, suggestion: "`search resume trials=20` for 20 more")
    }
    if search.halving != nil, added > 0 {
      throw Diagnostic(
        id: "halving-is-planned", message: "a halving search is planned as a whole",
        range: arguments.syntax.range, suggestion: "another `search halving` with more trials")
    }
    if let stop = arguments[Self.stop], stop < search.study.firstMissing {
      throw Diagnostic(
        id: "stop-is-past",
        message: "\(name) has its first \(search.study.firstMissing) trials already",
        range: arguments.range(of: Self.stop),
        suggestion: "`stop=\(search.study.firstMissing + 1)`, or leave it out")
    }
    let (planned, overflow) = search.planned.addingReportingOverflow(added)
    guard !overflow, planned <= Self.mostTrials else {
      throw Diagnostic(
        id: "too-many-trials", message: "a search has at most \(Self.mostTrials) trials",
        range: arguments.range(of: Self.trials))
    }
    search.planned = planned
    if !arguments.isGiven(Self.number) { preparation.remark("Going on with \(name).") }
    let objective = try objective(of: search, for: name, &preparation)
    var points: [(number: Int, params: [ParameterAssignment])] = []
    for guess in guesses { points.append(try search.enqueue(guess)) }
    return try running(search, objective, arguments, preparation) { [points] journal in
      if added > 0 { journal.plan(planned) }
      for (number, params) in points { journal.enqueue(params, as: number) }
    }
  }

  /// What is there of a search, whatever the session's data: nothing is trained.
  func opening(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let id = StudyID(try arguments.require(Self.kept))
    let name = "search \(id.number)"
    if let search = preparation.state.search, search.id == id { return showing(search, name) }
    do throws(StorageError) {
      let record = try preparation.studies.load(id)
      return showing(try Self.search(record, id, &preparation), name)
    } catch {
      throw Diagnostic(error, range: arguments.range(of: Self.kept))
    }
  }

  /// Makes a search the session's last, to be looked at and added to.
  private func showing(_ search: FinishedSearch, _ name: String) -> Work {
    Work { performance in
      performance.update { $0.search = search }
      performance.emit(.trials(search.table(by: .value, top: 10)))
      let done = search.study.trials.count
      let next: Statement =
        if search.study.firstMissing < search.planned {
          "`search resume` goes on"
        } else if search.halving == nil {
          "`search resume trials=20` adds 20"
        } else {
          "`use best` takes its best"
        }
      performance.emit(
        .hint(
          """
          \(name) has \(done, "trials") of \(search.planned, "planned") \
          \(search.planned == 1 ? "trial" : "trials"); \(next).
          """))
    }
  }

  /// The one of that number. Without one: the session's last if it is not finished or to be added to, else
  /// the journal's last that is not finished, else the last there is.
  private func searchToResume(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> FinishedSearch {
    let asked = arguments[Self.number]
    let own = preparation.state.search
    let isAddedTo = arguments.isGiven(Self.trials) || !preparation.state.guesses.isEmpty
    if let own {
      let goesOn = own.study.firstMissing < own.planned || isAddedTo
      if asked == nil ? goesOn : own.id?.number == asked { return own }
    }
    let journal = preparation.studies
    do throws(StorageError) {
      var id = asked.map { StudyID($0) }
      if id == nil {
        let kept = try journal.studies()
        id = kept.first { !$0.isFinished }?.id ?? (own == nil ? kept.first?.id : nil)
      }
      guard let id else {
        if let own { return own }
        throw StorageError(
          id: "no-search-yet", message: "there has been no search yet",
          suggestion: "`search random trials=20 lr=1e-4..1:log`")
      }
      let record = try journal.load(id)
      return try Self.search(record, id, &preparation)
    } catch {
      throw Diagnostic(error, range: arguments.range(of: Self.number) ?? arguments.syntax.range)
    }
  }

  private static func search(
    _ record: StudyRecord, _ id: StudyID, _ preparation: inout Preparation
  ) throws(StorageError) -> FinishedSearch {
    if let damage = record.damage {
      preparation.remark("Of search \(id.number, "search"): \(damage)")
    }
    do throws(Diagnostic) {
      return try FinishedSearch(record, id: id, preparation.settings)
    } catch {
      throw StorageError(id: error.id, message: error.message, suggestion: error.suggestion)
    }
  }

  func objective(
    of search: FinishedSearch, for name: String, _ preparation: inout Preparation
  ) throws(Diagnostic) -> SearchObjective {
    switch search.objective {
    case .training(let setup):
      let data =
        if let source = search.source { try preparation.data(of: source, for: name) } else {
          preparation.dataOrAssumed()
        }
      return .training(try TrainingObjective(setup, data: data, in: preparation.context))
    case .table(let setup): return .table(try table(setup, for: name, &preparation))
    }
  }

  /// The session's table if it is that one, else it is read again.
  private func table(
    _ setup: TableSetup, for name: String, _ preparation: inout Preparation
  ) throws(Diagnostic) -> TableObjective {
    if let table = preparation.state.table, table.setup == setup { return table }
    let table = try preparation.fromCurrentFolder { (here) throws(Diagnostic) in
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

  func listing(
    _ arguments: Arguments, _ preparation: Preparation
  ) throws(Diagnostic) -> Work {
    let journal = preparation.studies
    do throws(StorageError) {
      return .say(.studies(StudyList(studies: try journal.studies(), failure: journal.failure)))
    } catch {
      throw Diagnostic(error, range: arguments.syntax.range)
    }
  }
}
