// A diagnostic for a person: the line, a caret under what is wrong, what is wrong, what would be right.
import CommandLanguage
import LearningSession

package struct DiagnosticText {
  package var report: ErrorReport
  /// Where the line begins on the screen: the prompt's width when the line was typed at a prompt.
  package var indent: Int
  /// A longer line is cut to the part around the caret; a longer message goes on lines of its own.
  private let longest: Int
  /// Columns to wrap at.
  private let width: Int
  private let hasWindow: Bool

  /// - Parameter columns: how wide the window is; nil where there is none.
  package init(report: ErrorReport, indent: Int = 2, columns: Int? = nil) {
    self.report = report
    self.indent = indent
    longest = min(max(40, columns ?? 100), 100)
    width = min(longest, 80)
    hasWindow = columns != nil
  }

  package func lines() -> [RenderedLine] {
    var lines: [RenderedLine] = []
    if let location { lines.append(RenderedLine(location, .error)) }
    if let range = report.diagnostic.range {
      lines += sourceLines(range)
    } else {
      // Whoever reads a pipe gets it on one line.
      lines += (hasWindow ? TextLayout.wrapped(sentence, width: width) : [sentence])
        .map { RenderedLine($0, .error) }
    }
    return lines
      + report.diagnostic.notes.flatMap {
        TextLayout.wrapped(
          escapedForDisplay($0), width: width, indent: textIndent
        )
        .map { RenderedLine($0) }
      }
  }

  /// Text stands under the line as typed, unless a long prompt leaves a narrow column for it.
  private var textIndent: Int { width - indent < 56 ? min(indent, 2) : indent }

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
    let advice = escapedForDisplay(suggestion)
    // Something to type is offered as a guess after an unknown name, else as a thing to try; advice
    // in words stands by itself.
    guard suggestion.hasPrefix("`") else { return text + "; " + advice }
    return diagnostic.id.hasPrefix("unknown-")
      ? text + "; did you mean \(advice)?" : text + "; try \(advice)"
  }

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
    guard displayWidth(caretLine) + 1 + displayWidth(sentence) <= longest else {
      return [source, RenderedLine(caretLine, .error)]
        + TextLayout.wrapped(sentence, width: width, indent: textIndent)
        .map { RenderedLine($0, .error) }
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

/// Columns of a text as shown, control characters written out.
func displayWidth(_ text: String, from start: Int = 0) -> Int {
  DisplayWidth.columns(of: text, startingAt: start)
}
