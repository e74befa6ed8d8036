// Events by themselves as the lines that a session shows.
import Events
import Layouts
import Presentation

extension TerminalText {
  /// What a session that says these events shows.
  func lines(for events: some Sequence<LearningEvent>) -> [TextLine] {
    var said = SessionText()
    return events.flatMap { said.lines(for: $0, self) }
  }

  /// What an event shows that needs none before it.
  func lines(for event: LearningEvent) -> [TextLine] { lines(for: [event]) }

  /// The rows that tables gain while they grow.
  func rows(for events: some Sequence<LearningEvent>) -> [String] {
    var (presenter, growing) = (Presenter(), GrowingText())
    return events.flatMap { presenter.receive($0) }.flatMap { change -> [String] in
      let lines = growing.lines(for: [change], self)
      guard case .addRow = change else { return [] }
      return lines.map(\.text)
    }
  }
}
