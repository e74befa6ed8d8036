// New output in place of the old: lines that still say what comes out stay, with their wildcards, tolerances and
// captures; only what differs is written anew.

/// Lines that give way to others.
package struct LineEdit: Equatable, Sendable {
  /// 0-based.
  package var lines: Range<Int>
  package var replacement: [String]

  package init(_ lines: Range<Int>, _ replacement: [String]) {
    (self.lines, self.replacement) = (lines, replacement)
  }
}

extension [LineEdit] {
  /// - Parameter lines: which the edits are of, in order and apart from each other.
  func applied(to lines: [String]) -> [String] {
    var lines = lines
    for edit in reversed() { lines.replaceSubrange(edit.lines, with: edit.replacement) }
    return lines
  }
}

struct OutputMerge {
  private let expected: [LinePattern]
  private let actual: [LinePattern]
  private let captures: Captures
  private let shouldStop: () -> Bool

  /// What to change in `expected` so that it matches `actual`.
  ///
  /// - Parameters:
  ///   - captures: what is named before; with what the changed lines name.
  ///   - shouldStop: ends it early; what it answers then means nothing.
  static func edits(
    _ expected: [String], _ actual: [String], _ captures: inout Captures,
    shouldStop: @escaping () -> Bool = { false }
  ) -> [LineEdit] {
    let merge = OutputMerge(
      expected: expected.map(LinePattern.init), actual: actual.map(LinePattern.init),
      captures: captures, shouldStop: shouldStop)
    // A capture may be met at another place than the one it was aligned with: then it goes.
    for keepsCaptures in [true, false] {
      guard let edits = merge.edits(keepsCaptures: keepsCaptures) else { break }
      if OutputMatch.matches(
        edits.applied(to: expected), actual, &captures, shouldStop: shouldStop)
      {
        return edits
      }
    }
    return [LineEdit(0..<expected.count, actual)]
  }

  /// Nil where there is too much of both to align them.
  private func edits(keepsCaptures: Bool) -> [LineEdit]? {
    func mayMatch(_ old: Int, _ new: Int) -> Bool {
      guard !expected[old].isAnyLines, keepsCaptures || !expected[old].hasCapture, !shouldStop()
      else { return false }
      var captures = captures
      return expected[old].matches(actual[new], &captures)
    }
    let shorter = min(expected.count, actual.count)
    let head = (0..<shorter).prefix { mayMatch($0, $0) }.count
    let tail = (0..<shorter - head).prefix {
      mayMatch(expected.count - 1 - $0, actual.count - 1 - $0)
    }.count
    var lines = LineMerges(expected: expected, actual: actual, captures: captures)
    lines.isIdle = !keepsCaptures
    let merges = lines.found(
      in: (head, expected.count - tail), (head, actual.count - tail), shouldStop)
    let steps = Alignment.steps(
      old: expected.count - head - tail, new: actual.count - head - tail,
      isWildcard: { expected[head + $0].isAnyLines },
      matches: { mayMatch(head + $0, head + $1) },
      resembles: { merges[.init(old: head + $0, new: head + $1)] != nil })
    return steps.map { edits(of: $0, from: head, merges) }
  }

  private func edits(
    of steps: [AlignmentStep], from head: Int, _ merges: [LineMerges.Pair: String]
  ) -> [LineEdit] {
    var edits: [LineEdit] = []
    var place = head
    /// Replaces the next lines, `count` of them, together with those before that were replaced too.
    func replace(_ count: Int, _ replacement: [String]) {
      if edits.last?.lines.upperBound == place {
        let last = edits.removeLast()
        edits.append(
          LineEdit(last.lines.lowerBound..<place + count, last.replacement + replacement))
      } else {
        edits.append(LineEdit(place..<place + count, replacement))
      }
      place += count
    }
    for step in steps {
      switch step {
      case .keep: place += 1
      case .cover: break
      case .replace(let old, let new):
        replace(1, [merges[.init(old: head + old, new: head + new)] ?? actual[head + new].text])
      case .remove: replace(1, [])
      case .insert(let new): replace(0, [actual[head + new].text])
      }
    }
    return edits
  }
}
