// The files that commands read, as they are on the disk.
import Events
import Files

extension FileDigest {
  /// As it is now.
  package init(_ path: String) {
    self.init(path: path, content: TextFile.contentDigest(path) ?? 0)
  }

  /// Whether it is as it was.
  package var isSame: Bool { self == FileDigest(path) }
}
