// Short ways to write blocks, and words that several parts of a session share.
import CommandLanguage
import Events
import Text

extension Block {
  /// A paragraph.
  static func text(
    _ text: Spans, _ tone: Tone = .plain, depth: Int = 0, hang: Int = 0
  ) -> Block {
    .paragraph(Paragraph(text, tone, depth: depth, hang: hang))
  }

  /// A paragraph of one line, as far as the window has room for it.
  static func line(_ text: Spans, _ tone: Tone = .plain, depth: Int = 0) -> Block {
    .paragraph(Paragraph(text, tone, flow: .line, depth: depth))
  }

  static func title(
    _ text: Spans, level: Int = 1, flow: Flow = .prose, depth: Int = 0, hang: Int = 0
  ) -> Block {
    .heading(Heading(text, level: level, flow: flow, depth: depth, hang: hang))
  }

  static func definitions(_ rows: [(Spans, Spans)]) -> Block {
    .definitions(Definitions(rows.map { Definitions.Entry($0.0, $0.1) }))
  }

  /// Names and a few words each, half of them beside the others.
  static func twoColumns(_ rows: [(Spans, Spans)]) -> Block {
    let half = (rows.count + 1) / 2
    let columns = [rows[..<half], rows[half...]].map { part in
      Block.group(Group([.definitions(Array(part))]))
    }
    return .group(Group(columns, isTwoColumns: true))
  }

  /// What the coach says of what stands above.
  static func coach(_ statements: [Statement]) -> [Block] {
    statements.map { .text(Spans($0), .coach, depth: 1) }
  }
}

/// Of a long list the first few and the last.
func shortList(_ names: [String], atMost limit: Int = 6) -> String {
  guard names.count > limit, let last = names.last else { return names.joined(separator: ", ") }
  return names.prefix(limit - 2).joined(separator: ", ") + ", … " + last
}

/// "(20 epochs dropped; `undo` brings them back)"
func dropped(_ epochs: Int) -> String {
  "(\(counted(epochs, "epoch")) dropped; `undo` brings them back)"
}

/// The text, or its beginning and `…` where it takes more columns.
package func clipped(_ text: String, to width: Int) -> String {
  guard DisplayWidth.columns(of: text) > width else { return text }
  var kept = Substring(text)
  while !kept.isEmpty, DisplayWidth.columns(of: String(kept)) >= width { kept.removeLast() }
  return kept + "…"
}
