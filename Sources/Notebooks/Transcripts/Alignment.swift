// How an old sequence becomes a new one while most of it stays: the longest common subsequence, in which an
// old element may also stand for any run of new ones, as `...` does for lines and `[..]` for words.

enum AlignmentStep: Equatable {
  case keep(old: Int)
  /// The new element stands under the wildcard that was kept last.
  case cover(new: Int)
  case replace(old: Int, new: Int)
  case remove(old: Int)
  case insert(new: Int)
}

struct Alignment {
  /// Tables grow with the product of both lengths; beyond this many places nothing is aligned.
  private static let largest = 250_000
  /// Every element that stays outweighs every replacement by something that resembles it, and each of these
  /// what is removed or inserted alone.
  private static let (kept, resembling) = (1 << 40, 1 << 20)

  private let counts: (old: Int, new: Int)
  private let isWildcard: (Int) -> Bool
  private let matches: (Int, Int) -> Bool
  private let resembles: (Int, Int) -> Bool
  /// The best that can come of the rest, by old and new element.
  private var best: [Int]
  /// The same where the old element is a wildcard that has begun.
  private var covering: [Int]

  /// The steps; nil where the sequences are too long.
  static func steps(
    old: Int, new: Int, isWildcard: @escaping (Int) -> Bool,
    matches: @escaping (Int, Int) -> Bool, resembles: @escaping (Int, Int) -> Bool
  ) -> [AlignmentStep]? {
    guard old < largest, new < largest, (old + 1) * (new + 1) <= largest else { return nil }
    var alignment = Alignment(
      counts: (old, new), isWildcard: isWildcard, matches: matches, resembles: resembles)
    alignment.fill()
    return alignment.path()
  }

  private init(
    counts: (old: Int, new: Int), isWildcard: @escaping (Int) -> Bool,
    matches: @escaping (Int, Int) -> Bool, resembles: @escaping (Int, Int) -> Bool
  ) {
    self.counts = counts
    (self.isWildcard, self.matches, self.resembles) = (isWildcard, matches, resembles)
    best = Array(repeating: 0, count: (counts.old + 1) * (counts.new + 1))
    covering = best
  }

  private func place(_ old: Int, _ new: Int) -> Int { old * (counts.new + 1) + new }

  private mutating func fill() {
    for old in (0...counts.old).reversed() {
      for new in (0...counts.new).reversed() where (old, new) != counts {
        if old < counts.old, isWildcard(old) {
          let ended = best[place(old + 1, new)]
          covering[place(old, new)] =
            new < counts.new ? max(ended, covering[place(old, new + 1)]) : ended
        }
        best[place(old, new)] = choices(old, new).map(\.score).max() ?? 0
      }
    }
  }

  /// What may be done next, that which is preferred among equals first.
  private func choices(_ old: Int, _ new: Int) -> [(step: AlignmentStep, score: Int)] {
    var choices: [(step: AlignmentStep, score: Int)] = []
    if old < counts.old, isWildcard(old) {
      choices.append((.keep(old: old), Self.kept + covering[place(old, new)]))
    } else if old < counts.old, new < counts.new {
      let rest = best[place(old + 1, new + 1)]
      choices.append(
        matches(old, new)
          ? (.keep(old: old), Self.kept + rest)
          : (.replace(old: old, new: new), rest + (resembles(old, new) ? Self.resembling : 0)))
    }
    if old < counts.old { choices.append((.remove(old: old), best[place(old + 1, new)] - 1)) }
    if new < counts.new { choices.append((.insert(new: new), best[place(old, new + 1)] - 1)) }
    return choices
  }

  private func path() -> [AlignmentStep] {
    var steps: [AlignmentStep] = []
    var (old, new) = (0, 0)
    while (old, new) != counts {
      let choices = choices(old, new)
      guard let step = choices.first(where: { $0.score == best[place(old, new)] })?.step else {
        break
      }
      steps.append(step)
      switch step {
      case .keep where isWildcard(old):
        while new < counts.new, covering[place(old, new)] != best[place(old + 1, new)] {
          steps.append(.cover(new: new))
          new += 1
        }
        old += 1
      case .keep, .replace: (old, new) = (old + 1, new + 1)
      case .remove: old += 1
      case .insert, .cover: new += 1
      }
    }
    return steps
  }
}
