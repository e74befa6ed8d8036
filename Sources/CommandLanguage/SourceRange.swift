// Where something stands in what the user typed. Every word, argument and diagnostic carries a
// range, so that an error can point at the very bytes it is about, whatever lies between the
// keyboard and the command.

/// A half-open range of UTF-8 byte offsets into the text as the user gave it.
package struct SourceRange: Hashable, Sendable {
  package var start: Int
  package var end: Int

  package init(start: Int, end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  /// The place just before the byte at `offset`, with no bytes of its own.
  package init(at offset: Int) {
    self.init(start: offset, end: offset)
  }

  package var length: Int { end - start }
  package var isEmpty: Bool { start == end }

  package func contains(_ offset: Int) -> Bool { start <= offset && offset < end }

  /// The smallest range that holds both.
  package func union(_ other: SourceRange) -> SourceRange {
    SourceRange(start: min(start, other.start), end: max(end, other.end))
  }

  package func shifted(by offset: Int) -> SourceRange {
    SourceRange(start: start + offset, end: end + offset)
  }
}

/// A place in some file, as editors count it: lines and columns from 1, columns in characters.
package struct SourceLocation: Hashable, Sendable {
  package var file: String
  package var line: Int
  package var column: Int?

  package init(file: String, line: Int, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }
}
