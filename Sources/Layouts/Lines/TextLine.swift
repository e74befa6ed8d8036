// A line of output and the part it plays, which decides the color on a terminal that has one. Pictures bring
// colors of their own.
import Presentation

package struct TextLine: Equatable, Sendable {
  /// So many bytes of the text, from where the last run ended, in colors.
  package struct Run: Equatable, Sendable {
    package var length: Int
    package var foreground: RGB?
    package var background: RGB?
  }

  package var text: String
  package var tone: Tone
  /// From the beginning of the text; what is behind them has no color.
  package var runs: [Run] = []
  /// Pictures whose upper edges are in this line.
  package var images: [PlacedImage] = []

  package init(_ text: String, _ tone: Tone = .plain) { (self.text, self.tone) = (text, tone) }

  /// A picture over cells that are blank.
  package struct PlacedImage: Equatable, Sendable {
    package var column: Int
    package var image: InlineImage
  }

  /// The text in pieces of one color each.
  package var pieces: [(text: String, run: Run)] {
    var pieces: [(String, Run)] = []
    var rest = text.utf8[...]
    for run in runs {
      pieces.append((String(decoding: rest.prefix(run.length), as: UTF8.self), run))
      rest = rest.dropFirst(run.length)
    }
    if !rest.isEmpty {
      pieces.append((String(decoding: rest, as: UTF8.self), Run(length: rest.count)))
    }
    return pieces
  }
}
