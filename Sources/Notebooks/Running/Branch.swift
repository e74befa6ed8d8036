// A branch: what is done on it has a past of its own to undo, and when it ends the notebook is exactly where it
// was. Whatever tries something out and comes back stands on it.
import Events
import Presentation
import Sessions

extension Notebook {
  /// Where a notebook is: its session and its cells.
  package struct Moment: Sendable {
    package let session: SessionMoment
    let content: NotebookContent.Moment
  }

  /// Where it is, to be there again. The place in a lesson is not part of it, as it is not of what `undo`
  /// takes back.
  package var moment: Moment {
    get { Moment(session: session.moment, content: store.moment) }
    set { (session.moment, store.moment) = (newValue.session, newValue.content) }
  }

  /// Does something on a branch from here, beyond whose beginning `undo` does not go, and comes back.
  package func branch<Result>(_ body: () throws -> Result) rethrows -> Result {
    let (begin, saidEarlier) = (moment, saidEarlier)
    defer {
      moment = begin
      self.saidEarlier = saidEarlier
    }
    session.moment = begin.session.withoutPast
    return try body()
  }

  // MARK: What an earlier run wrote

  /// Whether a command would have written a file and was refused because it may not.
  func isRefusedWrite(_ execution: Execution) -> Bool {
    execution.outcome == .failed && execution.effect.writes && !session.environment.mayWrite
  }

  /// Takes a command in without running it, with what it said then.
  func passOver(_ execution: Execution, saying earlier: Blocks) {
    guard execution.effect.isCell else { return }
    store.take(
      notRun: execution.source, hasFailed: false, saying: earlier,
      at: session.state.settings.explain)
  }
}
