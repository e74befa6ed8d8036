// A diagnostic for a person: the line, a caret under what is wrong, what is wrong, what would be right.
import CommandLanguage
import Presentation
import Text

struct DiagnosticText {
  private let diagnostic: DiagnosticBlock
  /// Where the line begins on the screen: the prompt's width when the line was typed at a prompt.
  private let indent: Int
  /// A longer line is cut to the part around the caret; a longer message goes on lines of its own.
  private let longest: Int
  /// Columns to wrap at.
  private let width: Int
  private let hasWindow: Bool
  private let isLineAbove: Bool

  /// - Parameters:
  ///   - columns: how wide the window is; nil where there is none.
  ///   - isLineAbove: whether the line stands above what is written, in one row, so that a caret alone points at it.
  init(_ diagnostic: DiagnosticBlock, indent: Int, columns: Int?, isLineAbove: Bool = false) {
    self.diagnostic = diagnostic
    self.indent = indent
    self.isLineAbove = isLineAbove
    longest = min(max(20, columns ?? 100), 100)
    width = min(longest, 80)
    hasWindow = columns != nil
  }

  var lines: [TextLine] {
    var lines: [TextLine] = []
    if let place = diagnostic.place { lines.append(TextLine(escapedForDisplay(place), .error)) }
    if let source = diagnostic.source {
      lines += sourceLines(source)
    } else {
      // Whoever reads a pipe gets it on one line.
      lines += (hasWindow ? TextWrap.wrapped(sentence, width: width) : [sentence])
        .map { TextLine($0, .error) }
    }
    return lines
      + diagnostic.notes.flatMap { note in
        TextWrap.wrapped(escapedForDisplay(note), width: width, indent: textIndent)
          .map { TextLine($0) }
      }
  }

  /// Text stands under the line as typed, unless a long prompt leaves a narrow column for it.
  private var textIndent: Int { width - indent < 56 ? min(indent, 2) : indent }

  private var sentence: String { escapedForDisplay(diagnostic.sentence) }

  private func sourceLines(_ source: DiagnosticBlock.Source) -> [TextLine] {
    let (head, middle, tail) =
      isLineAbove
      ? (source.before, source.marked, source.after)
      : shortened(source.before, source.marked, source.after)
    let inset = TextWrap.spaces(indent)
    let caretColumn = indent + displayWidth(head, from: indent)
    let marks = max(1, displayWidth(middle, from: caretColumn))
    let caret = TextWrap.spaces(caretColumn) + "^" + String(repeating: "~", count: marks - 1)
    let line = isLineAbove ? [] : [TextLine(inset + expanded(head + middle + tail))]
    guard displayWidth(caret) + 1 + displayWidth(sentence) <= longest else {
      return line + [TextLine(caret, .error)]
        + TextWrap.wrapped(sentence, width: width, indent: textIndent).map { TextLine($0, .error) }
    }
    return line + [TextLine(caret + " " + sentence, .error)]
  }

  /// Tabs as blanks, so that the caret stands right wherever the line is shown.
  private func expanded(_ text: String) -> String {
    var result = ""
    var column = indent
    for character in escapedForDisplay(text) {
      let width = displayWidth(String(character), from: column)
      result += character == "\t" ? TextWrap.spaces(width) : String(character)
      column += width
    }
    return result
  }

  private func shortened(
    _ before: String, _ marked: String, _ after: String
  ) -> (String, String, String) {
    guard indent + before.count + marked.count + after.count > longest else {
      return (before, marked, after)
    }
    let (mostBefore, mostMarked) = (longest * 3 / 10, longest * 4 / 10)
    let head = before.count > mostBefore ? "…" + before.suffix(mostBefore - 1) : before
    let middle = marked.count > mostMarked ? marked.prefix(mostMarked - 1) + "…" : marked
    let room = max(1, longest - head.count - middle.count - indent)
    let tail = after.count > room ? after.prefix(room - 1) + "…" : after
    return (head, middle, tail)
  }
}
