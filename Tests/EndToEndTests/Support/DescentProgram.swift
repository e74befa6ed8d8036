// The built program and a place for its files: each test gets a home of its own, so that tests can run
// side by side and leave nothing behind.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that is removed with what it holds when the value goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/descent-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError(call: "mkdtemp", code: errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// The bytes of every plain file inside, joined.
  var contents: [UInt8] { Self.entries(of: path).flatMap { Self.contents(path + "/" + $0) } }

  private static func contents(_ path: String) -> [UInt8] {
    if isFolder(path) { return entries(of: path).flatMap { contents(path + "/" + $0) } }
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes: [UInt8] = []
    while let more = readSome(file) { bytes += more }
    return bytes
  }

  private static func entries(of path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func remove(_ path: String) {
    guard isFolder(path) else {
      unlink(path)
      return
    }
    for name in entries(of: path) { remove(path + "/" + name) }
    rmdir(path)
  }
}

enum Descent {
  /// The program under test: `DESCENT_PROGRAM`, or else the release build of this package.
  static var path: String {
    if let path = getenv("DESCENT_PROGRAM") { return String(cString: path) }
    let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    return package.joined(separator: "/") + "/.build/release/descent"
  }

  /// An environment with nothing of the tester's own in it.
  static func environment(
    home: TemporaryFolder, _ extra: [String: String] = [:]
  ) -> [String: String] {
    let own = [
      "HOME": home.path, "DESCENT_HOME": home.path, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
      "PATH": "/usr/local/bin:/usr/bin:/bin",
    ]
    return own.merging(extra) { $1 }
  }
}
