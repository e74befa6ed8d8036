// The members of a coach object.
import Events
import JSON

extension JSONRenderer {
  func coachMembers(_ note: CoachNote) -> Members {
    [
      ("kind", .string(note.kind.rawValue)), ("epoch", .integer(note.epoch)),
      ("warning", .bool(note.kind.isWarning)),
    ] + statementMembers(note.statement)
  }
}
