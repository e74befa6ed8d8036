// What `history` says: the commands of a session as they were typed.

package struct HistoryReport: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    /// Counted from 1 in the session.
    package var number: Int
    package var command: String

    package init(number: Int, command: String) {
      (self.number, self.command) = (number, command)
    }
  }

  /// What they were to contain; nil of all.
  package var pattern: String?
  /// How many there are in all.
  package var count: Int
  /// The latest of them, oldest first.
  package var latest: [Entry]

  package init(pattern: String?, count: Int, latest: [Entry]) {
    self.pattern = pattern
    self.count = count
    self.latest = latest
  }
}
