// The archive's file: when it comes to be, what else may stand in its place, and what becomes of a damaged one.
import HyperparameterSearch
import SampleStudies
import StudyStorage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ArchiveFileTests {
  @Test func looksAtNothingBeforeTheFirstStudy() throws {
    let folder = TemporaryFolder()
    let archive = StudyArchive(folder: folder.path + "/a/b")
    #expect(archive.failure == nil)
    #expect(try archive.studies().isEmpty)
    #expect(folder.names.isEmpty)
    _ = try archive.create(try SampleStudy.record())
    #expect(folder.names == ["a"])
    var status = stat()
    #expect(stat(archive.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(stat(folder.path + "/a/b", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
  }

  @Test func anEmptyFileIsANewArchive() throws {
    let folder = TemporaryFolder()
    try write([], to: folder.archive)
    let archive = StudyArchive(folder: folder.path)
    #expect(try archive.studies().isEmpty)
    let id = try archive.create(try SampleStudy.record())
    #expect(try archive.load(id).plannedTrials == 100)
  }

  @Test func closesAFileThatOthersCouldRead() throws {
    let folder = TemporaryFolder()
    _ = try StudyArchive(folder: folder.path).create(try SampleStudy.record())
    chmod(folder.archive, 0o644)
    let archive = StudyArchive(folder: folder.path)
    #expect(try archive.studies().count == 1)
    var status = stat()
    #expect(stat(folder.archive, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o644, "reading changes nothing")
    _ = try archive.create(try SampleStudy.record())
    for name in folder.names {
      #expect(stat(folder.path + "/" + name, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
  }

  /// Fails to write, says so once and for all, and leaves what is there as it is.
  private func expectRefusal(_ folder: String, _ id: String) throws {
    let archive = StudyArchive(folder: folder)
    let record = try SampleStudy.record()
    let error = #expect(throws: StorageError.self) { try archive.create(record) }
    #expect(error?.id == id)
    #expect(error?.message.contains(folder) == true)
    #expect(error?.suggestion != nil)
    #expect(archive.failure == error)
    let again = #expect(throws: StorageError.self) { try archive.markFinished(StudyID(1)) }
    #expect(again == error)
  }

  @Test(arguments: [
    ("dd if=/dev/zero of=\"$F\" bs=4096 count=2 2>/dev/null", "studies-damaged"),
    ("echo 'lr,loss' > \"$F\"", "studies-damaged"),
    ("printf 'SQLite format 3' > \"$F\"", "studies-damaged"),
    ("mkdir \"$F\"", "studies-foreign"),
    ("mkfifo \"$F\"", "studies-foreign"),
  ])
  func leavesWhatIsNoArchive(command: String, id: String) throws {
    let folder = TemporaryFolder()
    let look = "F='\(folder.archive)'; ls -l \"$F\"; if [ -f \"$F\" ]; then cksum \"$F\"; fi"
    _ = shell("umask 077; F='\(folder.archive)'; " + command)
    let before = shell(look)
    try expectRefusal(folder.path, id)
    #expect(shell(look) == before)
    #expect(folder.names == ["studies.sqlite"])
  }

  @Test func leavesOtherProgramsDatabases() throws {
    let folder = TemporaryFolder()
    // Optuna's tables: a database, and not this one.
    let export = folder.path + "/other.db"
    try StudyFiles().export(try SampleStudy.record(), named: "other", to: export)
    try write(bytes(of: export), to: folder.archive)
    let content = bytes(of: folder.archive)
    try expectRefusal(folder.path, "studies-foreign")
    #expect(bytes(of: folder.archive) == content)
  }

  @Test func leavesWhatANewerVersionWrote() throws {
    let folder = TemporaryFolder()
    try makeArchive(in: folder)
    var content = bytes(of: folder.archive)
    // The last byte of `user_version` in the header of an SQLite file.
    content[63] = 2
    try write(content, to: folder.archive)
    try expectRefusal(folder.path, "studies-newer")
    #expect(bytes(of: folder.archive) == content)
  }

  @Test func saysWhereItMayNotWrite() throws {
    let folder = TemporaryFolder()
    try write([], to: folder.path + "/file")
    try expectRefusal(folder.path + "/file", "studies-unwritable")
    #expect(try StudyArchive(folder: folder.path + "/file").studies().isEmpty)
  }

  @Test func noticesThatItWasMovedAway() throws {
    let folder = TemporaryFolder()
    let archive = StudyArchive(folder: folder.path)
    let record = try SampleStudy.record()
    let first = try archive.create(record)
    #expect(rename(folder.archive, folder.path + "/old") == 0)
    let error = #expect(throws: StorageError.self) {
      try archive.append(SampleStudy.trial(0, in: record.study), to: first)
    }
    #expect(error?.id == "study-unknown")
    let second = try archive.create(record)
    #expect(try StudyArchive(folder: folder.path).load(second).plannedTrials == 100)
  }

  // MARK: Damage

  /// An archive of one study with 20 trials, in one file.
  private func makeArchive(in folder: TemporaryFolder) throws {
    let archive = StudyArchive(folder: folder.path)
    let record = try SampleStudy.record()
    let id = try archive.create(record)
    try archive.append((0..<20).map { SampleStudy.trial($0, in: record.study) }, to: id)
  }

  /// What can be read of a damaged archive is the beginning of what was written, to the bit.
  private func expectPrefix(
    of whole: [String], in folder: TemporaryFolder, damagedAt place: Int
  ) throws {
    let archive = StudyArchive(folder: folder.path)
    do throws(StorageError) {
      let loaded = try archive.load(StudyID(1))
      let trials = loaded.study.trials.map(bits)
      let isPrefix = trials.elementsEqual(whole.prefix(trials.count))
      #expect(isPrefix, "damaged at byte \(place)")
      if trials.count < whole.count {
        #expect(loaded.damage != nil, "damaged at byte \(place)")
        let study = loaded.study
        let error = #expect(throws: StorageError.self) {
          try archive.append(SampleStudy.trial(30, in: study), to: StudyID(1))
        }
        #expect(["study-damaged", "studies-damaged"].contains(error?.id ?? ""))
      }
    } catch {
      let expected = [
        "studies-damaged", "studies-foreign", "studies-newer", "study-damaged", "study-unknown",
        "studies-unwritable",
      ]
      #expect(expected.contains(error.id), "damaged at byte \(place): \(error)")
    }
  }

  @Test func survivesBeingCutShortAnywhere() throws {
    let folder = TemporaryFolder(fast: true)
    try makeArchive(in: folder)
    let content = bytes(of: folder.archive)
    let record = try SampleStudy.record()
    let whole = (0..<20).map { bits(SampleStudy.trial($0, in: record.study)) }
    for length in stride(from: 1, to: content.count, by: 211) {
      try write(content[..<length], to: folder.archive)
      try expectPrefix(of: whole, in: folder, damagedAt: length)
    }
  }

  @Test func survivesAnyFlippedBit() throws {
    let folder = TemporaryFolder(fast: true)
    try makeArchive(in: folder)
    let content = bytes(of: folder.archive)
    let record = try SampleStudy.record()
    let whole = (0..<20).map { bits(SampleStudy.trial($0, in: record.study)) }
    // The whole header, where a bit may change the meaning of all else, and places all over.
    let places = Array(0..<120) + Array(stride(from: 120, to: content.count, by: 173))
    for place in places {
      var damaged = content
      damaged[place] ^= 1 << UInt8(place % 8)
      try write(damaged, to: folder.archive)
      _ = shell("rm -f '\(folder.archive)-wal' '\(folder.archive)-shm' '\(folder.archive)-journal'")
      try expectPrefix(of: whole, in: folder, damagedAt: place)
    }
  }
}
