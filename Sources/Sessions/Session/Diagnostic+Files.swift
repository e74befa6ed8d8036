// What goes wrong in archives and model files, as a command's diagnostic.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork

extension Diagnostic {
  init(_ error: StorageError, range: SourceRange?) {
    self.init(id: error.id, message: error.message, range: range, suggestion: error.suggestion)
  }

  init(_ error: ModelFileError, range: SourceRange?) {
    self.init(id: error.id, message: error.message, range: range, suggestion: error.suggestion)
  }
}
