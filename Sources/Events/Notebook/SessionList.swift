// The sessions that are kept: those there are, or those that were just deleted.

package struct SessionList: Sendable, Equatable {
  /// The latest first.
  package var sessions: [SessionSummary]
  /// Whether they are gone now.
  package var areDeleted: Bool

  package init(_ sessions: [SessionSummary], areDeleted: Bool = false) {
    (self.sessions, self.areDeleted) = (sessions, areDeleted)
  }
}

package struct SessionSummary: Sendable, Equatable {
  package enum Status: String, Sendable {
    /// The one in which this is said.
    case present
    /// A shell elsewhere has it.
    case open
    /// Its user left it.
    case finished
    /// It ended otherwise.
    case cutOff = "cut_off"
    /// What is kept of it cannot be read.
    case damaged
  }

  /// Its own, never another's while it is kept.
  package var number: Int
  package var status: Status
  /// When it began, in seconds since 1970; nil of a damaged one.
  package var began: Int?
  /// The same as its user's clock has it.
  package var clock: String
  /// How many commands it has.
  package var commands: Int
  /// By which it may be known again: its first about data, and its last.
  package var landmarks: [String]

  package init(
    number: Int, status: Status, began: Int?, clock: String, commands: Int, landmarks: [String]
  ) {
    self.number = number
    self.status = status
    self.began = began
    self.clock = clock
    self.commands = commands
    self.landmarks = landmarks
  }
}
