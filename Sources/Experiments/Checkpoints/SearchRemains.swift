// What a search has left: its number in the archive, which keeps each trial, and which trials there were when
// it ended. Later commands may have added others.
import HyperparameterSearch
import NeuralNetwork
import Numerics

extension FinishedSearch {
  /// Nil where it is kept nowhere.
  package var remains: [UInt8]? {
    guard let id else { return nil }
    var writer = CheckpointWriter()
    writer.write(id.number)
    writer.write(each: study.trials) { $0.write($1.number) }
    writer.write(bits: study.trialsDigest)
    writer.write(planned)
    writer.write(bestOfRepeat) { $0.write($1) }
    return writer.bytes
  }

  /// Of its trials and how many there are to be.
  package var digest: UInt64 {
    var hash = FingerprintHash()
    hash.add(study.trialsDigest)
    hash.add(UInt64(planned))
    return hash.fingerprint.value
  }

  /// This search, about to be run, with the trials that it had when it ended.
  package func taking(
    _ bytes: [UInt8], from archive: any StudyReader
  ) throws(UnreadableCheckpoint) -> FinishedSearch {
    var reader = CheckpointReader(bytes)
    let id = StudyID(try reader.integer())
    let numbers = Set(
      try reader.each { (reader) throws(UnreadableCheckpoint) in try reader.integer() })
    let digest = try reader.bits()
    let planned = try reader.integer()
    let best = try reader.optional { (reader) throws(UnreadableCheckpoint) in
      try reader.integer()
    }
    guard reader.isAtEnd, self.id == nil || self.id == id, let kept = try? archive.load(id) else {
      throw UnreadableCheckpoint()
    }
    var search = self
    search.id = id
    // It may have been prepared on more trials than there were.
    search.planned = planned
    search.bestOfRepeat = best
    let known = Set(study.trials.map(\.number))
    for trial in kept.study.trials
    where numbers.contains(trial.number) && !known.contains(trial.number) {
      search.study.record(trial)
    }
    guard search.study.trialsDigest == digest else { throw UnreadableCheckpoint() }
    return search
  }
}

extension Study {
  /// Of what its trials came to.
  fileprivate var trialsDigest: UInt64 {
    var hash = FingerprintHash()
    for trial in trials {
      hash.add(UInt64(trial.number))
      hash.add(trial.state.rawValue)
      hash.add(trial.value ?? .nan)
      for (name, value) in trial.params.map({ ($0.name, $0.value) }) {
        hash.add(name)
        switch value {
        case .number(let number): hash.add(number)
        case .integer(let number): hash.add(UInt64(bitPattern: Int64(number)))
        case .choice(let word): hash.add(word)
        }
      }
    }
    return hash.fingerprint.value
  }
}
