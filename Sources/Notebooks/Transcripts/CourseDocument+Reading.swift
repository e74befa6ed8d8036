// A document out of a file, for the commands that are given one.
import CommandLanguage
import Files

extension CourseDocument {
  /// Errors: `unusable-document`.
  ///
  /// - Parameter named: as its user calls it.
  init(reading path: String, _ named: String, range: SourceRange?) throws(Diagnostic) {
    let reason: String
    do {
      self = try CourseDocument(try TextFile.read(path, keepsMark: true))
      return
    } catch let error as FileError {
      reason = error.message
    } catch let error as DocumentError {
      reason = "line \(error.line): \(error.message)"
    } catch {
      reason = "\(error)"
    }
    throw Diagnostic(
      id: "unusable-document", message: "\(shown(named)): \(reason)", range: range)
  }
}
