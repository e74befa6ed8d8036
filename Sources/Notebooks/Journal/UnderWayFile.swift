// The command under way, in a file of its own that each later state of it replaces, so that a training of
// hours takes no more of the disk than one of seconds.
import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct UnderWayFile {
  let path: String

  private static let magic = Array("descent work 1\n".utf8)

  /// - Parameter journal: its path.
  init(of journal: String) { path = CheckpointPack.stem(of: journal) + ".underway" }

  /// Whether it is on the disk.
  func put(_ run: KeptRun) -> Bool {
    var head = run.head
    head.place = CheckpointPack.Place(
      offset: 0, count: run.remains.count, checksum: CheckpointPack.checksum(of: run.remains))
    guard let content = KeptRun(head: head).bytes else { return false }
    var checksum: UInt32 = 0
    let record = JournalRecord(kind: SessionJournal.Kind.run.rawValue, content: content)
      .bytes(number: 0, checksum: &checksum)
    do throws(FileError) {
      let file = try ReplacingFile(path: path)
      try file.write(Self.magic + record)
      try file.write(run.remains)
      try file.commit()
      return true
    } catch {
      return false
    }
  }

  /// Nil where there is none that is whole.
  func read() -> KeptRun? {
    guard let bytes = try? TextFile.readAll(path, atMost: 1 << 30),
      bytes.starts(with: Self.magic)
    else { return nil }
    let (records, length, _) = JournalRecord.reading(
      bytes[Self.magic.count...], atMost: 1)
    guard var run = records.first.flatMap({ KeptRun($0.content) }), let place = run.head.place
    else { return nil }
    let rest = Array(bytes[(Self.magic.count + length)...])
    guard rest.count == place.count, CheckpointPack.checksum(of: rest) == place.checksum else {
      return nil
    }
    run.head.place = nil
    run.remains = rest
    return run
  }

  func remove() { unlink(path) }
}
