// The arrow keys' walk through earlier lines: those that begin with what was typed or, where none does, have it in
// them; this session's first, each once, and back to what was typed at the end.

package struct HistorySearch {
  private struct Walk {
    var typed: String
    /// What has been shown, in turn.
    var shown: [String] = []
    /// Which of these the line shows; -1 stands for what was typed.
    var place = -1
    var remaining: Remaining
  }

  /// What may still be shown, newest last.
  private struct Remaining {
    var own: ArraySlice<String>
    var others: ArraySlice<String>
    let pattern: String
    let isPrefix: Bool
    var seen: Set<String>

    mutating func next() -> String? {
      while let entry = own.popLast() ?? others.popLast() {
        let fits = isPrefix ? entry.hasPrefix(pattern) : entry.contains(pattern)
        if fits, seen.insert(entry).inserted { return entry }
      }
      return nil
    }
  }

  private var walk: Walk?

  package init() {}

  /// The line to show after ↑ on `line`, nil when there is none.
  ///
  /// - Parameters:
  ///   - beforeCursor: what earlier lines are to begin with, or have in them.
  ///   - own: this session's lines, oldest first.
  ///   - all: everybody's.
  package mutating func previous(
    line: String, beforeCursor: String, own: [String], all: [String]
  ) -> String? {
    if continuing(line) == nil {
      walk = nil
      for isPrefix in beforeCursor.isEmpty ? [true] : [true, false] {
        let remaining = Remaining(
          own: own[...], others: all[...], pattern: beforeCursor, isPrefix: isPrefix,
          seen: [line])
        var new = Walk(typed: line, remaining: remaining)
        guard let found = new.remaining.next() else { continue }
        (new.shown, new.place) = ([found], 0)
        walk = new
        return found
      }
      return nil
    }
    guard var current = walk else { return nil }
    if current.place + 1 == current.shown.count {
      guard let found = current.remaining.next() else { return nil }
      current.shown.append(found)
    }
    current.place += 1
    walk = current
    return current.shown[current.place]
  }

  /// The line to show after ↓.
  package mutating func next(line: String) -> String? {
    guard var current = continuing(line), current.place >= 0 else { return nil }
    current.place -= 1
    walk = current
    return current.place < 0 ? current.typed : current.shown[current.place]
  }

  package mutating func reset() { walk = nil }

  /// The walk goes on only as long as the line is what it showed last.
  private func continuing(_ line: String) -> Walk? {
    guard let walk else { return nil }
    let last = walk.place < 0 ? walk.typed : walk.shown[walk.place]
    return last == line ? walk : nil
  }
}
