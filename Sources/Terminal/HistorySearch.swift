// The arrow keys' walk through earlier lines: only lines that begin with what was typed, and back to
// what was typed at the end.

package struct HistorySearch {
  private struct Walk {
    var prefix: String
    var typed: String
    /// The entry that the line shows; `count` of entries stands for the typed line.
    var index: Int
    var shown: String
  }

  private var walk: Walk?

  package init() {}

  /// The line to show after ↑ on `line`, nil when there is none. `beforeCursor` is the part of the
  /// line that earlier lines must begin with.
  package mutating func previous(line: String, beforeCursor: String, entries: [String]) -> String? {
    var current =
      continuing(line, entries)
      ?? Walk(prefix: beforeCursor, typed: line, index: entries.count, shown: line)
    guard
      let index = entries[..<current.index].lastIndex(where: {
        $0.hasPrefix(current.prefix) && $0 != current.shown
      })
    else { return nil }
    current.index = index
    current.shown = entries[index]
    walk = current
    return current.shown
  }

  /// The line to show after ↓.
  package mutating func next(line: String, entries: [String]) -> String? {
    guard var current = continuing(line, entries), current.index < entries.count else { return nil }
    let index = entries[(current.index + 1)...].firstIndex {
      $0.hasPrefix(current.prefix) && $0 != current.shown
    }
    current.index = index ?? entries.count
    current.shown = index.map { entries[$0] } ?? current.typed
    walk = current
    return current.shown
  }

  package mutating func reset() { walk = nil }

  /// The walk goes on only as long as the line is what it showed last.
  private func continuing(_ line: String, _ entries: [String]) -> Walk? {
    guard let walk, walk.shown == line, walk.index <= entries.count else { return nil }
    return walk
  }
}
