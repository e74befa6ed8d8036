// Files that a command writes.
import CommandLanguage
import Files

extension Performance {
  /// Puts a whole file in the place of the one there is, if any; whether that went well, else the execution has
  /// failed.
  ///
  /// - Parameter range: where the command names it.
  package func write(_ path: String, range: SourceRange?, _ bytes: () throws -> [UInt8]) -> Bool {
    let content: [UInt8]
    do {
      content = try bytes()
    } catch {
      let reason = (error as? FileError)?.message ?? "\(error)"
      fail(Diagnostic(id: "unwritable-file", message: reason, range: range))
      return false
    }
    do throws(FileError) {
      try ReplacingFile.replace(path, with: content)
      return true
    } catch {
      fail(.unwritable(error, range: range))
      return false
    }
  }
}

extension Diagnostic {
  /// What all commands say of a file that could not be written; `unwritable-place` where that was seen before.
  package static func unwritable(
    _ error: FileError, id: String = "unwritable-file", range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      id: id, message: "\(shown(error.path)) cannot be written: \(error.message)", range: range,
      suggestion: "name a file in a folder that you may write to")
  }
}
