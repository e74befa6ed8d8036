// Which files commands may read. What a user types may read anything; what a script, lesson or transcript
// says only what lies beside it, wherever its path or a symbolic link on the way may lead.
import CommandLanguage
import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package enum ReadScope: Sendable, Equatable {
  case anywhere
  /// Below these folders only.
  case below([String])

  /// Below the folder that a file lies in.
  package static func beside(_ file: String) -> ReadScope {
    .below([TextFile.folder(of: file) ?? "."])
  }

  /// Whether a path leads to a file below one of the folders, or would if there were one.
  /// - Parameter shipped: folders that belong to every scope.
  func allows(_ path: String, shipped: [String]) -> Bool {
    guard case .below(let folders) = self else { return true }
    guard let target = Self.destination(of: path) else { return false }
    return (folders + shipped).compactMap(Self.resolved).contains { folder in
      folder == "/" || target == folder || target.hasPrefix(folder + "/")
    }
  }

  /// Where a path leads, links resolved; of what does not exist the nearest folder that does.
  private static func destination(of path: String) -> String? {
    var path = path
    while true {
      if let resolved = resolved(path) { return resolved }
      // A link to what is not there would be followed by whoever makes it.
      var status = stat()
      guard lstat(path, &status) != 0, errno == ENOENT || errno == ENOTDIR else { return nil }
      guard let slash = path.lastIndex(of: "/") else { return path == ".." ? nil : resolved(".") }
      // Up from what does not exist leads nowhere yet.
      if path[slash...] == "/.." { return nil }
      path = slash == path.startIndex ? "/" : String(path[..<slash])
    }
  }

  private static func resolved(_ path: String) -> String? {
    path.utf8.contains(0) ? nil : TextFile.resolved(path.isEmpty ? "." : path)
  }
}

extension Preparation {
  /// Where a file to read is: every command that reads a file asks here.
  /// Error: `reads-not-allowed`.
  package mutating func pathToRead(_ path: String, range: SourceRange?) throws(Diagnostic) -> String
  {
    let place = place(of: path)
    let shipped = lessonFolders.map { $0 + "/data" }
    guard mayRead.allows(place, shipped: shipped) else {
      throw Diagnostic(
        id: "reads-not-allowed",
        message:
          "\(shown(path)) is not below the folder of the file that says it, where its paths start, "
          + "and a file's commands read nothing else unless its user allows it",
        range: range, suggestion: "type the command yourself, or start descent with --allow-reads")
    }
    noteRead(place)
    return place
  }
}
