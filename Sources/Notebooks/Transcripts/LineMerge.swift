// A line with wildcards whose other words have changed: the new line with the wildcards in it where they were.

/// The lines of an old output that stand for more than they say, each with every new line that it can become.
struct LineMerges {
  /// The numbers of an old and a new line.
  struct Pair: Hashable {
    var old: Int
    var new: Int
  }

  /// More pairs of lines, or of words in them, are not looked at.
  private static let (mostPairs, mostWordPairs) = (4000, 2_000_000)

  let expected: [LinePattern]
  let actual: [LinePattern]
  let captures: Captures
  /// Whether nothing is to be found.
  var isIdle = false

  init(expected: [LinePattern], actual: [LinePattern], captures: Captures) {
    (self.expected, self.actual, self.captures) = (expected, actual, captures)
  }

  func found(
    in old: (Int, Int), _ new: (Int, Int), _ shouldStop: () -> Bool
  ) -> [Pair: String] {
    let varying = (old.0..<old.1).filter { !expected[$0].pattern.isEmpty }
    guard !isIdle, varying.count * (new.1 - new.0) <= Self.mostPairs else { return [:] }
    var found: [Pair: String] = [:]
    var left = Self.mostWordPairs
    for old in varying {
      // What came out has `±` of its own, which is no tolerance.
      for new in new.0..<new.1 where !actual[new].text.contains("±") {
        let merge = LineMerge(expected[old], actual[new], captures)
        left -= merge.wordPairs
        guard left >= 0, !shouldStop() else { return found }
        found[Pair(old: old, new: new)] = merge.line
      }
    }
    return found
  }
}

/// One line and what came out in its place.
struct LineMerge {
  /// Longer lines are not merged.
  private static let mostWords = 200

  private let expected: LinePattern
  private let actual: LinePattern
  private let captures: Captures
  private let old: [[LinePiece]]
  private let new: [[LinePiece]]

  init(_ expected: LinePattern, _ actual: LinePattern, _ captures: Captures) {
    (self.expected, self.actual, self.captures) = (expected, actual, captures)
    old = Self.words(expected.pattern)
    new = Self.words(actual.literal)
  }

  /// How much there is to compare.
  var wordPairs: Int { old.count * new.count }

  /// Nil where they have little in common or no wildcard stays.
  var line: String? {
    guard old.count <= Self.mostWords, new.count <= Self.mostWords,
      let steps = Alignment.steps(
        old: old.count, new: new.count, isWildcard: { old[$0].first?.kind == .anything },
        matches: matches, resembles: { withTolerance($0, $1) != nil })
    else { return nil }
    let kept = steps.compactMap { if case .keep(let place) = $0 { place } else { nil } }
    let words = old.indices.filter { isWord(old[$0]) }
    guard kept.count(where: { isWord(old[$0]) }) * 2 >= words.count else { return nil }
    let line = actual.text.prefix { $0 == " " || $0 == "\t" } + steps.map(text).joined()
    var captures = captures
    let merged = LinePattern(String(line))
    return !merged.pattern.isEmpty && merged.matches(actual, &captures) ? merged.text : nil
  }

  private func text(_ step: AlignmentStep) -> String {
    switch step {
    case .keep(let place): Self.text(old[place])
    case .replace(let place, let found): withTolerance(place, found) ?? Self.text(new[found])
    case .insert(let found): Self.text(new[found])
    case .remove, .cover: ""
    }
  }

  private func matches(_ place: Int, _ found: Int) -> Bool {
    let (wanted, here) = (old[place], new[found])
    guard case .capture(let name) = wanted.first?.kind else {
      return wanted.count == here.count && zip(wanted, here).allSatisfy { $0.matches($1) }
    }
    return here.first?.kind != .blank && captures.allows(name, Self.text(here))
  }

  /// The number found with the tolerance that the old one has.
  private func withTolerance(_ place: Int, _ found: Int) -> String? {
    guard let wanted = old[place].first, wanted.hasTolerance,
      case .number = new[found].first?.kind,
      let sign = wanted.text.firstIndex(of: "±")
    else { return nil }
    let blanks = wanted.text[..<sign].reversed().prefix { $0 == " " }
    return Self.text(new[found]) + String(blanks) + wanted.text[sign...]
  }

  private func isWord(_ pieces: [LinePiece]) -> Bool {
    if case .character(let first) = pieces.first?.kind { first.isLetter } else { false }
  }

  private static func text(_ pieces: [LinePiece]) -> String { pieces.map(\.text).joined() }

  /// Letters that follow each other are one word; every other piece is by itself.
  private static func words(_ pieces: [LinePiece]) -> [[LinePiece]] {
    var words: [[LinePiece]] = []
    for piece in pieces {
      if isLetter(piece), let last = words.last?.last, isLetter(last) {
        words[words.count - 1].append(piece)
      } else {
        words.append([piece])
      }
    }
    return words
  }

  private static func isLetter(_ piece: LinePiece) -> Bool {
    if case .character(let character) = piece.kind { character.isLetter } else { false }
  }
}
