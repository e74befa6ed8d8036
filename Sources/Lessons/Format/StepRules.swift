// What makes a step one that a learner can get through: each check has a way, each prediction a run, each hint
// something it helps with, and no step looks at what is still to come.
import CommandLanguage
import Notebooks

struct StepRules {
  let step: Lesson.Step
  /// From 1.
  let number: Int

  func check() throws(LessonFault) {
    try checkMoments()
    try checkHints()
    try checkOrder()
    try checkCommands()
  }

  /// A lesson's commands lead to no other place in a lesson.
  private func checkCommands() throws(LessonFault) {
    let blocks = step.parts.compactMap { part -> Lesson.Commands? in
      switch part {
      case .commands(let commands), .solution(let commands): commands
      default: nil
      }
    }
    for commands in blocks where commands.manner != .skipped {
      for entry in commands.entries {
        try check(entry, LogicalLine(bytes: Array(("> " + entry.command).utf8), line: entry.line))
      }
    }
  }

  private func check(
    _ entry: CourseDocument.Entry, _ source: LogicalLine
  ) throws(LessonFault) {
    var commands: [CommandSyntax] = []
    for case .success(let syntax) in ScriptParser().parse(utf8: Array(entry.command.utf8)) {
      commands.append(syntax)
    }
    for syntax in commands where Self.ofLessons.contains(syntax.name.lowercased) {
      throw LessonFault(
        "lesson-in-lesson", "a lesson's own commands do not say `\(syntax.name.text)`", source,
        suggestion: "what the learner is to do instead")
    }
  }

  private static let ofLessons: Set<String> = [
    "lesson", "next", "back", "hint", "solution", "skip", "play", "resume", "progress", "answer",
    "replay", "quit", "rerun", "undo", "redo",
  ]

  private func checkMoments() throws(LessonFault) {
    for part in step.parts {
      for (term, source) in part.terms {
        guard case .step(let wanted) = term.moment, wanted >= number else { continue }
        let range = source.range(of: "@\(wanted)")
        let diagnostic = Diagnostic(
          id: "step-to-come", message: "this is step \(number): step \(wanted) has not ended here",
          range: range, suggestion: number > 1 ? "`@\(number - 1)` at most" : "`@start`")
        throw LessonFault(diagnostic, source)
      }
    }
  }

  private func checkHints() throws(LessonFault) {
    var said: Set<String> = []
    let asks = step.parts.contains(where: \.asks)
    let solutions = Set(step.solutions.map { Self.folded($0.text) })
    guard step.hints.count <= LessonLimits.hints else {
      throw LessonFault(
        "too-many", "a step has at most \(LessonLimits.hints) hints",
        step.hints[LessonLimits.hints].firstLine, suggestion: "a shorter ladder, or two steps")
    }
    for hint in step.hints {
      let text = Self.folded(hint.source.text)
      guard asks else {
        throw LessonFault(
          "unreachable-hint", "nobody meets this hint: the step asks for nothing", hint.firstLine,
          suggestion: "a check, a question or commands to type in this step")
      }
      guard !solutions.contains(text) else {
        throw LessonFault(
          "hint-is-solution", "this hint is the solution", hint.firstLine,
          suggestion: "what to look at, or which command does it")
      }
      guard said.insert(text).inserted else {
        throw LessonFault(
          "hint-again", "this hint says what one before it says", hint.firstLine,
          suggestion: "the next thing to say, or one hint less")
      }
    }
  }

  private func checkOrder() throws(LessonFault) {
    if let solution = step.solutions.first, step.checks.isEmpty {
      throw LessonFault(
        "no-check", "this solution is of nothing: the step has no check", solution.source,
        suggestion: "a block `check`, or `descent` for commands to type")
    }
    for (place, part) in step.parts.enumerated() {
      let rest = step.parts[(place + 1)...]
      switch part {
      case .predict(let question) where !rest.contains(where: \.runs):
        throw LessonFault(
          "no-run", "nothing runs after this prediction", question.source,
          suggestion: "a block `descent` or `solution` after it, or `question` instead")
      case .check(let check)
      where step.solutions.isEmpty && !step.parts[..<place].contains(where: \.runs):
        throw LessonFault(
          "no-solution", "nothing shows how this check is passed", check.source,
          suggestion: "a block `solution` in this step")
      default: break
      }
    }
  }

  /// Without what makes no difference to a reader.
  private static func folded(_ text: String) -> String {
    let kept = text.lowercased().map { ["`", ">", ".", ";", "\n"].contains($0) ? " " : $0 }
    return String(kept).split(separator: " ").joined(separator: " ")
  }
}

extension Lesson.Part {
  /// Whether commands are run in it.
  fileprivate var runs: Bool {
    switch self {
    case .commands(let commands): commands.manner != .skipped
    case .solution: true
    default: false
    }
  }

  /// Whether the learner is asked for something.
  fileprivate var asks: Bool {
    switch self {
    case .commands(let commands): commands.manner == .typed
    case .check, .question, .predict: true
    default: false
    }
  }

  /// The facts that it looks at, each with the lines that name it.
  fileprivate var terms: [(FactTerm, LogicalLine)] {
    func of(_ prose: Prose?) -> [(FactTerm, LogicalLine)] {
      prose.map { prose in prose.terms.map { ($0, prose.source) } } ?? []
    }
    switch self {
    case .prose(let prose), .hint(let prose): return of(prose)
    case .verbatim, .commands, .solution: return []
    case .check(let check):
      return check.lines.flatMap { line in
        line.condition.terms.map { ($0, line.source) } + of(line.otherwise)
      }
    case .question(let question), .predict(let question):
      return question.terms.map { ($0, question.source) } + question.prose.flatMap(of)
    }
  }
}

extension Lesson.Commands {
  package var text: String { entries.map(\.command).joined(separator: "\n") }
}

extension Question {
  /// All that is said in it.
  package var prose: [Prose] {
    switch answer {
    case .choices(let choices):
      [text] + choices.flatMap { [$0.text] + [$0.feedback].compactMap(\.self) }
    case .number(let number): [text] + number.wrong.map(\.feedback)
    case .text(let answer): [text, answer]
    }
  }
}

extension Prose {
  fileprivate var firstLine: LogicalLine {
    let bytes = source.bytes.prefix { $0 != UInt8(ascii: "\n") }
    return LogicalLine(bytes: Array(bytes), line: source.line)
  }
}
