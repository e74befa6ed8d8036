// A file to which records are only ever added, each on the disk before its writer hears that it is there.
// Where the disk is full or gone it says so once and takes no more; what was written stays good.
import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

final class JournalFile {
  private let descriptor: Int32
  private var count: UInt64
  private var checksum: UInt32
  /// Bytes up to the last whole record.
  private var length: Int
  let path: String
  /// Why it takes no more.
  private(set) var failure: String?

  /// What says what a file is; the digit is the version of its records.
  static let magic = Array("descent journal 1\n".utf8)

  /// Makes a new one that only its user may read; nothing is left of what cannot be made.
  init(creating path: String, with first: JournalRecord) throws(FileError) {
    self.path = path
    (count, checksum, length) = (0, 0, 0)
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(path: path, message: TextFile.reason(errno)) }
    guard Self.lock(descriptor), add(first, after: Self.magic, waits: true),
      Self.syncFolder(of: path)
    else {
      let reason = failure ?? TextFile.reason(errno)
      unlink(path)
      throw FileError(path: path, message: reason)
    }
  }

  /// Goes on with one that is there: nobody else writes to it from here on. Where something is behind its last
  /// whole record it is copied and that is cut off.
  static func goingOn(with path: String) throws(FileError) -> (file: JournalFile, kept: Kept) {
    let file = try JournalFile(holding: path)
    // Only now, when what is read is all there will be.
    let kept = try reading(path)
    guard !kept.records.isEmpty else { throw FileError(path: path, message: "it holds nothing") }
    try file.goOn(behind: kept)
    return (file, kept)
  }

  private init(holding path: String) throws(FileError) {
    self.path = path
    (count, checksum, length) = (0, 0, 0)
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path: path, message: TextFile.reason(errno)) }
    guard Self.lock(descriptor) else {
      throw FileError(path: path, message: "another descent has it")
    }
  }

  private func goOn(behind kept: Kept) throws(FileError) {
    (count, checksum, length) = (UInt64(kept.records.count), kept.checksum, kept.length)
    guard kept.damaged > 0 else { return }
    try ReplacingFile.replace(
      Self.copy(of: path), with: try TextFile.readAll(path, atMost: Self.largest))
    guard ftruncate(descriptor, off_t(kept.length)) == 0 else {
      throw FileError(path: path, message: TextFile.reason(errno))
    }
  }

  /// Where a damaged one is kept as it was found.
  static func copy(of path: String) -> String { path + ".damaged" }

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

  private static let largest = 1 << 30

  /// Error: what cannot be read, or is no journal.
  static func reading(_ path: String) throws(FileError) -> Kept {
    let bytes = try TextFile.readAll(path, atMost: largest)
    guard bytes.starts(with: magic) else {
      throw FileError(path: path, message: "it is no journal of this version")
    }
    let (records, length, checksum) = JournalRecord.reading(bytes[magic.count...])
    return Kept(
      records: records, length: magic.count + length, checksum: checksum,
      damaged: bytes.count - magic.count - length)
  }

  /// Whether a running descent has it. Who asks holds it only with others who ask.
  static func isInUse(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  /// Adds a record; whether it is on the disk. After a failure nothing is added any more: whether a second
  /// attempt would be true, no system says.
  ///
  /// - Parameter waits: whether it is to be on the disk by then; else it is when the next one is.
  func add(_ record: JournalRecord, waits: Bool = true) -> Bool {
    add(record, after: [], waits: waits)
  }

  private func add(_ record: JournalRecord, after head: [UInt8], waits: Bool) -> Bool {
    // What nobody could read again is not said to be kept.
    guard record.content.count <= JournalRecord.largest else {
      failure = failure ?? "a command is too long for it"
      return false
    }
    guard failure == nil, descriptor >= 0 else { return false }
    var next = checksum
    let bytes = head + record.bytes(number: count, checksum: &next)
    guard write(bytes), !waits || sync() else {
      // Half a record is nobody's; whether it goes makes no difference to what is read.
      _ = ftruncate(descriptor, off_t(length))
      return false
    }
    (checksum, count, length) = (next, count + 1, length + bytes.count)
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

  /// Who only looks whether it is free holds it for a moment; who writes to it, for long.
  private static func lock(_ descriptor: Int32) -> Bool {
    for _ in 0..<100 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK || errno == EINTR else { return false }
      usleep(2000)
    }
    return false
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
