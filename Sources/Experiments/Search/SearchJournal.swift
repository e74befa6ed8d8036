// Writing a search down while it runs. Where that fails the search goes on, and says so once.
import HyperparameterSearch

package struct SearchJournal {
  private let context: ExperimentContext
  private let journal: any StudyJournal
  private(set) var id: StudyID?
  private var hasFailed = false

  /// - Parameter id: of a search that is in the journal already.
  package init(_ journal: any StudyJournal, id: StudyID?, in context: ExperimentContext) {
    self.context = context
    self.journal = journal
    self.id = id
  }

  /// Begins a search that is not there yet.
  mutating func begin(_ search: FinishedSearch) {
    guard id == nil else { return }
    let record = search.record(context.settings)
    id = attempt { (journal) throws(StorageError) in try journal.create(record) }
  }

  mutating func append(_ trial: Trial) {
    guard let id else { return }
    attempt { (journal) throws(StorageError) in try journal.append(trial, to: id) }
  }

  package mutating func enqueue(_ params: [ParameterAssignment], as number: Int) {
    guard let id else { return }
    attempt { (journal) throws(StorageError) in
      try journal.enqueue(params, as: number, in: id)
    }
  }

  package mutating func plan(_ trials: Int) {
    guard let id else { return }
    attempt { (journal) throws(StorageError) in try journal.setPlannedTrials(trials, of: id) }
  }

  mutating func markFinished() {
    guard let id else { return }
    attempt { (journal) throws(StorageError) in try journal.markFinished(id) }
  }

  @discardableResult
  private mutating func attempt<Result>(
    _ body: (any StudyJournal) throws(StorageError) -> Result
  ) -> Result? {
    guard !hasFailed else { return nil }
    do throws(StorageError) {
      return try body(journal)
    } catch {
      hasFailed = true
      let advice = error.suggestion.map { "; \($0)" } ?? ""
      context.emit(
        .hint(
          """
          not saving: \(error.message)\(advice). The search goes on, and what it finds is here until \
          you quit.
          """))
      return nil
    }
  }
}
