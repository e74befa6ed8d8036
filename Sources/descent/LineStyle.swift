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
    guard !runs.isEmpty else { return tone == .error ? error(depth) : StyledText(text, tone.style) }
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

extension TextLine {
  /// The caret in red, and words in the terminal's own color: no red of the sixteen is read well on black and on
  /// white.
  private func error(_ depth: ColorDepth) -> StyledText {
    let margin = text.prefix { $0 == " " }
    let caret = text.dropFirst(margin.count).prefix { $0 == "^" || $0 == "~" }
    let words = text.dropFirst(margin.count + caret.count)
    guard caret.hasPrefix("^") else { return StyledText(text, tone.style) }
    let red = Style(color: depth.color(222, 48, 48), bold: true)
    return StyledText(String(margin)) + StyledText(String(caret), red)
      + StyledText(String(words), tone.style)
  }
}

extension Tone {
  /// What the coach says and advice are the terminal's own color: a sign before them has another.
  fileprivate var style: Style {
    switch self {
    case .plain, .coach, .hint: .plain
    case .heading, .error: .bold
    }
  }
}
