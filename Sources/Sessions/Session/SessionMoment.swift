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

  init(
    state: SessionState, undoStack: UndoStack, history: [HistoryReport.Entry],
    studies: MemoryStudyJournal?
  ) {
    (self.state, self.undoStack) = (state, undoStack)
    (self.history, self.studies) = (history, studies)
  }

  /// The same with nothing before it to undo: where a branch begins.
  package var withoutPast: SessionMoment {
    var moment = self
    moment.undoStack = UndoStack()
    return moment
  }
}
