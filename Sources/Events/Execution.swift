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
  /// What it did beside what it says; known when it has ended.
  package var effect = Effect()

  package init(serial: Int, source: String, outcome: Outcome? = nil) {
    self.serial = serial
    self.source = source
    self.outcome = outcome
  }

  package struct Effect: Codable, Sendable, Equatable {
    /// Whether it is a cell of the notebook, and not about the notebook.
    package var isCell = true
    /// Whether it changed the session in a way on which later results depend.
    package var changesState = false
    /// The files that it read.
    package var reads: [FileDigest] = []
    /// Whether it may write files.
    package var writes = false
    /// Whether it looked at what outlives the session: the archive of searches. Its results are then no
    /// function of the commands before it.
    package var looksOutside = false
    /// A digest of what it took from there.
    package var outside: UInt64?
    /// The text that its user gave in an editor, which belongs to the words that give the same again.
    package var edited: String?
    /// The executions that it undid or did again, in that order.
    package var travelled: Travel?

    package init(
      changesState: Bool = false, reads: [FileDigest] = [], writes: Bool = false,
      looksOutside: Bool = false, travelled: Travel? = nil
    ) {
      self.changesState = changesState
      self.reads = reads
      self.writes = writes
      self.looksOutside = looksOutside
      self.travelled = travelled
    }
  }

  package struct Travel: Codable, Sendable, Equatable {
    package let direction: UndoReport.Direction
    package let serials: [Int]

    package init(_ direction: UndoReport.Direction, _ serials: [Int]) {
      (self.direction, self.serials) = (direction, serials)
    }
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
