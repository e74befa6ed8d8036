// What is to be said, as a value: a closed set of blocks that layouts turn into text, Markdown or HTML.
// Blocks hold raw text and exact numbers; how wide, how escaped, in which color is decided by layouts.
import Events

package indirect enum Block: Equatable, Sendable {
  case heading(Heading)
  case paragraph(Paragraph)
  case table(Table)
  case definitions(Definitions)
  case arithmetic(Arithmetic)
  case code(Code)
  case figure(Figure)
  case diagnostic(DiagnosticBlock)
  case difference(Difference)
  case group(Group)
}

/// What part a line plays. It decides the color where there is one; nothing is said by color alone.
package enum Tone: String, Codable, Sendable {
  case plain
  /// Table heads and titles.
  case heading
  /// What the coach says.
  case coach
  /// What was assumed and what to type next.
  case hint
  case error
}

/// Where lines of text may be broken.
package enum Flow: String, Codable, Sendable {
  /// At blanks, in lines that are easy to read.
  case prose
  /// Only where the window ends.
  case line
  /// Nowhere: it is there to be copied, or to be held against a file.
  case verbatim
}

package struct Heading: Codable, Equatable, Sendable {
  package var text: Spans
  /// 1 of what an execution says, 2 of a part of it, 3 of what stands between rows.
  package var level: Int
  package var flow: Flow
  /// Steps by which it is set in, and by how many more the lines after its first.
  package var depth: Int
  package var hang: Int

  package init(_ text: Spans, level: Int = 1, flow: Flow = .prose, depth: Int = 0, hang: Int = 0) {
    (self.text, self.level, self.flow) = (text, level, flow)
    (self.depth, self.hang) = (depth, hang)
  }
}

package struct Paragraph: Codable, Equatable, Sendable {
  package var text: Spans
  package var tone: Tone
  package var flow: Flow
  /// Steps by which it is set in, and by how many more the lines after its first.
  package var depth: Int
  package var hang: Int

  package init(
    _ text: Spans, _ tone: Tone = .plain, flow: Flow = .prose, depth: Int = 0, hang: Int = 0
  ) {
    (self.text, self.tone, self.flow) = (text, tone, flow)
    (self.depth, self.hang) = (depth, hang)
  }
}

/// Names and what they mean.
package struct Definitions: Codable, Equatable, Sendable {
  package struct Entry: Codable, Equatable, Sendable {
    package var name: Spans
    package var text: Spans

    package init(_ name: Spans, _ text: Spans) { (self.name, self.text) = (name, text) }
  }
  package var entries: [Entry]

  package init(_ entries: [Entry]) { self.entries = entries }
}

/// Lines in a notation of their own.
package struct Code: Codable, Equatable, Sendable {
  package enum Language: String, Codable, Sendable { case commands, formula }
  package var language: Language
  package var lines: [String]
  package var flow: Flow
  package var depth: Int

  package init(_ language: Language, _ lines: [String], flow: Flow = .line, depth: Int = 2) {
    (self.language, self.lines, self.flow, self.depth) = (language, lines, flow, depth)
  }
}

/// What would change in a file.
package struct Difference: Codable, Equatable, Sendable {
  package var file: String
  /// As `diff -u` has them, without the names of the files.
  package var hunks: [String]

  /// With the names of the file, as `patch` takes it.
  package var lines: [String] { ["--- \(file)", "+++ \(file)"] + hunks }
}

/// Blocks that belong together.
package struct Group: Codable, Equatable, Sendable {
  package var title: Spans?
  package var blocks: [Block]
  /// Whether the groups in it may stand in two columns about equally long.
  package var isTwoColumns: Bool

  package init(title: Spans? = nil, _ blocks: [Block], isTwoColumns: Bool = false) {
    (self.title, self.blocks, self.isTwoColumns) = (title, blocks, isTwoColumns)
  }
}
