// A place for a test's files: tests run side by side and leave nothing behind.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that is removed with what it holds when the value goes.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// - Parameter fast: whether it may lie in memory where there is such a place: nothing waits for a
  ///   disk then.
  package init(fast: Bool = false) {
    let parent = fast && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array((parent + "/descent-test-XXXXXX").utf8CString)
    _ = mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    clear()
    rmdir(path)
  }

  package func clear() { Self.clear(path) }

  private static func clear(_ folder: String) {
    for name in directoryEntries(folder, hidden: true) {
      let path = folder + "/" + name
      if isFolder(path) { clear(path) }
      remove(path)
    }
  }

  /// The names in it, sorted.
  package var names: [String] { directoryEntries(path, hidden: true) }
}
