// The tables of the archive: what is asked of them, and how they grow.

import HyperparameterSearch
import JSON
import Text

extension Database {
  /// Adds a study without entries.
  func beginStudy(_ definition: String) throws(StorageError) -> StudyID {
    let id = try first("SELECT coalesce(max(id), 0) + 1 FROM studies") { $0.integer(0) } ?? 1
    let created = try first("SELECT datetime('now')") { $0.text(0) } ?? ""
    try run(
      "INSERT INTO studies (id, created, definition, entries, checksum) VALUES (?, ?, ?, 0, ?)",
      [
        .integer(id), .text(created), .text(definition),
        .integer(Entry.checksum(id, [created, definition])),
      ])
    return StudyID(id)
  }

  /// Adds entries at the study's end; what it says already is left out.
  func append(_ entries: [Entry], to study: StudyID) throws(StorageError) {
    let end = try first(
      "SELECT entries, checksum FROM studies WHERE id = ?", [.integer(study.number)]
    ) { (place: $0.integer(0), checksum: $0.integer(1)) }
    guard var end else { throw .unknown(study) }
    for entry in entries where try !isKnown(entry, in: study) {
      end.checksum = entry.checksum(after: end.checksum)
      try run(
        """
        INSERT INTO entries (study, place, kind, number, record, checksum) VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          .integer(study.number), .integer(end.place), .text(entry.kind.rawValue),
          entry.number.map { .integer($0) } ?? .null, .text(entry.record), .integer(end.checksum),
        ])
      end.place += 1
    }
    try run(
      "UPDATE studies SET entries = ?, checksum = ? WHERE id = ?",
      [.integer(end.place), .integer(end.checksum), .integer(study.number)])
  }

  /// Whether the entry is there already. Error: `trial-conflict` where it is there with other numbers.
  private func isKnown(_ entry: Entry, in study: StudyID) throws(StorageError) -> Bool {
    guard let number = entry.number else {
      return try first(Self.lastOfStudy, [.integer(study.number)]) { row in
        row.text(0) == entry.kind.rawValue && row.text(1) == entry.record
      } ?? false
    }
    let known = try first(
      "SELECT record FROM entries WHERE study = ? AND kind = ? AND number = ?",
      [.integer(study.number), .text(entry.kind.rawValue), .integer(number)]
    ) { $0.text(0) }
    guard known == nil || known == entry.record else { throw .conflict(number) }
    return known != nil
  }

  /// The latest entry about the study itself: the number of trials planned, or its end.
  private static let lastOfStudy = """
    SELECT kind, record FROM entries WHERE study = ? AND kind IN ('plan', 'finish')
    ORDER BY place DESC LIMIT 1
    """

  // MARK: Reading

  /// A study with the entries up to the first that is not what was written.
  func load(_ study: StudyID, path: String) throws(StorageError) -> StudyRecord {
    let head = try first(
      "SELECT created, definition, entries, checksum FROM studies WHERE id = ?",
      [.integer(study.number)]
    ) {
      (created: $0.text(0), definition: $0.text(1), entries: $0.integer(2), checksum: $0.integer(3))
    }
    guard let head else { throw .unknown(study) }
    var checksum = Entry.checksum(study.number, [head.created, head.definition])
    var reader = try StudyReader(head.definition, of: study, path: path)
    var isWhole = true
    do throws(StorageError) {
      try rows(
        "SELECT kind, number, record, checksum, place FROM entries WHERE study = ? ORDER BY place",
        [.integer(study.number)]
      ) { row in
        guard isWhole else { return }
        let stored = StoredEntry(
          kind: row.text(0), number: row.isNull(1) ? nil : row.integer(1), record: row.text(2))
        checksum = stored.checksum(after: checksum)
        isWhole =
          row.integer(3) == checksum && row.integer(4) == reader.count && reader.take(stored)
      }
    } catch {
      guard error.id == "studies-damaged" else { throw error }
      isWhole = false
    }
    isWhole = isWhole && reader.count == head.entries && checksum == head.checksum
    return reader.record(isWhole: isWhole)
  }

  /// The newest first. A study whose definition is damaged is left out.
  func summaries() throws(StorageError) -> [StudySummary] {
    var heads: [(id: Int, created: String, definition: String)] = []
    try rows("SELECT id, created, definition FROM studies ORDER BY id DESC") { row in
      heads.append((row.integer(0), row.text(1), row.text(2)))
    }
    var summaries: [StudySummary] = []
    for head in heads {
      guard let json = try? StrictJSON(stored: head.definition),
        let record = try? StudyRecord(definition: json)
      else { continue }
      let last = try first(Self.lastOfStudy, [.integer(head.id)]) { ($0.text(0), $0.text(1)) }
      let planned = try first(
        """
        SELECT record FROM entries WHERE study = ? AND kind = 'plan' ORDER BY place DESC LIMIT 1
        """, [.integer(head.id)]
      ) { Int($0.text(0)) ?? 0 }
      let recorded = try first(
        "SELECT count(*) FROM entries WHERE study = ? AND kind = 'trial'", [.integer(head.id)]
      ) { $0.integer(0) }
      summaries.append(
        StudySummary(
          id: StudyID(head.id), created: head.created, method: record.method,
          direction: record.study.direction, axes: record.study.space.axes.map(\.name),
          plannedTrials: planned ?? 0, recordedTrials: recorded ?? 0,
          isFinished: last?.0 == Entry.Kind.finish.rawValue))
    }
    return summaries
  }
}

/// An entry as it was found.
private struct StoredEntry {
  var kind: String
  var number: Int?
  var record: String

  func checksum(after previous: Int) -> Int {
    Entry.checksum(previous, [kind, number?.description ?? "", record])
  }
}

/// Puts a study together from its entries.
private struct StudyReader {
  private var base: StudyRecord
  private var points: [(number: Int, params: [ParameterAssignment])] = []
  private var trials: [Trial] = []
  /// How many entries were taken.
  private(set) var count = 0

  init(_ definition: String, of study: StudyID, path: String) throws(StorageError) {
    do {
      base = try StudyRecord(definition: StrictJSON(stored: definition))
    } catch {
      throw StorageError(
        id: "study-damaged",
        message: "what study \(study.number) of \(quotedPath(path)) was about cannot be read",
        suggestion: "a newer version of descent may have written it")
    }
  }

  /// False for an entry that says nothing.
  mutating func take(_ entry: StoredEntry) -> Bool {
    do {
      switch Entry.Kind(rawValue: entry.kind) {
      case .trial:
        let json = try StrictJSON(stored: entry.record)
        trials.append(try Trial(number: entry.number ?? 0, json: json))
      case .point:
        points.append((entry.number ?? 0, try StrictJSON(stored: entry.record).params()))
      case .plan:
        guard let planned = Int(entry.record) else { return false }
        base.plannedTrials = planned
        base.isFinished = false
      case .finish: base.isFinished = true
      case nil: return false
      }
    } catch {
      return false
    }
    count += 1
    return true
  }

  func record(isWhole: Bool) -> StudyRecord {
    var record = base
    var isWhole = isWhole
    // Points first: one is given before its trial runs.
    for point in points.sorted(by: { $0.number < $1.number }) {
      let taken = try? record.study.enqueue(point.params, from: point.number)
      isWhole = isWhole && taken == point.number
    }
    for trial in trials { record.study.record(trial) }
    if !isWhole {
      record.damage =
        trials.isEmpty
        ? "its trials cannot be read"
        : "what came after its first \(trials.count) trials cannot be read"
      record.isFinished = false
    }
    return record
  }
}
