// Where the rows of a search came from, so that another process can make the same again and see that it did.

package struct DataSource: Sendable, Equatable {
  /// The commands that make the data.
  package var commands: [String]
  /// The fingerprint of the training rows.
  package var fingerprint: String
}

extension SessionState {
  /// Of the data there are; nil without any.
  package var dataSource: DataSource? {
    data.map {
      DataSource(commands: dataCommands, fingerprint: $0.training.fingerprint.description)
    }
  }
}
