// Something that went wrong: the line, what of it is meant, what is wrong and what would be right.

package struct DiagnosticBlock: Codable, Equatable, Sendable {
  /// Stable: `unknown-command`.
  package var id: String
  /// `lesson.descent:3:5`, where the line came from a file.
  package var place: String?
  /// The line it is about; nil where it is about none.
  package var source: Source?
  /// What is wrong, and what would be right.
  package var sentence: String
  package var notes: [String]

  package struct Source: Codable, Equatable, Sendable {
    package var before: String
    package var marked: String
    package var after: String
  }
}
