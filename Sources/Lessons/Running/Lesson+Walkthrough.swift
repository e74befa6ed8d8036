// A lesson as its author would go through it before a class: what is typed, one line after the other.
import CommandLanguage

extension Lesson {
  /// Guesses are left to whoever watches, goals are reached by their solutions, answers are shown when it is time.
  ///
  /// - Parameter word: its name or its path.
  package func walkthrough(begunAs word: String) -> [String] {
    var lines = ["lesson \(Word.source(of: word))"]
    for (place, step) in steps.enumerated() {
      if place > 0 { lines.append("next") }
      for move in LessonWalk(step) {
        switch move {
        case .predict: lines.append("skip")
        case .ask: lines.append("solution")
        case .run(let commands) where commands.isTyped: lines += commands.texts
        case .run(let commands) where step.solutions.contains(commands): lines.append("solution")
        case .run, .read, .mustFail, .mustHold: break
        }
      }
    }
    return lines
  }
}
