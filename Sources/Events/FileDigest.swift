/// What a file held when a command read it.
package struct FileDigest: Hashable, Codable, Sendable {
  package let path: String
  /// Of its bytes; 0 of what could not be read.
  package let content: UInt64

  package init(path: String, content: UInt64) {
    (self.path, self.content) = (path, content)
  }
}
