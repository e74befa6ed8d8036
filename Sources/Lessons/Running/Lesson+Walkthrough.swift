// A lesson as its author would go through it before a class: what is typed, one line after the other.

extension Lesson {
  /// Guesses are left to whoever watches, goals are reached by their solutions, answers are shown when it is time.
  package var walkthrough: [String] {
    var lines = ["lesson \(name)"]
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
