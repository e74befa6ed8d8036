// Where the rows of a search came from, so that another process can make the same again and see that it did.

package struct DataSource: Sendable, Equatable {
  /// The commands that make the data; their paths start at the current folder.
  package var commands: [String]
  /// The fingerprint of the training rows.
  package var fingerprint: String
}
