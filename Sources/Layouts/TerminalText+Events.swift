// Single events as text, for whoever keeps no execution: each by a presenter of its own.
import Events
import Presentation

extension TerminalText {
  package func lines(for event: LearningEvent) -> [TextLine] {
    var presenter = Presenter()
    var growing = GrowingText()
    return growing.lines(for: presenter.receive(event), self)
  }
}
