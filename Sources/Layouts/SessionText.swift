// What a session by itself says, as text, line by line as it says it: each execution by a presenter of its own.
// A notebook has presented it already.
import Events
import Presentation

package struct SessionText: Sendable {
  private var presenter = Presenter()
  private var growing = GrowingText()

  package init() {}

  /// - Parameter text: for the window as it is now.
  package mutating func lines(for output: SessionOutput, _ text: TerminalText) -> [TextLine] {
    switch output {
    case .began:
      presenter = Presenter()
      return []
    case .event(let event, _): return lines(for: event, text)
    case .ended(let execution): return growing.lines(for: presenter.end(execution), text)
    case .progress: return []
    }
  }

  package mutating func lines(for event: LearningEvent, _ text: TerminalText) -> [TextLine] {
    growing.lines(for: presenter.receive(event), text)
  }
}
