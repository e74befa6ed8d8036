// Where the rows of a search came from, so that another process can make the same again and see that it did.
import Datasets

package struct DataSource: Sendable, Equatable {
  /// The commands that make the data; their paths start at the current folder.
  package var commands: [String]
  /// The fingerprint of the training rows.
  package var fingerprint: String
}

/// The data of a search that chooses what its trials see, as they were when it began: a trial that was taken since may
/// see less of them.
package struct SearchRows: Sendable {
  package let data: PreparedData
  package let recipe: [DataStep]
}

/// One of the commands that made the data what they are.
package struct DataStep: Sendable {
  package enum Kind: Sendable {
    case rows, features
    /// Columns that are left out from here on.
    case columns
    /// Which rows are test rows.
    case division
    /// Prepared as those of a model's file.
    case model

    package init(_ seen: SeenInputs) {
      if case .columns = seen { self = .columns } else { self = .features }
    }
  }

  package let kind: Kind
  package let command: String
  /// Where its paths start, with a slash behind it; nil for the current folder.
  package var folder: String?

  package init(kind: Kind, command: String, folder: String? = nil) {
    self.kind = kind
    self.command = command
    self.folder = folder
  }
}
