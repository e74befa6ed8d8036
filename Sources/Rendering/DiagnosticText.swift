// A diagnostic for a person: the line, a caret under what is wrong, what is wrong, what would be right.
import CommandLanguage
import LearningSession

package struct DiagnosticText {
  package var report: ErrorReport
  /// Where the line begins on the screen: the prompt's width when the line was typed at a prompt.
  package var indent: Int

  package init(report: ErrorReport, indent: Int = 2) {
    self.report = report
    self.indent = indent
  }

  /// A longer line is cut to the part around the caret.
  private static let longest = 100

  package func lines() -> [RenderedLine] {
    var lines: [RenderedLine] = []
    if let location { lines.append(RenderedLine(location, .error)) }
    if let range = report.diagnostic.range {
      lines += sourceLines(range)
    } else {
      lines.append(RenderedLine(sentence, .error))
    }
    let inset = TextLayout.spaces(indent)
    return lines
      + report.diagnostic.notes.flatMap {
        TextLayout.wrapped(escapedForDisplay($0), width: 80, indent: inset.count, hanging: inset.count)
          .map { RenderedLine($0) }
      }
  }

  /// `lesson.descent:3:5`, where the line came from a file.
  private var location: String? {
    guard let file = report.file else { return nil }
    let place = report.source.position(of: report.diagnostic.range?.start ?? 0)
    return "\(escapedForDisplay(file)):\(place.line):\(place.column)"
  }

  /// What is wrong, and what would be right.
  package var sentence: String {
    let diagnostic = report.diagnostic
    var text = escapedForDisplay(diagnostic.message)
    if let file = diagnostic.file {
      let column = file.column.map { ", column \($0)" } ?? ""
      text = "line \(file.line)\(column) of \(shown(file.file)): \(text)"
    }
    guard let suggestion = diagnostic.suggestion else { return text }
    return text + "; \(lead) \(escapedForDisplay(suggestion))" + (isGuess ? "?" : "")
  }

  /// A near name is a guess; anything else is advice.
  private var isGuess: Bool {
    report.diagnostic.id.hasPrefix("unknown-") || report.diagnostic.id.hasPrefix("ambiguous-")
  }

  private var lead: String { isGuess ? "did you mean" : "try" }

  private func sourceLines(_ range: SourceRange) -> [RenderedLine] {
    let (line, start) = report.source.physicalLine(at: range.start)
    let bytes = Array(line.utf8)
    let end = min(bytes.count, start + range.length)
    let before = String(decoding: bytes[..<start], as: UTF8.self)
    let marked = String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    let after = String(decoding: bytes[max(start, end)...], as: UTF8.self)
    let (head, middle, tail) = shortened(before, marked, after)
    let inset = TextLayout.spaces(indent)
    let caretColumn = indent + displayWidth(head, from: indent)
    let marks = max(1, displayWidth(middle, from: caretColumn))
    let caret = "^" + String(repeating: "~", count: marks - 1)
    let caretLine = TextLayout.spaces(caretColumn) + caret
    let source = RenderedLine(inset + expanded(head + middle + tail))
    guard displayWidth(caretLine) + 1 + displayWidth(sentence) <= 96 else {
      return [source, RenderedLine(caretLine, .error)]
        + TextLayout.wrapped(sentence, width: 80, indent: indent).map { RenderedLine($0, .error) }
    }
    return [source, RenderedLine(caretLine + " " + sentence, .error)]
  }

  /// Tabs as blanks, so that the caret stands right wherever the line is shown.
  private func expanded(_ text: String) -> String {
    var result = ""
    var column = indent
    for character in escapedForDisplay(text) {
      let width = displayWidth(String(character), from: column)
      result += character == "\t" ? TextLayout.spaces(width) : String(character)
      column += width
    }
    return result
  }

  private func shortened(
    _ before: String, _ marked: String, _ after: String
  ) -> (String, String, String) {
    guard before.count + marked.count + after.count > Self.longest else {
      return (before, marked, after)
    }
    let head = before.count > 30 ? "…" + before.suffix(29) : before
    let middle = marked.count > 40 ? marked.prefix(39) + "…" : marked
    let tail = after.count > 20 ? after.prefix(19) + "…" : after
    return (head, middle, tail)
  }
}

/// Columns of a text as shown, control characters written out.
func displayWidth(_ text: String, from start: Int = 0) -> Int {
  DisplayWidth.columns(of: text, startingAt: start)
}
