// A file that is written beside the one it replaces and takes its place when it is whole and on the
// disk: whoever looks sees the old file or the new one, never half of one.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The new file; removed when released before `commit`.
package final class ReplacingFile {
  private let path: String
  private let temporary: String
  private var descriptor: Int32
  /// Bytes written.
  package private(set) var count = 0

  /// Writes a whole file.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let file = try ReplacingFile(path: path)
    try file.write(bytes)
    try file.commit()
  }

  /// Who may read and write the old file may do so with the new one.
  package init(path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw writingRefused(path, "a file name is missing")
    }
    var status = stat()
    let isThere = stat(path, &status) == 0
    guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
      throw writingRefused(path, "it is a folder, device or pipe")
    }
    let mode = isThere ? status.st_mode & 0o777 : 0o644
    // A symbolic link stays one: what it points to is replaced, or made where it is not there.
    guard let destination = Self.destination(of: path) else {
      throw writingRefused(path, "its symbolic links lead in a circle")
    }
    self.path = destination
    var attempt = 0
    var opened: Int32
    var name: String
    repeat {
      name = "\(self.path).new-\(getpid())-\(attempt)"
      opened = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      attempt += 1
    } while opened < 0 && errno == EEXIST && attempt < 100
    guard opened >= 0 else { throw writingRefused(path, errno) }
    // The user's mask has narrowed it, as is right for a new file.
    if isThere, fchmod(opened, mode) != 0 {
      let code = errno
      close(opened)
      unlink(name)
      throw writingRefused(path, code)
    }
    temporary = name
    descriptor = opened
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }

  /// Where a path leads through symbolic links, also to a file that is not there; nil where they lead in a
  /// circle.
  package static func destination(of path: String) -> String? {
    var place = path
    // As many as the system itself follows.
    for _ in 0..<40 {
      if let found = TextFile.resolved(place) { return found }
      guard let target = linkTarget(of: place) else { return place }
      let folder = TextFile.folder(of: place) ?? ""
      place = target.hasPrefix("/") ? target : folder + target
    }
    return nil
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let start = bytes.baseAddress.map { $0 + done }
      #if canImport(Glibc)
        let put = Glibc.write(descriptor, start, bytes.count - done)
      #else
        let put = Darwin.write(descriptor, start, bytes.count - done)
      #endif
      if put > 0 {
        done += put
      } else if put == 0 || errno != EINTR {
        throw writingRefused(path, errno)
      }
    }
    count += bytes.count
  }

  package func write(_ numbers: [some BitwiseCopyable]) throws(FileError) {
    try numbers.withUnsafeBytes { source in
      Result { () throws(FileError) in try write(source) }
    }.get()
  }

  /// Puts the new file in the old one's place. What it throws leaves the old
  /// file as it was.
  package func commit() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw writingRefused(path, errno) }
    guard rename(temporary, path) == 0 else { throw writingRefused(path, errno) }
    close(descriptor)
    descriptor = -1
    // The name too belongs on the disk; where folders cannot be synced nothing is lost but that.
    let folder = TextFile.folder(of: path) ?? "."
    let opened = open(folder, O_RDONLY | O_CLOEXEC)
    if opened >= 0 {
      _ = fsync(opened)
      close(opened)
    }
  }
}

/// Nil where there is no symbolic link.
private func linkTarget(of path: String) -> String? {
  var buffer = [CChar](repeating: 0, count: 4096)
  let count = readlink(path, &buffer, buffer.count)
  guard count > 0 else { return nil }
  return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func writingRefused(_ path: String, _ code: Int32) -> FileError {
  let reason =
    switch code {
    case ENOENT, ENOTDIR: "no file can be made there"
    case EACCES, EPERM: "it may not be written"
    case ENAMETOOLONG: "its name is too long"
    default: String(cString: strerror(code))
    }
  return writingRefused(path, reason)
}

private func writingRefused(_ path: String, _ reason: String) -> FileError {
  FileError(path: path, message: reason)
}
