// A step as the moves of one who goes through it: what is read, run and asked in turn, and before what is done for a
// check, that it does not pass already.

struct LessonWalk: Sequence {
  enum Move: Sendable, Equatable {
    case read(Prose)
    case run(Lesson.Commands)
    case mustFail(Lesson.Check)
    case mustHold(Lesson.Check)
    case ask(Question)
    case predict(Question)
  }

  private var moves: [Move] = []

  init(_ step: Lesson.Step) {
    let parts = step.parts
    var done: Set<Int> = []
    // Whether what is typed next is the first that is done for the check after it.
    var isFresh = true
    for (place, part) in parts.enumerated() where !done.contains(place) {
      switch part {
      case .prose(let prose): moves.append(.read(prose))
      case .verbatim, .hint: break
      case .commands(let commands):
        if commands.manner == .skipped { continue }
        if commands.manner == .typed, isFresh {
          moves += Self.checks(in: parts, after: place).map(Move.mustFail)
          isFresh = false
        }
        moves.append(.run(commands))
      case .check(let check):
        isFresh = true
        guard let solution = Self.solution(in: parts, after: place),
          case .solution(let commands) = parts[solution]
        else {
          moves.append(.mustHold(check))
          continue
        }
        var checks = [check]
        for other in (place + 1)..<solution {
          if case .check(let check) = parts[other] {
            checks.append(check)
            done.insert(other)
          }
        }
        done.insert(solution)
        moves += checks.map(Move.mustFail) + [.run(commands)] + checks.map(Move.mustHold)
      case .solution(let commands): moves.append(.run(commands))
      case .question(let question): moves.append(.ask(question))
      case .predict(let question): moves.append(.predict(question))
      }
    }
  }

  func makeIterator() -> some IteratorProtocol<Move> { moves.makeIterator() }

  /// The place of the solution that is shown for a check: the next one, before other commands.
  static func solution(in parts: [Lesson.Part], after place: Int) -> Int? {
    for next in parts.indices.dropFirst(place + 1) {
      switch parts[next] {
      case .solution: return next
      case .commands: return nil
      default: continue
      }
    }
    return nil
  }

  /// The next check that is passed by what is typed, if there is one.
  private static func checks(in parts: [Lesson.Part], after place: Int) -> [Lesson.Check] {
    for next in parts.indices.dropFirst(place + 1) {
      guard case .check(let check) = parts[next] else { continue }
      return solution(in: parts, after: next) == nil ? [check] : []
    }
    return []
  }
}
