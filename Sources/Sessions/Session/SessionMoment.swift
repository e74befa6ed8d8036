// Where a session is: its state and what it can undo. A value, so that to be there again is to put it back, and
// as states share their arrays it holds little.
import Events
import Experiments
import HyperparameterSearch

package struct SessionMoment: Sendable {
  package let state: SessionState
  private(set) var undoStack: UndoStack
  let history: [HistoryReport.Entry]
  /// The searches, where they are in memory; those in the archive are there for good.
  let studies: MemoryStudyJournal?
  /// Of the commands that keep a place of their own.
  let waysBack: [@Sendable () -> Void]

  init(
    state: SessionState, undoStack: UndoStack, history: [HistoryReport.Entry],
    studies: MemoryStudyJournal?, waysBack: [@Sendable () -> Void]
  ) {
    (self.state, self.undoStack) = (state, undoStack)
    (self.history, self.studies) = (history, studies)
    self.waysBack = waysBack
  }

  /// The same with nothing before it to undo: where a branch begins.
  package var withoutPast: SessionMoment {
    var moment = self
    moment.undoStack = UndoStack()
    return moment
  }
}

/// A command that keeps a place which is no part of the state, and which `undo` leaves alone: that in a lesson.
package protocol PlaceKeeping: Command {
  /// Leads to the place where it is now.
  var wayBack: @Sendable () -> Void { get }
}
