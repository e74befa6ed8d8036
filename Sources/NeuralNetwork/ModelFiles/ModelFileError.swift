// What can go wrong with a model file, as a value: an id for programs, a sentence for people and what
// would have been right.
import Files
import Text

/// A refusal to read or write a model file.
package struct ModelFileError: Error, Equatable, Sendable {
  /// Stable and kebab-case, such as `model-truncated`; for programs.
  package var id: String
  /// One sentence with a lower-case start and no final period.
  package var message: String
  package var suggestion: String?

  package init(id: String, message: String, suggestion: String? = nil) {
    self.id = id
    self.message = message
    self.suggestion = suggestion
  }

  static func header(_ message: String) -> ModelFileError {
    ModelFileError(
      id: "model-bad-header", message: "this is not a sound safetensors file: \(message)",
      suggestion: "write it again with `model save`, or with the program it came from")
  }

  static func preparation(_ message: String) -> ModelFileError {
    ModelFileError(
      id: "model-bad-preparation",
      message: "what the file says of the preparation of its data is not sound: \(message)",
      suggestion: "write it again with `model save`")
  }

  static func truncated(_ message: String) -> ModelFileError {
    ModelFileError(
      id: "model-truncated", message: "the file is cut short: \(message)",
      suggestion: "copy it again, whole")
  }

  static func unwritable(_ path: String, _ error: FileError) -> ModelFileError {
    ModelFileError(
      id: "model-unwritable", message: "\(quotedPath(path)) cannot be written: \(error.message)",
      suggestion: "name a file in a folder that you may write to")
  }
}
