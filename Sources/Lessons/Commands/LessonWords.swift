// The short commands with which one goes through a lesson: `next`, `back`, `hint`, `answer` and the others. Each moves
// the place in the lesson, which is a part of the session's state.
import CommandLanguage
import Events
import Experiments
import Sessions

/// A command without arguments that moves the place in the lesson under way.
struct LessonWord: Command {
  let movesCompanion = true
  let signature: CommandSignature
  /// Whether it can be said while the lesson waits for `resume`.
  private let isForPlay: Bool
  private let move: @Sendable (inout LessonUnderWay, Performance) -> Void

  private init(
    _ name: String, _ summary: String, details: [String] = [], example: Example,
    isForPlay: Bool = false, _ move: @escaping @Sendable (inout LessonUnderWay, Performance) -> Void
  ) {
    signature = CommandSignature(
      name, summary: summary, area: CommandArea.inLesson, forms: [Form(name, summary)],
      details: details, examples: [example])
    (self.isForPlay, self.move) = (isForPlay, move)
  }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    var lesson = try preparation.lessonUnderWay(arguments)
    try lesson.checkPlay(isForPlay, arguments.syntax)
    let move = move
    return Work { performance in move(&lesson, performance) }
  }

  private static let begin = ["lesson first-steps"]

  static let all = [
    LessonWord(
      "next", "the lesson's next step",
      example: Example("next", "what comes then", setup: begin)
    ) { $0.goToNext($1) },
    LessonWord(
      "back", "to where this step began, or the step before",
      details: ["The session is then as it was when that step began."],
      example: Example("back", "this step from its beginning", setup: begin + ["data xor"])
    ) { $0.goBack($1) },
    LessonWord(
      "hint", "help with what the lesson asks", details: ["Each time it says a little more."],
      example: Example("hint", "a first hint", setup: begin)
    ) { $0.giveHint($1) },
    LessonWord(
      "solution", "one way to what the lesson asks, and go it",
      example: Example("solution", "what could have been typed", setup: begin)
    ) { $0.giveSolution($1) },
    LessonWord(
      "skip", "go on without what the lesson asks",
      details: ["Commands that later steps build on are run."],
      example: Example("skip", "the next thing asked", setup: begin)
    ) { $0.skip($1) },
    LessonWord(
      "play", "try anything while the lesson waits",
      example: Example("play", "until `resume`", setup: begin)
    ) { $0.play($1) },
    LessonWord(
      "resume", "back to the lesson, exactly as it was before `play`",
      example: Example("resume", "where `play` was typed", setup: begin + ["play", "data spiral"]),
      isForPlay: true
    ) { $0.resume($1) },
    LessonWord(
      "progress", "how far you are in the lesson",
      example: Example("progress", "steps and answers so far", setup: begin), isForPlay: true
    ) { $0.tellProgress($1) },
  ]
}

struct AnswerCommand: Command {
  static let text = Argument.rest(
    "ANSWER", .text(label: "an answer"), "a number, or your own words")

  let movesCompanion = true
  let signature = CommandSignature(
    "answer", summary: "answer the lesson's question", area: CommandArea.inLesson,
    forms: [
      Form("answer", "answer with a choice's number, a number, or words", positionals: [text])
    ],
    details: [
      "A number alone is an answer too. In your own words everything up to the line's end counts."
    ],
    examples: [
      Example(
        "answer 0", "what the first lesson asks",
        setup: ["lesson first-steps", "data xor n=1000", "plot data"])
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    guard var lesson = preparation.state.lesson else {
      throw Diagnostic(
        id: "no-question", message: "no question is asked here", range: arguments.syntax.range,
        suggestion: "`help`, which lists the commands")
    }
    try lesson.checkPlay(false, arguments.syntax)
    let text = try arguments.require(Self.text)
    let range = arguments.range(of: Self.text) ?? arguments.syntax.range
    let reply = try lesson.reply(Word(text, range: range))
    return Work { performance in lesson.answer(reply, performance) }
  }
}

extension LessonUnderWay {
  /// Errors: `playing`, `not-playing`.
  fileprivate func checkPlay(
    _ isForPlay: Bool, _ syntax: CommandSyntax
  ) throws(Diagnostic) {
    if isPlaying, !isForPlay {
      throw Diagnostic(
        id: "playing", message: "the lesson waits until you have tried things out",
        range: syntax.name.range, suggestion: "`resume`, which goes back to it")
    }
    if !isPlaying, syntax.name.lowercased == "resume" {
      throw Diagnostic(
        id: "not-playing", message: "the lesson goes on already", range: syntax.name.range,
        suggestion: "`play`, after which `resume` comes back")
    }
  }

  /// To the next step, where nothing is left of this one.
  fileprivate mutating func goToNext(_ performance: Performance) {
    guard asked == nil else {
      return remark(.place, ["This step asks for something yet: \(openText)."], performance)
    }
    guard step + 1 < steps else {
      return remark(
        .place, ["That was the last step. `lesson` lists the others."], performance)
    }
    begin(step: step + 1, performance)
  }

  /// What is still to be done, in a few words.
  private var openText: String {
    switch asked {
    case .commands(let commands)?:
      let rest = left(of: commands).map { "`\($0)`" }.joined(separator: ", ")
      return "\(rest). `skip` runs that and goes on"
    case .check(let check)?:
      let goal = check.goal.joined(separator: "; ")
      return "\(goal). `hint` helps, `solution` shows one way"
    case .predict?: return "a guess. Type it, or `skip`"
    default: return "an answer. Type it, or `skip`"
    }
  }

  fileprivate func tellProgress(_ performance: Performance) {
    let all = lesson.steps.flatMap(\.parts).count(where: \.isJudged)
    let questions = all == 1 ? "1 question" : "\(all) goals, guesses and questions"
    remark(
      .place,
      [
        "\(lesson.title): step \(step + 1) of \(steps); \(done.count) of \(questions) done."
          + (isPlaying ? " The lesson waits; `resume` goes back to it." : "")
      ], performance)
  }
}
