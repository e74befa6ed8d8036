// Files that a command writes.
import CommandLanguage
import Files

extension Performance {
  /// Puts a whole file in the place of the one there is, if any; whether that went well, else the execution has
  /// failed.
  ///
  /// - Parameter range: where the command names it.
  package func write(_ path: String, range: SourceRange?, _ bytes: () throws -> [UInt8]) -> Bool {
    do {
      try ReplacingFile.replace(path, with: try bytes())
      return true
    } catch {
      let reason = (error as? FileError)?.message ?? "\(error)"
      fail(Diagnostic(id: "unwritable-file", message: reason, range: range))
      return false
    }
  }
}
