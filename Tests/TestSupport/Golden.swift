// Files that were looked at, and what is held against them. With UPDATE_FIXTURES=1 in the environment they are
// written anew in place of being compared; `git diff` then shows what has changed.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Parts of text with a name each, one file of Tests/Fixtures.
package struct Golden {
  private let path: String
  private let parts: [(name: String, text: String)]

  private static let mark = "=== "
  package static let isUpdating = getenv("UPDATE_FIXTURES").map { String(cString: $0) } == "1"

  package init(_ file: String, _ parts: [(name: String, text: String)]) {
    path = "\(checkout)/Tests/Fixtures/\(file)"
    self.parts = parts
  }

  private var text: String {
    parts.map { "\(Self.mark)\($0.name)\n\($0.text)\n" }.joined()
  }

  /// The first part that is not as it was, with what it is now; nil where all are, or where the file is written.
  package func difference() throws -> String? {
    let text = text
    guard !Self.isUpdating else {
      try write(text.utf8, to: path, mode: 0o644)
      return nil
    }
    let known = fileText(path)
    guard known != text else { return nil }
    let whole = known.hasPrefix(Self.mark) ? "\n\(known)" : known
    let changed = parts.first { !whole.contains("\n\(Self.mark)\($0.name)\n\($0.text)\n") }
    return changed.map { "\($0.name) is now\n\($0.text)" } ?? "\(path) has more parts"
  }
}
