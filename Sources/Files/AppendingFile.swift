// A file that is only ever added to, each piece on the disk before its writer hears that it is there. Where the
// disk is full or gone it says so once and takes no more; what was written stays good.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package final class AppendingFile {
  package let path: String
  private let descriptor: Int32
  /// Bytes of it that are whole pieces.
  private var length = 0
  /// Why it takes no more.
  package private(set) var failure: String?

  /// Makes a new one that only its user may read; nothing is left of what cannot be made.
  package init(creating path: String, with first: [UInt8]) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(path: path, message: TextFile.reason(errno)) }
    guard Self.lock(descriptor), add(first), Self.syncFolder(of: path) else {
      let reason = failure ?? TextFile.reason(errno)
      unlink(path)
      throw FileError(path: path, message: reason)
    }
  }

  /// Holds one that is there: nobody else adds to it from here on.
  package init(holding path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path: path, message: TextFile.reason(errno)) }
    guard Self.lock(descriptor) else {
      throw FileError(path: path, message: "another descent has it")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Goes on behind its first bytes; what is there else is cut off.
  package func goOn(behind length: Int, cutting: Bool) throws(FileError) {
    self.length = length
    guard !cutting || ftruncate(descriptor, off_t(length)) == 0 else {
      throw FileError(path: path, message: TextFile.reason(errno))
    }
  }

  /// Whether a running descent has it. Who asks holds it only with others who ask.
  package static func isInUse(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  /// Adds a piece; whether it is on the disk. After a failure nothing is added any more: whether a second
  /// attempt would be true, no system says.
  ///
  /// - Parameter waits: whether it is to be on the disk by then; else it is when the next one is.
  package func add(_ bytes: [UInt8], waits: Bool = true) -> Bool {
    guard failure == nil, descriptor >= 0 else { return false }
    guard write(bytes), !waits || sync() else {
      // Half a piece is nobody's; whether it goes makes no difference to what is read.
      _ = ftruncate(descriptor, off_t(length))
      return false
    }
    length += bytes.count
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
