// The sign before what the coach says and before advice, on a terminal with colors: it alone has one, and the text
// that of the terminal, since green or cyan words are hard to read on white. Pipes and transcripts have no signs.
import Presentation

struct MarginSign {
  let text: String
  let color: RGB

  /// Puts it before the first line, into the two blanks before its text.
  func before(_ lines: [TextLine], at indent: Int) -> [TextLine] {
    guard var first = lines.first, indent >= 2 else { return lines }
    let margin = TextWrap.spaces(indent - 2)
    guard first.text.hasPrefix(margin + "  ") else { return lines }
    first.text = margin + text + " " + first.text.dropFirst(indent)
    first.runs = [
      TextLine.Run(length: margin.utf8.count),
      TextLine.Run(length: text.utf8.count, foreground: color),
    ]
    return [first] + lines.dropFirst()
  }
}

extension TerminalText {
  /// Both colors differ from black and from white by more than 4.3 to 1.
  func sign(of tone: Tone) -> MarginSign? {
    guard hasSigns else { return nil }
    let isUnicode = drawing == .blocks
    return switch tone {
    case .coach: MarginSign(text: isUnicode ? "\u{2022}" : "*", color: RGB(0x008787))
    case .hint: MarginSign(text: isUnicode ? "\u{203A}" : "-", color: RGB(0x008700))
    case .plain, .heading, .error: nil
    }
  }
}
