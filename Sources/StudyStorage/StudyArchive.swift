// The file of all searches: `studies.sqlite`. A study is a list of entries (its trials, the points a user gave,
// how many trials were asked for, that it has ended), each with a checksum over itself and all before it;
// SQLite sees to it that an entry is there as a whole, after any end of any process, or not at all.

import HyperparameterSearch
import JSON
import Synchronization

/// Keeps studies in one file, which any number of processes may use at once. The file is looked for at the
/// first call, and made when the first study begins.
package final class StudyArchive: StudyJournal {
  package let path: String
  private let state = Mutex(State())

  fileprivate struct State {
    var database: Database?
    var failure: StorageError?
    /// The studies this process began, or read without finding damage: only these may grow.
    var sound: Set<StudyID> = []
  }

  /// - Parameter folder: where `studies.sqlite` is, or will be; made when it is needed.
  package init(folder: String) { path = folder + "/studies.sqlite" }

  package var failure: StorageError? { state.withLock { $0.failure } }

  /// As SQLite closes the last connection, it moves what the log holds into the file itself.
  package func close() { state.withLock { $0.database = nil } }

  // MARK: Writing

  package func create(_ record: StudyRecord) throws(StorageError) -> StudyID {
    let definition = record.definition.text
    var entries = [Entry(plannedTrials: record.plannedTrials)]
    for (number, params) in record.study.enqueued.sorted(by: { $0.key < $1.key }) {
      entries.append(Entry(point: params, number: number))
    }
    entries += record.study.trials.map(Entry.init(trial:))
    if record.isFinished { entries.append(Entry.finish) }
    return try write { [entries] database, state throws(StorageError) in
      let id = try database.beginStudy(definition)
      try database.append(entries, to: id)
      state.sound.insert(id)
      return id
    }
  }

  package func append(_ trials: [Trial], to study: StudyID) throws(StorageError) {
    try append(trials.map(Entry.init(trial:)), to: study)
  }

  package func enqueue(
    _ params: [ParameterAssignment], as number: Int, in study: StudyID
  ) throws(StorageError) {
    try append([Entry(point: params, number: number)], to: study)
  }

  package func setPlannedTrials(_ count: Int, of study: StudyID) throws(StorageError) {
    try append([Entry(plannedTrials: count)], to: study)
  }

  package func markFinished(_ study: StudyID) throws(StorageError) {
    try append([Entry.finish], to: study)
  }

  private func append(_ entries: [Entry], to study: StudyID) throws(StorageError) {
    let path = path
    try write { database, state throws(StorageError) in
      if !state.sound.contains(study) {
        guard try database.load(study, path: path).damage == nil else {
          throw StorageError(
            id: "study-damaged",
            message: "study \(study.number) is damaged, so that nothing can be added to it",
            suggestion: "begin a new search with what can still be read of it")
        }
        state.sound.insert(study)
      }
      try database.append(entries, to: study)
    }
  }

  /// Runs `body` in a transaction. What cannot be written ends all writing.
  private func write<Result: Sendable>(
    _ body: @Sendable (Database, inout State) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    try state.withLock { state throws(StorageError) in
      if let failure = state.failure { throw failure }
      do throws(StorageError) {
        guard let database = try state.openDatabase(path, creating: true) else {
          throw .unwritable(path, "it is not there")
        }
        Database.closeToOthers(path)
        return try database.transaction { () throws(StorageError) in
          try body(database, &state)
        }
      } catch {
        guard !error.isOfOneRequest else { throw error }
        state.failure = error
        state.database?.abandon()
        state.database = nil
        throw error
      }
    }
  }

  // MARK: Reading

  package func studies() throws(StorageError) -> [StudySummary] {
    try read { database, _ throws(StorageError) in try database.summaries() } ?? []
  }

  package func load(_ study: StudyID) throws(StorageError) -> StudyRecord {
    let path = path
    let found = try read { database, state throws(StorageError) in
      let record = try database.load(study, path: path)
      if record.damage == nil { state.sound.insert(study) } else { state.sound.remove(study) }
      return record
    }
    guard let found else { throw .unknown(study) }
    return found
  }

  /// Nil where there is no archive yet; reading does not make one.
  private func read<Result: Sendable>(
    _ body: @Sendable (Database, inout State) throws(StorageError) -> Result
  ) throws(StorageError) -> Result? {
    try state.withLock { state throws(StorageError) in
      guard let database = try state.openDatabase(path, creating: false) else { return nil }
      // Without a transaction another process could write between two questions.
      return try database.snapshot { () throws(StorageError) in try body(database, &state) }
    }
  }
}

extension StudyArchive.State {
  fileprivate mutating func openDatabase(
    _ path: String, creating: Bool
  ) throws(StorageError) -> Database? {
    if let database, !database.hasMoved { return database }
    // Somebody moved it away: what stands in its place now is another archive.
    database?.abandon()
    database = nil
    sound = []
    database = try Database.openArchive(path, creating: creating)
    return database
  }
}

extension StorageError {
  /// Whether it is about one request only, so that the next may succeed.
  fileprivate var isOfOneRequest: Bool {
    ["studies-busy", "study-unknown", "trial-conflict", "study-damaged"].contains(id)
  }
}

// MARK: - Entries

/// One line of a study's journal.
struct Entry {
  enum Kind: String {
    case trial, point, plan, finish
  }

  var kind: Kind
  /// The trial's number; nil where the entry is about the study.
  var number: Int?
  var record: String

  static let finish = Entry(kind: .finish, number: nil, record: "")

  private init(kind: Kind, number: Int?, record: String) {
    self.kind = kind
    self.number = number
    self.record = record
  }

  init(trial: Trial) { self.init(kind: .trial, number: trial.number, record: trial.json.text) }

  init(point: [ParameterAssignment], number: Int) {
    self.init(kind: .point, number: number, record: StrictJSON(point).text)
  }

  init(plannedTrials: Int) {
    self.init(kind: .plan, number: nil, record: plannedTrials.description)
  }

  /// The checksum of this entry and all before it.
  func checksum(after previous: Int) -> Int {
    Entry.checksum(previous, [kind.rawValue, number?.description ?? "", record])
  }

  /// FNV-1a (Fowler, Noll and Vo) with 64 bits, which notices the change of any one byte for certain.
  static func checksum(_ previous: Int, _ texts: [String]) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for shift in stride(from: 0, to: 64, by: 8) {
      mix(UInt8(truncatingIfNeeded: previous >> shift))
    }
    for text in texts {
      for byte in text.utf8 { mix(byte) }
      // No byte of UTF-8, so that a text cannot take the place of two.
      mix(0xFF)
    }
    return Int(Int64(bitPattern: hash))
  }
}
