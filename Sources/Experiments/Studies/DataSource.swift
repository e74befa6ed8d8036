// Where the rows of a search came from, so that another process can make the same again and see that it did.

package struct DataSource: Sendable, Equatable {
  /// The commands that make the data; their paths start at the current folder.
  package var commands: [String]
  /// The fingerprint of the training rows.
  package var fingerprint: String

  /// The commands that make the rows, whatever is seen of them.
  var ofRows: [String] { commands.filter { !$0.lowercased().hasPrefix("features ") } }

  /// Whether the rows are the same and what is seen of them differs.
  package func seesOtherwise(than other: DataSource?) -> Bool {
    commands != other?.commands && ofRows == other?.ofRows
  }
}
