// A file to which records are only ever added, each on the disk before its writer hears that it is there.
// Where the disk is full or gone it says so once and takes no more; what was written stays good.
import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

final class JournalFile {
  private var descriptor: Int32
  private var count: UInt64
  private var checksum: UInt32
  let path: String
  /// Why it takes no more.
  private(set) var failure: String?

  /// What says what a file is; the digit is the version of its records.
  static let magic = Array("descent journal 1\n".utf8)

  /// Makes a new one that only its user may read.
  init(creating path: String) throws(FileError) {
    self.path = path
    (count, checksum) = (0, 0)
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw FileError(path: path, message: TextFile.reason(errno))
    }
    guard Self.lock(descriptor), write(Self.magic), sync(), Self.syncFolder(of: path) else {
      let reason = failure ?? TextFile.reason(errno)
      close(descriptor)
      descriptor = -1
      throw FileError(path: path, message: reason)
    }
  }

  /// Goes on with one that was read, without the bytes behind its last whole record.
  ///
  /// - Parameter kept: what `reading` found in it.
  init(goingOnWith path: String, _ kept: Kept) throws(FileError) {
    self.path = path
    (count, checksum) = (UInt64(kept.records.count), kept.checksum)
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw FileError(path: path, message: TextFile.reason(errno))
    }
    guard Self.lock(descriptor), ftruncate(descriptor, off_t(kept.length)) == 0 else {
      let reason = errno == EWOULDBLOCK ? "another descent has it" : TextFile.reason(errno)
      close(descriptor)
      descriptor = -1
      throw FileError(path: path, message: reason)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The whole records that a journal begins with.
  struct Kept {
    var records: [JournalRecord]
    /// Bytes of the file up to the last of them.
    var length: Int
    var checksum: UInt32
    /// Bytes behind that, which are no whole record.
    var damaged: Int
  }

  /// Error: what cannot be read, or is no journal.
  static func reading(_ path: String) throws(FileError) -> Kept {
    let bytes = try TextFile.readAll(path, atMost: 1 << 30)
    guard bytes.starts(with: magic) else {
      throw FileError(path: path, message: "it is no journal of this version")
    }
    let (records, length, checksum) = JournalRecord.reading(bytes[magic.count...])
    return Kept(
      records: records, length: magic.count + length, checksum: checksum,
      damaged: bytes.count - magic.count - length)
  }

  /// Whether a running descent has it.
  static func isInUse(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return !lock(descriptor)
  }

  /// Adds a record; whether it is on the disk. After a failure nothing is added any more: whether a second
  /// attempt would be true, no system says.
  ///
  /// - Parameter waits: whether it is to be on the disk by then; else it is when the next one is.
  func add(_ record: JournalRecord, waits: Bool = true) -> Bool {
    guard failure == nil, descriptor >= 0 else { return false }
    var next = checksum
    let bytes = record.bytes(number: count, checksum: &next)
    guard write(bytes), !waits || sync() else { return false }
    (checksum, count) = (next, count + 1)
    return true
  }

  // MARK: The system

  private func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else {
        failure = TextFile.reason(errno)
        return false
      }
      rest = rest.dropFirst(written)
    }
    return true
  }

  private func sync() -> Bool {
    #if canImport(Glibc)
      let isDone = fdatasync(descriptor) == 0
    #else
      let isDone = fcntl(descriptor, F_FULLFSYNC) == 0 || fsync(descriptor) == 0
    #endif
    if !isDone { failure = TextFile.reason(errno) }
    return isDone
  }

  private static func lock(_ descriptor: Int32) -> Bool {
    flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  /// A new name is on the disk only when its folder is.
  private static func syncFolder(of path: String) -> Bool {
    let folder = open(TextFile.folder(of: path) ?? ".", O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return false }
    defer { close(folder) }
    return fsync(folder) == 0
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
