// What is wrong with data, as it is reported.
import CommandLanguage
import Datasets

extension Diagnostic {
  /// What went wrong in a file, pointing at where the command named it.
  package init(_ error: DataError, range: SourceRange?) {
    self.init(
      id: error.id, message: error.message, range: range, suggestion: error.suggestion,
      file: error.line.map {
        SourceLocation(file: error.file ?? "", line: $0, column: error.column)
      })
  }
}
