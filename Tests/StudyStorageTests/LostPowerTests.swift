// Programs that are killed, starved of room or run at once: every trial that was acknowledged is there.
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

@Suite struct LostPowerTests {
  /// Checks a study against the lines its writer got out. A trial may have been kept just before the
  /// writer could say so.
  private func expectAcknowledged(
    _ lines: [String], study: Int, in folder: TemporaryFolder
  ) throws {
    let said = lines.compactMap { Int($0.split(separator: " ").last ?? "") }
    let acknowledged = lines.count { $0.hasPrefix("ack ") }
    guard lines.contains("study \(study)") else {
      #expect(acknowledged == 0)
      return
    }
    #expect(said.count >= acknowledged)
    let loaded = try StudyArchive(folder: folder.path).load(StudyID(study))
    #expect(loaded.damage == nil)
    #expect([acknowledged, acknowledged + 1].contains(loaded.study.trials.count))
    let expected = (0..<loaded.study.trials.count).map {
      bits(SampleStudy.trial($0, in: loaded.study))
    }
    #expect(loaded.study.trials.map(bits) == expected)
  }

  @Test func keepsWhatItAcknowledgedBeforeBeingKilled() throws {
    let folder = TemporaryFolder()
    for round in 0..<10 {
      // Each round meets what the last one left behind.
      let lines = shell(
        "timeout -s KILL 0.0\(2 + round * 7 % 80) '\(writer)' '\(folder.path)' 500 2>&1")
      guard !lines.isEmpty else { continue }
      let study = lines.first?.split(separator: " ").last.flatMap { Int($0) }
      try expectAcknowledged(lines, study: study ?? 0, in: folder)
    }
  }

  /// Whether system calls can be made to fail, or to be a program's last.
  private static let canInject =
    shell(
      "strace -o /dev/null -e inject=none:signal=KILL true 2>&1; strace -o /dev/null true && echo ok"
    )
    .contains("ok")

  private static let noInjection: Comment =
    "strace is not installed or may not be used; `make interop` installs it"

  @Test(
    .enabled(if: canInject, noInjection), arguments: ["pwrite64", "fdatasync", "openat", "write"])
  func keepsWhatItAcknowledgedBeforeAnyCall(call: String) throws {
    let folder = TemporaryFolder()
    for (study, when) in [7, 13, 24, 41, 60].enumerated() {
      let lines = shell(
        """
        strace -f -o /dev/null -e trace=\(call) -e inject=\(call):signal=KILL:when=\(when) \
        '\(writer)' '\(folder.path)' 12 2>/dev/null
        """)
      guard let first = lines.first else { continue }
      let number = Int(first.split(separator: " ").last ?? "") ?? study + 1
      try expectAcknowledged(lines, study: number, in: folder)
    }
  }

  @Test(
    .enabled(if: canInject, noInjection),
    arguments: [
      ("fdatasync:error=EIO:when=9", "studies-unwritable"),
      ("pwrite64:error=ENOSPC:when=30+", "studies-full"),
    ])
  func stopsWritingAtTheFirstFailure(fault: String, id: String) throws {
    let folder = TemporaryFolder()
    let lines = shell(
      "strace -f -o '\(folder.path)/calls' -e trace=fdatasync,pwrite64 -e inject=\(fault) "
        + "'\(writer)' '\(folder.path)' 50 2>/dev/null")
    #expect(lines.suffix(2) == ["error \(id)", "failure \(id)"])
    // What could not be synced is not synced again, as if it then were on the disk.
    let calls = shell("cat '\(folder.path)/calls'")
    let failed = try #require(calls.firstIndex { $0.contains("INJECTED") })
    #expect(!calls[(failed + 1)...].contains { $0.contains("fdatasync") })
    try expectAcknowledged(lines, study: 1, in: folder)
  }

  @Test func aFullDiskEndsWritingAndLosesNothing() throws {
    let folder = TemporaryFolder()
    let lines = shell("ulimit -f 256; '\(writer)' '\(folder.path)' 500 2>&1")
    #expect(lines.count > 4)
    #expect(lines.suffix(2) == ["error studies-unwritable", "failure studies-unwritable"])
    try expectAcknowledged(lines, study: 1, in: folder)
  }

  @Test func twoProcessesLoseNothing() throws {
    let folder = TemporaryFolder()
    let count = 100
    let lines = shell(
      """
      '\(writer)' '\(folder.path)' \(count) > '\(folder.path)/one' 2>&1 & \
      '\(writer)' '\(folder.path)' \(count) > '\(folder.path)/two' 2>&1; wait; \
      tail -n 1 '\(folder.path)/one' '\(folder.path)/two'
      """)
    #expect(lines.count { $0 == "end" } == 2, "\(lines)")
    let archive = StudyArchive(folder: folder.path)
    #expect(try archive.studies().map(\.recordedTrials) == [count, count])
    for id in try archive.studies().map(\.id) {
      let loaded = try archive.load(id)
      #expect(loaded.isFinished)
      #expect(loaded.damage == nil)
      let expected = (0..<count).map { bits(SampleStudy.trial($0, in: loaded.study)) }
      #expect(loaded.study.trials.map(bits) == expected)
    }
  }
}
