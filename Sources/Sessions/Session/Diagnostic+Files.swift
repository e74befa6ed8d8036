// What goes wrong in files and archives, as a command's diagnostic.
import CommandLanguage
import Datasets
import HyperparameterSearch
import NeuralNetwork

extension Diagnostic {
  /// What went wrong in a file, pointing at where the command named it.
  init(_ error: DataError, range: SourceRange?) {
    self.init(
      id: error.id, message: error.message, range: range, suggestion: error.suggestion,
      file: error.line.map {
        SourceLocation(file: error.file ?? "", line: $0, column: error.column)
      })
  }

  init(_ error: StorageError, range: SourceRange?) {
    self.init(id: error.id, message: error.message, range: range, suggestion: error.suggestion)
  }

  init(_ error: ModelFileError, range: SourceRange?) {
    self.init(id: error.id, message: error.message, range: range, suggestion: error.suggestion)
  }
}
