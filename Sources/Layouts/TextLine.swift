// A line of output and the part it plays, which decides the color on a terminal that has one.
import Presentation

package struct TextLine: Equatable, Sendable {
  package var text: String
  package var tone: Tone

  package init(_ text: String, _ tone: Tone = .plain) { (self.text, self.tone) = (text, tone) }
}
