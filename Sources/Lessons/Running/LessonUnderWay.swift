// A lesson as one person goes through it: which part of which step is asked for now, the states that checks look back
// at, and those that steps begin with. A value in the session's state, so that `undo`, going on after a kill and a
// replay lead to the same place in the same lesson.
import Datasets
import CommandLanguage
import Events
import Experiments
import Sessions

package struct LessonUnderWay: SessionCompanion {
  package let lesson: Lesson
  /// Of its file; what its commands read lies beside it.
  package let path: String
  /// Whose numbers it gives; nil for those of the lesson.
  package var student: String?
  /// Words that come with a later lesson of the course, with its name.
  var locks: [String: String] = [:]
  /// Of the step, from 0.
  package internal(set) var step = 0
  /// Of the part of the step that is asked for, from 0; as many as it has at its end.
  var part = 0
  /// Which of the commands to type are done.
  var typed: Set<Int> = []
  /// How many hints were seen of what is asked for.
  var hints = 0
  /// Whether something was done since the step began.
  var isTouched = false
  /// Said and to be held against the next run.
  var predictions: [Prediction] = []
  var moments: Moments
  /// The state with which each step that was reached begins.
  var starts: [Int: SessionState] = [:]
  /// The state in which what is asked for now was asked.
  @Boxed var askedIn: SessionState
  /// The state after the last command of the step that is done.
  @Boxed var countedIn: SessionState
  /// The session as it was when `play` began; nil outside of it.
  @Boxed var beforePlay: SessionState? = nil
  /// The goals, questions and predictions that are done, by their numbers.
  package internal(set) var done: Set<Int> = []

  struct Prediction: Sendable {
    var question: Question
    var number: Int
    var step: Int
    /// As it reads.
    var given: String
    var value: Double
    var hints: Int
  }

  init(_ lesson: Lesson, path: String, beginning state: SessionState) {
    (self.lesson, self.path) = (lesson, path)
    let state = state.alone
    (moments, askedIn, countedIn) = (Moments(beginning: state), state, state)
  }

  package var holdsAdviceBack: Bool { beforePlay == nil }
  package var isPlaying: Bool { beforePlay != nil }
  package var steps: Int { lesson.steps.count }
  /// Whether nothing more is asked.
  package var isFinished: Bool { step == steps - 1 && asked == nil }

  var present: Lesson.Step { lesson.steps[step] }

  /// What is asked for now; nil at the end of a step.
  var asked: Lesson.Part? { present.parts.indices.contains(part) ? present.parts[part] : nil }

  package func obstacle(to syntax: CommandSyntax) -> Diagnostic? {
    guard !isPlaying, !locks.isEmpty else { return nil }
    let words =
      [syntax.name]
      + syntax.arguments.flatMap { argument in
        switch argument {
        case .word(let word): [word]
        case .option(let name, let value): [name, value]
        }
      }
    for word in words where !["help", "explain", "answer"].contains(syntax.name.lowercased) {
      guard let later = locks[word.lowercased] else { continue }
      return Diagnostic(
        id: "locked", message: "\(shown(word.text)) comes with the lesson `\(later)`",
        range: word.range, suggestion: "`play`, in which you may try anything")
    }
    return nil
  }

  package var noteOnNoCommand: String? {
    guard !isPlaying, let question = asked?.question else { return nil }
    return switch question.answer {
    case .text: "an answer to the lesson's question begins with `answer`"
    case .choices: "the lesson asks for the number of a choice"
    case .number: "the lesson asks for a number, such as 0.25 or 95%"
    }
  }

  /// What is left to type of some commands.
  func left(of commands: Lesson.Commands) -> [String] {
    commands.texts.enumerated().filter { !typed.contains($0.offset) }.map(\.element)
  }

  /// What could be typed now to go on; nil where that would give an answer away.
  package var lineToType: String? {
    if isPlaying { return "resume" }
    switch asked {
    case .commands(let commands)?:
      return left(of: commands).first
    case nil: return isFinished ? nil : "next"
    default: return nil
    }
  }

  /// Which of the lesson's goals, questions and predictions a part is, from 1; of other parts, which came last.
  func number(ofPart part: Int, inStep step: Int) -> Int {
    let before = lesson.steps[..<step].flatMap(\.parts)
    return (before + lesson.steps[step].parts.prefix(part + 1)).count(where: \.isJudged)
  }

  var number: Int { number(ofPart: part, inStep: step) }

  func reader(_ performance: Performance) -> FactReader {
    FactReader(
      moments, threads: performance.threads, kernels: performance.kernels,
      shouldStop: performance.shouldStop)
  }

  /// Puts it into the state that a command leaves.
  func take(its performance: Performance) { performance.update { $0.companion = self } }
}

extension Lesson.Part {
  /// Whether what is done for it is right or wrong, or comes true or not.
  package var isJudged: Bool {
    switch self {
    case .check, .question, .predict: true
    case .prose, .verbatim, .commands, .hint, .solution: false
    }
  }
}

extension SessionState {
  /// Without what goes along with it.
  var alone: SessionState {
    var state = self
    state.companion = nil
    return state
  }

  package var lesson: LessonUnderWay? { companion as? LessonUnderWay }
}
