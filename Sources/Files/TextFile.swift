// Reading whole text files, whose sizes are limited and whose bytes are checked, and what can be known of
// paths.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package struct FileError: Error, Equatable, Sendable {
  package var path: String
  package var message: String

  package init(path: String, message: String) { (self.path, self.message) = (path, message) }
}

package enum TextFile {
  /// A course document, script or lesson larger than this is surely something else.
  package static let largest = 16 << 20

  /// The whole file as UTF-8 bytes, a byte order mark left out unless it is to be kept.
  package static func readBytes(
    _ path: String, keepsMark: Bool = false
  ) throws(FileError) -> [UInt8] {
    var bytes = try readAll(path, atMost: largest)
    if !keepsMark, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return bytes
  }

  /// All bytes of a regular file.
  package static func readAll(_ path: String, atMost largest: Int) throws(FileError) -> [UInt8] {
    // Non-blocking, so that opening a pipe without a writer does not hang.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path: path, message: reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileError(path: path, message: reason(errno))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileError(path: path, message: "it is a directory")
    default: throw FileError(path: path, message: "it is not a regular file")
    }
    guard status.st_size <= largest else {
      throw FileError(path: path, message: "it is larger than \(largest >> 20) MB")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = readChunk(descriptor, &chunk)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(path: path, message: reason(errno))
      }
      bytes += chunk[..<count]
      guard bytes.count <= largest else {
        throw FileError(path: path, message: "it is larger than \(largest >> 20) MB")
      }
    }
    return bytes
  }

  private static func readChunk(_ descriptor: Int32, _ chunk: inout [UInt8]) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, &chunk, chunk.count)
    #else
      Darwin.read(descriptor, &chunk, chunk.count)
    #endif
  }

  /// The whole file as text. Errors also when it is not UTF-8 or has NUL bytes.
  package static func read(
    _ path: String, keepsMark: Bool = false
  ) throws(FileError) -> String {
    let bytes = try readBytes(path, keepsMark: keepsMark)
    if let place = bytes.firstIndex(of: 0) {
      throw FileError(path: path, message: "byte \(place + 1) is NUL: it is not a text file")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(path: path, message: "it is not valid UTF-8")
    }
    return text
  }

  /// Where a path leads, links resolved; nil where that does not exist.
  package static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// `~/` at the start stands for the user's own folder, as in a shell.
  package static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }

  /// The folder that a file lies in, with a slash behind it; nil for the current one.
  package static func folder(of file: String) -> String? {
    file.lastIndex(of: "/").map { String(file[...$0]) }
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The names in a folder, sorted; nothing when it cannot be read.
  package static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  package static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Why a file surely cannot be written, or replaced as a whole, where it is; nil when nothing is known
  /// against it.
  package static func obstacle(toWriting path: String) -> String? {
    var status = stat()
    if stat(path, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR: return "it is a directory"
      default: return "it is not a regular file"
      }
    }
    guard let target = ReplacingFile.destination(of: path) else {
      return "its symbolic links lead in a circle"
    }
    let folder = Self.folder(of: target) ?? "."
    guard isDirectory(folder) else { return "there is no such folder" }
    return access(folder, W_OK) == 0 ? nil : reason(errno)
  }

  /// What a code of the operating system means.
  package static func reason(_ code: Int32) -> String {
    switch code {
    case EISDIR: "it is a directory"
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "it may not be read or written"
    default: String(cString: strerror(code))
    }
  }
}
