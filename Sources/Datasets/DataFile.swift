// A file opened for reading: what a path may lead to, and errors that say what it leads to instead.
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A regular file, open for reading; closed when released.
final class DataFile {
  let path: String
  /// What it was when it was opened.
  let version: FileVersion
  var size: Int { version.size }
  private let descriptor: Int32

  /// Never waits: a pipe without a writer is refused like other devices.
  /// Errors: `csv-no-such-file`, `csv-is-directory`, `csv-not-a-file`, `csv-unreadable`.
  init(path: String) throws(DataError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw noSuchFile(path) }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw refusal(of: path, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      _ = close(descriptor)
      throw refusal(of: path, code: code)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      _ = close(descriptor)
      throw status.st_mode & S_IFMT == S_IFDIR ? isDirectory(path) : notAFile(path)
    }
    self.path = path
    version = FileVersion(status)
    self.descriptor = descriptor
  }

  deinit { _ = close(descriptor) }

  /// Whether its first bytes are these; where reading goes on stays as it is.
  func begins(with bytes: [UInt8]) -> Bool {
    var head = [UInt8](repeating: 0, count: bytes.count)
    return pread(descriptor, &head, head.count, 0) == head.count && head == bytes
  }

  /// Up to `target.count` bytes; 0 at the end. Error: `csv-unreadable`.
  func read(into target: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, target.baseAddress, target.count)
      #else
        let count = Darwin.read(descriptor, target.baseAddress, target.count)
      #endif
      if count >= 0 { return count }
      if errno != EINTR { throw refusal(of: path, code: errno) }
    }
  }
}

/// Tells whether a path still leads to the same bytes, as far as the file system notes it.
struct FileVersion: Equatable {
  let size: Int
  private let device: UInt64
  private let number: UInt64
  /// Seconds and nanoseconds.
  private let changed: [Int]

  init(_ status: stat) {
    size = Int(status.st_size)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
    #if canImport(Glibc)
      changed = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    #else
      changed = [status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec]
    #endif
  }
}

private func refusal(of path: String, code: Int32) -> DataError {
  switch code {
  case ENOENT, ENOTDIR, ENAMETOOLONG: return noSuchFile(path)
  case ENXIO, ENODEV: return notAFile(path)
  default:
    let reason = String(cString: strerror(code))
    return DataError(
      id: "csv-unreadable", message: "\(quotedPath(path)) cannot be read (\(reason))",
      file: path, suggestion: "check the file's permissions")
  }
}

private func notAFile(_ path: String) -> DataError {
  DataError(
    id: "csv-not-a-file", message: "\(quotedPath(path)) is a device or pipe, not a file",
    file: path, suggestion: "save the data in a file first")
}

private func noSuchFile(_ path: String) -> DataError {
  let (folder, name) = folderAndName(of: path)
  let near = nearNames(to: name, among: entries(of: folder.isEmpty ? "." : folder), limit: 3)
  return DataError(
    id: "csv-no-such-file", message: "there is no file \(quotedPath(path))", file: path,
    suggestion: near.isEmpty
      ? "check the path; it is relative to the current folder"
      : "did you mean \(near.map { quotedPath(folder + $0) }.joined(separator: " or "))?")
}

private func isDirectory(_ path: String) -> DataError {
  let tables = entries(of: path).filter { $0.lowercased().hasSuffix(".csv") }.sorted()
  let folder = path.hasSuffix("/") ? path : path + "/"
  return DataError(
    id: "csv-is-directory", message: "\(quotedPath(path)) is a folder, not a file",
    file: path,
    suggestion: tables.isEmpty
      ? "name a CSV file"
      : "name a file in it: \(tables.prefix(8).map { quotedPath(folder + $0) }.joined(separator: ", "))"
  )
}

/// The folder with its slash (empty for a bare name) and the rest.
private func folderAndName(of path: String) -> (folder: String, name: String) {
  guard let slash = path.lastIndex(of: "/") else { return ("", path) }
  return (String(path[...slash]), String(path[path.index(after: slash)...]))
}

/// The names in a folder, at most 4096 of them; none when it cannot be read.
private func entries(of folder: String) -> [String] {
  guard !folder.utf8.contains(0), let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while names.count < 4096, let entry = readdir(stream) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}
