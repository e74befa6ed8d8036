// Records of lessons: the list, parts of steps with what they ask for, what came of answers, hints.
import Events
import JSON

struct LessonsRecord: EventRecord {
  static let type = "lessons"
  struct Lesson: Codable {
    let name: String
    let title: String
    let steps: Int
    @Nullable var about: String?
    @Nullable var minutes: Int?
    @Nullable var reached: Int?
    let finished: Bool
  }
  let lessons: [Lesson]

  init(_ lessons: [LessonSummary]) {
    self.lessons = lessons.map {
      Lesson(
        name: $0.name, title: $0.title, steps: $0.steps, about: $0.about, minutes: $0.minutes,
        reached: $0.reached, finished: $0.isFinished)
    }
  }
}

struct LessonStepRecord: EventRecord {
  static let type = "lesson_step"
  enum Ask: String, Codable {
    case commands, goal, choices, number, words, next, nothing
  }
  let lesson: String
  let title: String
  let step: Int
  let steps: Int
  let heading: String
  let begins: Bool
  let prose: [String]
  @Nullable var ask: Ask?
  @Nullable var question: String?
  @Nullable var prediction: Bool?
  /// What to type, the conditions of a goal, or the choices.
  let items: [String]
}

extension LessonStepRecord {
  init(_ report: LessonStepReport) {
    var (ask, question, prediction, items) = (Ask?.none, String?.none, Bool?.none, [String]())
    switch report.ask {
    case .commands(let commands): (ask, items) = (.commands, commands)
    case .goal(let conditions): (ask, items) = (.goal, conditions)
    case .choices(let text, let choices, let isPrediction):
      (ask, question, prediction, items) = (.choices, text, isPrediction, choices)
    case .number(let text, let isPrediction):
      (ask, question, prediction) = (.number, text, isPrediction)
    case .words(let text): (ask, question) = (.words, text)
    case .next: ask = .next
    case .nothing: ask = .nothing
    case nil: break
    }
    let prose = report.parts.map { part in
      switch part {
      case .prose(let text): text
      case .verbatim(let lines): lines.joined(separator: "\n")
      case .ran(let command): "> " + command
      }
    }
    self.init(
      lesson: report.lesson, title: report.title, step: report.step, steps: report.steps,
      heading: report.heading, begins: report.isBeginning, prose: prose, ask: ask,
      question: question, prediction: prediction, items: items)
  }
}

struct LessonVerdictRecord: EventRecord {
  static let type = "lesson_verdict"
  let lesson: String
  let step: Int
  let question: Int
  let kind: LessonVerdict.Kind
  let outcome: LessonVerdict.Outcome
  @Nullable var given: String?
  let hints: Int
  let said: [String]

  init(_ verdict: LessonVerdict) {
    (lesson, step, question) = (verdict.lesson, verdict.step, verdict.question)
    (kind, outcome, hints, said) = (verdict.kind, verdict.outcome, verdict.hints, verdict.said)
    given = verdict.given
  }
}

struct LessonRemarkRecord: EventRecord {
  static let type = "lesson_remark"
  let lesson: String
  let step: Int
  let kind: LessonRemark.Kind
  let said: [String]

  init(_ remark: LessonRemark) {
    (lesson, step, kind, said) = (remark.lesson, remark.step, remark.kind, remark.said)
  }
}
