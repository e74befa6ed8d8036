// The prose of a note as blocks: headings, paragraphs, lists and code. All other Markdown stays the text that it is,
// so that nothing in a note can be a link, a picture or markup.
import Presentation

package struct NoteBlocks {
  package private(set) var blocks: [Block] = []
  private var paragraph: [Substring] = []

  /// Of a note's Markdown.
  package init(_ note: String) {
    // Split on scalars: a line feed after a carriage return is one Character with it.
    let lines = note.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }
      .map { line in Substring(line.last == "\r" ? line.dropLast() : line) }
    var place = 0
    while place < lines.count {
      let line = lines[place]
      place += 1
      if let mark = fence(line) {
        flush()
        let end = lines[place...].firstIndex { fence($0)?.hasPrefix(mark) == true } ?? lines.count
        blocks.append(.code(Code(.formula, lines[place..<end].map(String.init))))
        place = end + 1
      } else {
        take(line)
      }
    }
    flush()
  }

  private mutating func take(_ line: Substring) {
    let text = line.drop { $0 == " " || $0 == "\t" }
    let level = text.prefix { $0 == "#" }.count
    if text.isEmpty {
      flush()
    } else if (1...6).contains(level), text.dropFirst(level).first == " " {
      flush()
      let title = String(text.dropFirst(level + 1))
      blocks.append(.heading(Heading(Spans(title), level: min(level, 3))))
    } else if let (mark, item) = listItem(text) {
      flush()
      blocks.append(.paragraph(Paragraph(Spans("\(mark) \(item)"), depth: 1, hang: 1)))
    } else {
      paragraph.append(text)
    }
  }

  private mutating func flush() {
    if !paragraph.isEmpty {
      blocks.append(.paragraph(Paragraph(Spans(paragraph.joined(separator: " ")))))
    }
    paragraph = []
  }

  /// The three or more marks that begin or end code.
  private func fence(_ line: Substring) -> Substring? {
    ["`", "~"].lazy.map { mark in line.prefix { $0 == mark } }.first { $0.count >= 3 }
  }

  /// `- item`, `* item`, `+ item`, `1. item`.
  private func listItem(_ text: Substring) -> (mark: String, item: String)? {
    let digits = text.prefix { "0123456789".contains($0) }
    let rest = text.dropFirst(digits.count)
    guard let sign = rest.first, rest.dropFirst().first == " " else { return nil }
    let item = String(rest.dropFirst(2))
    if digits.isEmpty { return "-*+".contains(sign) ? ("•", item) : nil }
    return digits.count < 10 && ".)".contains(sign) ? ("\(digits)\(sign)", item) : nil
  }
}
