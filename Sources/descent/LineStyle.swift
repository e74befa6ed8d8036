// From lines as layouts make them to text in a terminal's styles.
import Layouts
import Presentation
import Terminal

extension Capabilities {
  /// Pictures in blocks and braille where a person sees colors and the terminal has these characters.
  var drawing: Drawing {
    guard stdoutIsTerminal, color else { return .letters }
    return unicode ? .blocks : .coloredLetters
  }
}

extension TextLine {
  /// In the colors that are nearest to its own.
  func styled(_ depth: ColorDepth) -> StyledText {
    guard !runs.isEmpty else { return StyledText(text, tone.style) }
    return StyledText(
      pieces.map { text, run in
        var style = tone.style
        if let color = run.foreground {
          style.color = depth.color(color.red, color.green, color.blue)
        }
        if let color = run.background {
          style.background = depth.color(color.red, color.green, color.blue)
        }
        return StyledText.Span(text, style)
      })
  }
}

extension Tone {
  var style: Style {
    switch self {
    case .plain: .plain
    case .heading: .bold
    case .coach: .color(.cyan)
    case .hint: .color(.green)
    case .error: .color(.red)
    }
  }
}
