// A document with other output under its commands; every byte besides stays what it was.

extension CourseDocument {
  /// A line of output as it may stand under a command: it must not look like something typed.
  static func asOutput(_ line: String) -> String { line.hasPrefix(">") ? " " + line : line }

  /// What the edits change, as `diff -u` has it, without the names of the files.
  package func diff(_ edits: [LineEdit]) -> [String] {
    UnifiedDiff(lines: lines, endsWithLineEnd: lineEnds.last?.utf8.last == UInt8(ascii: "\n"))
      .hunks(withFences(edits))
  }

  package func updated(_ edits: [LineEdit]) -> String {
    var lines = zip(lines, lineEnds).map { $0 + $1 }
    for edit in withFences(edits).reversed() {
      // What is inserted stands below a command, whose line end it takes.
      let end = lineEnds[edit.lines.lowerBound - (edit.lines.isEmpty ? 1 : 0)]
      let isLast = edit.lines.upperBound == lines.count
      let replacement = edit.replacement.enumerated().map { place, line in
        isLast && place == edit.replacement.count - 1
          ? line + (lineEnds.last ?? "") : line + end
      }
      lines.replaceSubrange(edit.lines, with: replacement)
    }
    return (hasByteOrderMark ? "\u{FEFF}" : "") + lines.joined()
  }

  /// With longer fences around output that would close them.
  private func withFences(_ edits: [LineEdit]) -> [LineEdit] {
    var all = edits
    // Both come in the order of the lines.
    var rest = edits[...]
    for block in blocks {
      rest = rest.drop { $0.lines.lowerBound < block.lines.lowerBound }
      let inside = rest.prefix { $0.lines.lowerBound < block.lines.upperBound }
      guard !inside.isEmpty else { continue }
      guard let fence = Fence(lines[block.lines.lowerBound]) else { continue }
      let closing = inside.flatMap(\.replacement).filter(fence.isClosed)
      guard let longest = closing.map(\.trimmed.count).max() else { continue }
      let mark = String(repeating: fence.mark, count: longest + 1)
      let (first, last) = (block.lines.lowerBound, block.lines.upperBound - 1)
      all += [
        LineEdit(first..<first + 1, [mark + lines[first].dropFirst(fence.length)]),
        LineEdit(last..<last + 1, [mark]),
      ]
    }
    return all.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
  }
}
