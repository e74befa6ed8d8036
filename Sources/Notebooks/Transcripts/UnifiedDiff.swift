// What edits change in a file, as `diff -u` writes it, so that `patch` takes it.

struct UnifiedDiff {
  /// Lines shown before and after a change.
  private static let context = 3

  /// The lines of the file.
  let lines: [String]
  let endsWithLineEnd: Bool

  /// The hunks of these edits, which are in order and apart from each other.
  func hunks(_ edits: [LineEdit]) -> [String] {
    var hunks: [[LineEdit]] = []
    for edit in edits {
      let end = hunks.last?.last?.lines.upperBound
      if let end, edit.lines.lowerBound - end <= 2 * Self.context {
        hunks[hunks.count - 1].append(edit)
      } else {
        hunks.append([edit])
      }
    }
    var shift = 0
    return hunks.flatMap { edits -> [String] in
      defer { shift += edits.map { $0.replacement.count - $0.lines.count }.reduce(0, +) }
      return hunk(edits, shift: shift)
    }
  }

  /// - Parameter shift: how many lines more the new file has before it.
  private func hunk(_ edits: [LineEdit], shift: Int) -> [String] {
    guard let first = edits.first, let last = edits.last else { return [] }
    let start = max(0, first.lines.lowerBound - Self.context)
    let end = min(lines.count, last.lines.upperBound + Self.context)
    var body: [String] = []
    var place = start
    for edit in edits {
      body += shown(place..<edit.lines.lowerBound, " ") + shown(edit.lines, "-")
      body += edit.replacement.map { "+" + $0 }
      place = edit.lines.upperBound
    }
    body += shown(place..<end, " ")
    let grown = edits.map { $0.replacement.count - $0.lines.count }.reduce(0, +)
    let old = Self.range(start, end - start)
    let new = Self.range(start + shift, end - start + grown)
    return ["@@ -\(old) +\(new) @@"] + body
  }

  private func shown(_ range: Range<Int>, _ mark: String) -> [String] {
    range.flatMap { place in
      let isCut = place == lines.count - 1 && !endsWithLineEnd
      return [mark + lines[place]] + (isCut ? ["\\ No newline at end of file"] : [])
    }
  }

  /// A first line counted from 1 and how many; of none, the line before.
  private static func range(_ start: Int, _ count: Int) -> String {
    switch count {
    case 0: "\(start),0"
    case 1: "\(start + 1)"
    default: "\(start + 1),\(count)"
    }
  }
}
