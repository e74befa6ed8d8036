// The checkout under test: its files as text.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder of Package.swift.
let checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
  .joined(separator: "/")

/// A file as text; empty when it cannot be read.
func fileText(_ path: String) -> String {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return "" }
  defer { close(file) }
  var bytes: [UInt8] = []
  while let more = readSome(file) { bytes += more }
  return String(decoding: bytes, as: UTF8.self)
}

/// The names in a folder, sorted.
func directoryEntries(_ path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

/// Makes a file with this text.
func write(_ text: String, to path: String) throws {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard file >= 0 else { throw SystemError(call: "open \(path)", code: errno) }
  defer { close(file) }
  let bytes = Array(text.utf8)
  guard write(file, bytes, bytes.count) == bytes.count else {
    throw SystemError(call: "write \(path)", code: errno)
  }
}

/// Those of a folder and of the folders in it.
func swiftFiles(under folder: String) -> [String] {
  directoryEntries(folder).flatMap { name in
    let path = folder + "/" + name
    if name.hasSuffix(".swift") { return [path] }
    return name.contains(".") ? [] : swiftFiles(under: path)
  }
}
