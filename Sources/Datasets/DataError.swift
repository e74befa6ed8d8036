// What can go wrong while data are made ready, as a value: an id for programs, a sentence for
// people, the place in the file, and what would have been right. The cases are made where they are
// found.

/// A refusal to use some data.
package struct DataError: Error, Equatable, Sendable {
  /// Stable and kebab-case, such as `csv-ragged-row`; for programs.
  package var id: String
  /// One sentence with a lower-case start and no final period.
  package var message: String
  /// The file as its user named it; nil for data typed by hand.
  package var file: String?
  /// The physical line in the file, from 1. A quoted field may span several lines; this is the line
  /// on which the trouble (or the field that has it) begins.
  package var line: Int?
  /// Where in that line, counted in characters (Unicode scalars) from 1. For an example typed by
  /// hand (`PreparedData.encode`) it is the number of the field, from 1.
  package var column: Int?
  /// What would have been right, or what to type instead.
  package var suggestion: String?
  /// The option of the command that chose the data which mends it.
  package var option: Option?

  package struct Option: Equatable, Sendable {
    package enum Name: String, Sendable { case target, task, missing, drop }
    package var name: Name
    /// As they are typed, with commas between them.
    package var values: [String]
  }

  package init(
    id: String, message: String, file: String? = nil, line: Int? = nil, column: Int? = nil,
    suggestion: String? = nil, option: Option? = nil
  ) {
    self.id = id
    self.message = message
    self.file = file
    self.line = line
    self.column = column
    self.suggestion = suggestion
    self.option = option
  }

  /// The id of the error thrown when a progress closure asked the loading to stop.
  package static let stoppedID = "load-stopped"
}
