// Files of tests: what is read, written and listed, without Foundation and without a module that is under test.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder of Package.swift.
package let checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  .dropLast(3).joined(separator: "/")

package struct SystemError: Error, CustomStringConvertible {
  package var call: String
  package var code: Int32

  package init(call: String, code: Int32) { (self.call, self.code) = (call, code) }

  package var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// What can be read now; nil at the end. EIO is how a pseudo-terminal says that nobody is left.
package func readSome(_ descriptor: Int32) -> [UInt8]? {
  let size = 1 << 16
  let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    var result: Int
    repeat {
      result = read(descriptor, buffer.baseAddress, size)
    } while result < 0 && errno == EINTR
    count = max(0, result)
  }
  return bytes.isEmpty ? nil : bytes
}

package func readAll(_ descriptor: Int32) -> [UInt8] {
  var bytes: [UInt8] = []
  while let more = readSome(descriptor) { bytes += more }
  return bytes
}

/// A file's bytes; none when it cannot be read.
package func bytes(of path: String) -> [UInt8] {
  let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard file >= 0 else { return [] }
  defer { close(file) }
  return readAll(file)
}

/// A file as text; empty when it cannot be read.
package func fileText(_ path: String) -> String { String(decoding: bytes(of: path), as: UTF8.self) }

/// Makes a file of these bytes, however many.
package func write(
  _ bytes: some Sequence<UInt8>, to path: String, mode: mode_t = 0o600
) throws(SystemError) {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
  guard file >= 0 else { throw SystemError(call: "open \(path)", code: errno) }
  defer { close(file) }
  var rest = Array(bytes)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    guard count > 0 else { throw SystemError(call: "write \(path)", code: errno) }
    rest = rest.dropFirst(count)
  }
}

/// Makes a file with this text.
package func write(_ text: String, to path: String) throws(SystemError) {
  try write(text.utf8, to: path)
}

/// Makes a folder if there is none.
package func makeFolder(_ path: String) throws(SystemError) {
  guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
    throw SystemError(call: "mkdir \(path)", code: errno)
  }
}

/// The names in a folder, sorted; those that begin with a dot only where asked for.
package func directoryEntries(_ path: String, hidden: Bool = false) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != "..", hidden || !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

/// The files of a folder and of the folders in it.
package func files(under folder: String, hidden: Bool = false) -> [String] {
  directoryEntries(folder, hidden: hidden).flatMap { name in
    let path = folder + "/" + name
    return isFolder(path) ? files(under: path, hidden: hidden) : [path]
  }
}

package func swiftFiles(under folder: String) -> [String] {
  files(under: folder).filter { $0.hasSuffix(".swift") }
}

/// Who may do what with a file.
package func mode(of path: String) -> mode_t? {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
}

/// Links to folders are none.
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Removes a folder with the files in it.
package func removeFolder(_ path: String) throws(SystemError) {
  for file in files(under: path, hidden: true) { unlink(file) }
  guard rmdir(path) == 0 else { throw SystemError(call: "rmdir \(path)", code: errno) }
}
