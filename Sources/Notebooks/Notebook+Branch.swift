// A branch: what is done on it has a past of its own to undo, and when it ends the notebook is exactly where it
// was. Whatever tries something out and comes back stands on it.
import Events
import Presentation
import Sessions

extension Notebook {
  /// Where a notebook is: its session and its cells.
  package struct Moment: Sendable {
    package let session: SessionMoment
    /// With what is kept to be taken again: else what was run on a branch would be known after it.
    let content: NotebookContent
  }

  /// Where it is, to be there again: the place in a lesson too.
  package var moment: Moment {
    get { Moment(session: session.moment, content: store.content) }
    set { (session.moment, store.content) = (newValue.session, newValue.content) }
  }

  /// Does something on a branch from here, beyond whose beginning `undo` does not go, and comes back.
  @discardableResult
  package func branch<Result>(_ body: () throws -> Result) rethrows -> Result {
    let (begin, saidEarlier, recording) = (moment, saidEarlier, recorder.recording)
    defer {
      moment = begin
      recorder.recording = recording
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
