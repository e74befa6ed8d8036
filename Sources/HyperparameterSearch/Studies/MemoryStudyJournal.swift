// A journal for what must not write: replays, checks of lessons, tests. It answers as one with files does.

import Synchronization

/// Keeps studies as long as it lives itself.
package final class MemoryStudyJournal: StudyJournal {
  private let records = Mutex<[StudyRecord]>([])

  package init() {}

  /// With what is in it now.
  package var copy: MemoryStudyJournal {
    let copy = MemoryStudyJournal()
    let now = records.withLock { $0 }
    copy.records.withLock { $0 = now }
    return copy
  }

  package var failure: StorageError? { nil }

  package func create(_ record: StudyRecord) -> StudyID {
    records.withLock { records in
      records.append(record)
      return StudyID(records.count)
    }
  }

  package func append(_ trials: [Trial], to study: StudyID) throws(StorageError) {
    try change(study) { record throws(StorageError) in
      for trial in trials {
        let known = record.study.trials.first { $0.number == trial.number }
        guard known?.hasSameBits(as: trial) != false else { throw .conflict(trial.number) }
        if known == nil { record.study.record(trial) }
      }
    }
  }

  package func enqueue(
    _ params: [ParameterAssignment], as number: Int, in study: StudyID
  ) throws(StorageError) {
    try change(study) { record throws(StorageError) in
      guard record.study.enqueued[number] == nil else {
        if record.study.enqueued[number] == params { return }
        throw .conflict(number)
      }
      guard (try? record.study.enqueue(params, from: number)) == number else {
        throw .conflict(number)
      }
    }
  }

  package func setPlannedTrials(_ count: Int, of study: StudyID) throws(StorageError) {
    try change(study) { record in
      record.plannedTrials = count
      record.isFinished = false
    }
  }

  package func markFinished(_ study: StudyID) throws(StorageError) {
    try change(study) { $0.isFinished = true }
  }

  package func studies() -> [StudySummary] {
    records.withLock { records in
      records.indices.reversed().map { StudySummary(StudyID($0 + 1), records[$0]) }
    }
  }

  package func load(_ study: StudyID) throws(StorageError) -> StudyRecord {
    let found = records.withLock { records in
      records.indices.contains(study.number - 1) ? records[study.number - 1] : nil
    }
    guard let found else { throw .unknown(study) }
    return found
  }

  /// Changes one study, or nothing where `body` throws.
  private func change(
    _ study: StudyID, _ body: (inout StudyRecord) throws(StorageError) -> Void
  ) throws(StorageError) {
    let result: Result<Void, StorageError> = records.withLock { records in
      guard records.indices.contains(study.number - 1) else { return .failure(.unknown(study)) }
      return Result { () throws(StorageError) in
        var record = records[study.number - 1]
        try body(&record)
        records[study.number - 1] = record
      }
    }
    try result.get()
  }
}

extension StudySummary {
  fileprivate init(_ id: StudyID, _ record: StudyRecord) {
    self.init(
      id: id, created: nil, method: record.method, direction: record.study.direction,
      axes: record.study.space.axes.map(\.name), plannedTrials: record.plannedTrials,
      recordedTrials: record.study.trials.count, isFinished: record.isFinished)
  }
}

extension StorageError {
  package static func unknown(_ study: StudyID) -> StorageError {
    StorageError(id: "study-unknown", message: "there is no study \(study.number)")
  }

  package static func conflict(_ number: Int) -> StorageError {
    StorageError(
      id: "trial-conflict",
      message: "trial \(number) has been recorded already, with other numbers",
      suggestion: "another session may be running the same study: go on in one of them")
  }
}

extension Trial {
  /// Whether both say the same; unlike `==` also of figures that are not numbers.
  fileprivate func hasSameBits(as other: Trial) -> Bool {
    func same(_ left: Double, _ right: Double) -> Bool { left.bitPattern == right.bitPattern }
    func bare(_ trial: Trial) -> Trial {
      var trial = trial
      trial.metrics = []
      return trial
    }
    return bare(self) == bare(other)
      && metrics.elementsEqual(other.metrics) { $0.name == $1.name && same($0.value, $1.value) }
  }
}
