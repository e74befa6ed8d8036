// What the coach says, as text.
import Events

extension TextRenderer {
  func lines(_ note: CoachNote) -> [RenderedLine] {
    // The end of the run has said it already, with what to do.
    if note.kind == .divergence { return [] }
    return paragraph(note.statement.text, .coach, indent: 2)
  }
}
