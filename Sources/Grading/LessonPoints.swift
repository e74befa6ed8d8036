// What a lesson asks and what was made of it, by the verdicts that running the commands gives.
import Events
import Lessons

/// One goal, question or prediction of a lesson.
package struct AskedPart: Sendable, Equatable {
  /// Of those of the lesson, from 1.
  package var number: Int
  package var step: Int
  package var kind: LessonVerdict.Kind
  /// Answered in one's own words, which a person has to judge.
  package var isText = false
  package var words: String

  package var possible: Double { isText ? 0 : 1 }

  /// All of a lesson, in order.
  package static func all(of lesson: Lesson) -> [AskedPart] {
    var parts: [AskedPart] = []
    let all = lesson.steps.enumerated().flatMap { place, step in step.parts.map { (place + 1, $0) }
    }
    for (step, part) in all {
      let number = parts.count + 1
      switch part {
      case .check(let check):
        let goal = check.lines.map(\.source.text).joined(separator: "; ")
        parts.append(AskedPart(number: number, step: step, kind: .goal, words: goal))
      case .question(let question):
        var asked = AskedPart(
          number: number, step: step, kind: .question, words: question.text.asWritten)
        if case .text = question.answer { asked.isText = true }
        parts.append(asked)
      case .predict(let question):
        parts.append(
          AskedPart(number: number, step: step, kind: .prediction, words: question.text.asWritten))
      default: break
      }
    }
    return parts
  }
}

/// What one student made of it.
package struct PartResult: Sendable, Equatable {
  package enum Ending: Sendable, Equatable {
    case open, right, shown, skipped, noted
  }

  package var ending = Ending.open
  /// Answers that were wrong before the right one, or at all.
  package var wrong: [String] = []
  /// In the student's own words.
  package var text: String?
  package var hints = 0
  package var seconds = 0

  package func points(of part: AskedPart) -> Double {
    switch (part.kind, ending) {
    case (_, .open), (_, .shown), (_, .skipped): return 0
    case (.goal, _), (.prediction, _): return 1
    case (.question, _) where part.isText: return 0
    case (.question, _): return wrong.isEmpty ? 1 : wrong.count == 1 ? 0.5 : 0.25
    }
  }

  package var isRightAtFirst: Bool { ending == .right && wrong.isEmpty }
}

/// Gathers the verdicts of one run. What was taken back by `undo` was tried all the same, and what a student was shown once
/// is no answer of theirs later.
package struct PointCounter: Sendable {
  private let lesson: String
  package private(set) var results: [Int: PartResult] = [:]
  package private(set) var hints = 0
  /// Since the last thing that was done.
  private var seconds = 0

  package init(_ lesson: String) { self.lesson = lesson }

  package mutating func spend(_ seconds: Int) { self.seconds += seconds }

  package mutating func take(_ event: LearningEvent) {
    switch event {
    case .lessonRemark(let remark) where remark.lesson == lesson && remark.kind == .hint: hints += 1
    case .lessonVerdict(let verdict) where verdict.lesson == lesson: take(verdict)
    default: break
    }
  }

  private mutating func take(_ verdict: LessonVerdict) {
    var result = results[verdict.question, default: PartResult()]
    // What is said of a prediction when the run has come out decides nothing.
    guard result.ending == .open else { return }
    switch (verdict.kind, verdict.outcome) {
    case (.question, .wrong):
      result.wrong.append(verdict.given ?? "")
    // Each run on the way to a goal is one, and no mistake.
    case (.goal, .wrong), (.prediction, .right), (.prediction, .wrong): return
    case (_, .right): result.ending = .right
    case (_, .shown): result.ending = .shown
    case (_, .skipped): result.ending = .skipped
    case (_, .noted):
      result.ending = .noted
      result.text = verdict.given
    }
    if result.ending != .open {
      result.hints = verdict.hints
      result.seconds = seconds
      seconds = 0
    }
    results[verdict.question] = result
  }
}
