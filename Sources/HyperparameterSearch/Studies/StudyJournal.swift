// Where a search writes down what it has found, so that it can go on after any end of its process. The
// search knows this protocol only; the files are `StudyStorage`'s.

/// The number of a study in its journal.
package struct StudyID: Hashable, Sendable {
  package var number: Int
  package init(_ number: Int) { self.number = number }
}

/// A study with all that another process needs to go on with it.
package struct StudyRecord: Sendable {
  /// Space, sampler, direction, seed, trials and the points the user gave.
  package var study: Study
  /// How many trials were asked for; more may have been added since the study began.
  package var plannedTrials: Int
  package var isFinished: Bool
  /// What the trials were run on, in the words of whoever ran them: commands, options, a fingerprint
  /// of the data. Kept as it is and in this order.
  package var setup: [(key: String, text: String)]
  /// What could not be read any more, as a sentence; the trials are then those before it. Nothing can
  /// be added to such a study.
  package var damage: String?

  package init(
    study: Study, plannedTrials: Int, isFinished: Bool = false,
    setup: [(key: String, text: String)] = [], damage: String? = nil
  ) {
    self.study = study
    self.plannedTrials = plannedTrials
    self.isFinished = isFinished
    self.setup = setup
    self.damage = damage
  }

  /// The text that was kept under this name.
  package func setup(_ key: String) -> String? { setup.first { $0.key == key }?.text }

  /// Under which it is kept how trials were cut, if any were: `all` for all brackets, else `one`.
  package static let bracketsKey = "brackets"

  /// What a user types for it after `search`.
  package var method: String {
    guard let brackets = setup(Self.bracketsKey) else { return study.sampler.name }
    return brackets == "all" ? "hyperband" : "halving"
  }
}

/// A study in a list.
package struct StudySummary: Equatable, Sendable {
  package var id: StudyID
  /// When it began, as `2026-05-17 09:30:12` in UTC; to be shown, and for nothing else. Nil where no
  /// clock was asked.
  package var created: String?
  /// What a user types for it after `search`.
  package var method: String
  package var direction: SearchDirection
  /// The names of the axes, in their order.
  package var axes: [String]
  package var plannedTrials: Int
  package var recordedTrials: Int
  package var isFinished: Bool

  package init(
    id: StudyID, created: String?, method: String, direction: SearchDirection, axes: [String],
    plannedTrials: Int, recordedTrials: Int, isFinished: Bool
  ) {
    self.id = id
    self.created = created
    self.method = method
    self.direction = direction
    self.axes = axes
    self.plannedTrials = plannedTrials
    self.recordedTrials = recordedTrials
    self.isFinished = isFinished
  }
}

/// Why something could not be kept or read again.
package struct StorageError: Error, Equatable, Sendable {
  /// Stable and kebab-case, such as `studies-unwritable`; for programs.
  package var id: String
  /// One sentence with a lower-case start and no final period.
  package var message: String
  package var suggestion: String?

  package init(id: String, message: String, suggestion: String? = nil) {
    self.id = id
    self.message = message
    self.suggestion = suggestion
  }
}

/// Reads the studies that are kept.
package protocol StudyReader: Sendable {
  /// Why nothing is kept any more; nil when all is well. Asking touches no file.
  var failure: StorageError? { get }

  /// All studies, the newest first.
  func studies() throws(StorageError) -> [StudySummary]

  func load(_ study: StudyID) throws(StorageError) -> StudyRecord
}

/// Keeps studies. What a method has kept when it returns is there after any end of the process.
///
/// Once something could not be written nothing more is: `failure` says why, every later call that would
/// write throws it again, and the search may go on without. Errors: `studies-unwritable`,
/// `studies-full`, `studies-damaged`, `studies-foreign`, `studies-newer`; and of one request only, so
/// that the next may succeed, `studies-busy`, `study-unknown`, `study-damaged`, `trial-conflict`.
package protocol StudyJournal: StudyReader {
  /// Begins a study; what the record holds already is kept with it.
  func create(_ record: StudyRecord) throws(StorageError) -> StudyID

  /// Keeps trials, all of them or none. One that is there already with the same numbers is left out.
  /// Error: `trial-conflict` where it is there with other numbers.
  func append(_ trials: [Trial], to study: StudyID) throws(StorageError)

  /// Keeps a point of the user's for the trial of that number (see `Study.enqueue`).
  /// Error: `trial-conflict` where that number has another point.
  func enqueue(
    _ params: [ParameterAssignment], as number: Int, in study: StudyID
  ) throws(StorageError)

  /// How many trials the study is to have. It is finished no longer.
  func setPlannedTrials(_ count: Int, of study: StudyID) throws(StorageError)

  func markFinished(_ study: StudyID) throws(StorageError)

  /// Leaves the files as they are to be found by others, before the process ends.
  func close()
}

extension StudyJournal {
  package func close() {}

  package func append(_ trial: Trial, to study: StudyID) throws(StorageError) {
    try append([trial], to: study)
  }
}

/// Writes a study into a file that other programs read: `.csv` has a row a trial, `.db` is a study of Optuna's in an
/// SQLite file, for `optuna-dashboard` and `optuna.load_study`.
package protocol StudyExporter: Sendable {
  /// Whether `export` would replace nothing but an export of the same kind.
  /// Errors: `export-unknown-kind`, `export-not-ours`.
  func check(_ path: String) throws(StorageError)

  /// A file that is there is replaced, at once and as a whole, if such an export made it.
  /// Errors: those of `check`, `export-unwritable`.
  func export(_ record: StudyRecord, named name: String, to path: String) throws(StorageError)
}
