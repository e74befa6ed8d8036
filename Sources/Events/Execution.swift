// One command that is run: its number, its text and how it ended. All that a session puts out belongs to
// one, so that whoever keeps or sends it on can tell whose it is.
import CommandLanguage

package struct Execution: Sendable, Equatable {
  /// Counted from 1 and never used again in its session, `undo` or not.
  package let serial: Int
  /// The command as typed, or what could not be read as one.
  package let source: String
  /// Nil while it is under way.
  package var outcome: Outcome?

  package init(serial: Int, source: String, outcome: Outcome? = nil) {
    self.serial = serial
    self.source = source
    self.outcome = outcome
  }

  package enum Outcome: Sendable, Equatable {
    case done
    /// Refused, and then nothing has changed; or something that only doing it could show went wrong.
    case failed
    /// Its user ended it early.
    ///
    /// - again: the command that does as much as was done, to the same bits; nil where there is none.
    case interrupted(again: String?)
  }
}

/// What a session puts out, in order: executions one after the other, each with its events.
package enum SessionOutput: Sendable {
  case began(Execution)
  case event(LearningEvent, in: Execution)
  case ended(Execution)
  /// How far a long command is. For a live terminal only: no part of any execution.
  case progress(ProgressReport)

  /// What happened, whichever execution it belongs to; nil of a beginning, an end and progress.
  package var event: LearningEvent? {
    if case .event(let event, _) = self { event } else { nil }
  }
}
