// Follows a session command by command, so that conditions can look at the states before and after.
import CommandLanguage
import Events
import Experiments
import Notebooks
import Sessions

package final class WatchedCommands {
  package var session: Session?
  package private(set) var moments: Moments
  /// The error that the last command ended with.
  package private(set) var failure: Diagnostic?
  private var begun: SessionState

  package init(beginning state: SessionState = SessionState()) {
    moments = Moments(beginning: state)
    begun = state
  }

  package func receive(_ output: NotebookOutput) {
    guard let session, case .session(let output, _) = output else { return }
    switch output {
    case .began:
      begun = session.state
      failure = nil
    case .event(.error(let report), _): failure = report.diagnostic
    case .ended(let execution):
      if execution.effect.changesState { moments.before = begun }
      moments.now = session.state
      moments.command = TypedCommand(execution.source).map { typed in
        var command = typed
        command.name = session.catalog.fullName(of: typed.name)
        return command
      }
    case .event, .progress: break
    }
  }

  package func beginStep() {
    if let session { moments.now = session.state }
    (moments.start, moments.before) = (moments.now, moments.now)
    moments.command = nil
  }

  /// - Parameter number: of the step, from 1.
  package func endStep(_ number: Int) { moments.steps[number] = moments.now }
}

extension CommandCatalog {
  /// The name that a beginning of it stands for.
  fileprivate func fullName(of name: String) -> String {
    (try? table.find(Word(name, range: SourceRange(at: 0))))?.name ?? name
  }
}
