// What long commands left, one behind the other in a file beside the journal. Not in the journal itself:
// that is read as a whole by every start that asks which sessions there are, and networks are large. What
// is small all the same goes with its record, which spares a second wait for the disk.
import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct CheckpointPack {
  struct Place: Codable, Equatable, Sendable {
    var offset: Int
    var count: Int
    var checksum: UInt32
  }

  /// What goes with its record.
  static let small = 16 << 10

  let path: String

  /// - Parameter journal: its path.
  init(of journal: String) { path = CheckpointPack.stem(of: journal) + ".checkpoints" }

  /// A journal's path without its ending.
  static func stem(of journal: String) -> String {
    journal.hasSuffix(".journal") ? String(journal.dropLast(8)) : journal
  }

  /// Puts bytes behind those there are; nil if they are not on the disk, in which case nothing is lost but
  /// the time to compute them again.
  func add(_ bytes: [UInt8]) -> Place? {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let offset = lseek(descriptor, 0, SEEK_END)
    guard offset >= 0, writeAll(bytes, to: descriptor), fsync(descriptor) == 0 else { return nil }
    return Place(offset: Int(offset), count: bytes.count, checksum: Self.checksum(of: bytes))
  }

  /// Nil where they are not as they were written.
  func bytes(at place: Place) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let end = Int(lseek(descriptor, 0, SEEK_END))
    guard place.offset >= 0, place.count >= 0, place.offset <= end,
      place.count <= end - place.offset
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: place.count)
    var done = 0
    while done < place.count {
      let got = bytes.withUnsafeMutableBytes {
        pread(
          descriptor, $0.baseAddress.map { $0 + done }, place.count - done,
          off_t(place.offset + done))
      }
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { return nil }
      done += got
    }
    return Self.checksum(of: bytes) == place.checksum ? bytes : nil
  }

  static func checksum(of bytes: [UInt8]) -> UInt32 {
    var sum = Checksum()
    sum.add(bytes[...])
    return sum.value
  }

  private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return false }
      done += written
    }
    return true
  }
}
