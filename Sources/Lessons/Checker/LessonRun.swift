// A lesson gone through by one who does what its author shows, with one seed: each check is looked at before and
// after, each answer held against the run, each mark in the prose against what came out.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork
import Notebooks
import Sessions

final class LessonRun {
  private let lesson: Lesson
  private let environment: SessionEnvironment
  private let replay: Replay
  private let runner: DocumentRunner
  private let watched: WatchedCommands
  /// Whether its seed is the lesson's own, whose numbers stand in the prose.
  private let isOwnSeed: Bool
  private var captures = Captures()
  /// Asked, and to be held against the next run.
  private var predictions: [Question] = []
  private(set) var faults: [LessonFault] = []
  private(set) var result = ReplayResult()
  /// Whether a command failed or was stopped, so that what comes after it means nothing.
  private var isOver = false

  /// - Parameter seed: in place of the lesson's own; nil for that.
  init(
    _ lesson: Lesson, seed: UInt64?, notebooks: NotebookKind, environment: SessionEnvironment
  ) {
    self.lesson = lesson
    self.environment = environment
    isOwnSeed = seed == nil
    var document = lesson.document
    document.seed = seed ?? document.seed
    replay = Replay(kind: .lesson, notebooks: notebooks, environment: environment)
    let watched = WatchedCommands()
    self.watched = watched
    runner = DocumentRunner(notebooks, environment: environment, for: document) {
      watched.receive($0)
    }
    watched.session = runner.notebook.session
  }

  func run() {
    for (index, step) in lesson.steps.enumerated() where !isOver {
      watched.beginStep()
      LessonWalk(step).forEach { if !isOver { take($0) } }
      predictions = []
      watched.endStep(index + 1)
    }
    watched.session = nil
    // What was looked up meanwhile may be missing for that reason alone.
    if environment.shouldStop() { result.wasInterrupted = true }
  }

  private func take(_ move: LessonWalk.Move) {
    switch move {
    case .read(let prose): look(at: prose)
    case .run(let commands): run(commands)
    case .mustFail(let check): expectFailure(of: check)
    case .mustHold(let check): expect(check)
    case .ask(let question): judge(question)
    case .predict(let question):
      look(at: question.text)
      predictions.append(question)
    }
  }

  private var reader: FactReader {
    FactReader(
      watched.moments, threads: environment.threads, kernels: environment.kernels,
      shouldStop: environment.shouldStop)
  }

  private func note(_ fault: LessonFault) { faults.append(fault) }

  // MARK: Commands

  private func run(_ commands: Lesson.Commands) {
    let flags: Set<FenceFlag> =
      commands.mustFail ? [.error] : commands.manner == .hidden ? [.hide] : []
    for entry in commands.entries where !isOver {
      let ran = runner.run(entry, mustFail: commands.mustFail)
      if environment.shouldStop() || ran.outcome == .interrupted {
        (result.wasInterrupted, isOver) = (true, true)
        return
      }
      if ran.hasCommand, ran.passedOver == 0 { result.commandCount += 1 }
      result.passedOver += ran.passedOver
      guard let finding = replay.finding(ran, entry, flags, &captures) else { continue }
      guard finding.difference.problem != nil else {
        // Other seeds give other output.
        if isOwnSeed { result.findings.append(finding) }
        continue
      }
      note(fault(of: entry, mustFail: commands.mustFail))
      isOver = true
    }
    for question in predictions { judge(question) }
    predictions = []
  }

  private func fault(of entry: CourseDocument.Entry, mustFail: Bool) -> LessonFault {
    let source = lesson.document.logicalLine(entry.line - 1)
    guard !mustFail, var failure = watched.failure else {
      return LessonFault(
        "must-fail", "this command must fail, and did not", source,
        suggestion: "leave out `:error`")
    }
    // Behind `> `.
    failure.range = (failure.range ?? SourceRange(start: 0, end: source.bytes.count)).shifted(by: 2)
    if failure.range.map({ $0.end > source.bytes.count }) ?? true {
      failure.range = SourceRange(start: min(2, source.bytes.count), end: source.bytes.count)
    }
    failure.message = "this command fails: " + failure.message
    return LessonFault(failure, source)
  }

  // MARK: Checks

  private func expectFailure(of check: Lesson.Check) {
    var reader = reader
    let failing = check.lines.filter { !$0.condition.verdict(&reader).holds }
    guard failing.isEmpty else {
      // What a learner would hear now.
      for line in failing { line.otherwise.map(look) }
      return
    }
    note(
      LessonFault(
        "passes-untouched", "this check passes before anything was done for it",
        check.lines.first?.source ?? check.source,
        suggestion: "ask for something that only the solution brings about"))
  }

  private func expect(_ check: Lesson.Check) {
    var reader = reader
    for line in check.lines {
      let verdict = line.condition.verdict(&reader)
      if verdict.holds { continue }
      note(
        LessonFault(
          "solution-fails",
          "the solution does not pass this: \(verdict.seen.joined(separator: "; "))", line.source,
          suggestion: "show another solution, or ask for what this one brings about"))
    }
  }

  // MARK: Answers

  private func judge(_ question: Question) {
    var reader = reader
    for prose in question.prose { look(at: prose) }
    switch question.answer {
    case .choices(let choices):
      let count = choices.right(&reader).count
      guard count != 1 else { return }
      let seen = choices.compactMap { choice in
        if case .when(let condition) = choice.rightness {
          condition.verdict(&reader).seen
        } else {
          nil
        }
      }
      note(
        LessonFault(
          "no-right-answer",
          "in this run \(count) of the choices are right: "
            + (seen.flatMap(\.self).first ?? "none has a condition"), question.source))
    case .number(let number):
      guard number.value(&reader) != nil else {
        note(
          LessonFault(
            "no-right-answer", "there is no such number in this run", number.source,
            suggestion: "name a fact that is known here"))
        return
      }
      for wrong in number.wrong where number.judgement(of: wrong.number, &reader)?.isRight ?? true {
        note(
          LessonFault(
            "wrong-answer-is-right", "this wrong answer counts as right", wrong.source,
            suggestion: "take a smaller tolerance, or another number"))
      }
    case .text: break
    }
  }

  // MARK: Prose

  private func look(at prose: Prose) {
    var reader = reader
    for piece in prose.pieces {
      switch piece {
      case .text: break
      case .fact(let term): lookForValue(of: term, in: prose, &reader)
      case .result(let term, let written):
        if isOwnSeed { compare(term, written, in: prose, &reader) }
      case .claim(let condition, let word):
        let verdict = condition.verdict(&reader, asker: "the claim is")
        if verdict.holds { continue }
        let message = "this claim does not hold: \(verdict.seen.joined(separator: "; "))"
        note(
          LessonFault(
            Diagnostic(
              id: "claim-fails", message: message, range: word.range,
              suggestion: "claim what holds, or change what is run"), prose.source))
      }
    }
  }

  private func lookForValue(of term: FactTerm, in prose: Prose, _ reader: inout FactReader) {
    guard case .missing(let why) = reader.value(of: term) else { return }
    note(
      LessonFault(
        Diagnostic(
          id: "no-value", message: "\(term.text) is \(why)",
          range: prose.source.range(of: "{\(term.text)"),
          suggestion: "move it behind the commands that make it known"), prose.source))
  }

  private func compare(
    _ term: FactTerm, _ written: Word, in prose: Prose, _ reader: inout FactReader
  ) {
    let value = reader.value(of: term)
    let number = WrittenNumber(written.text)
    if let number, number.isSaid(by: value) { return }
    if case .word(let word) = value, word.lowercased() == written.lowercased { return }
    let text = number?.text(of: value) ?? value.text(of: term.fact)
    note(
      LessonFault(
        Diagnostic(
          id: "wrong-number", message: "\(term.text) is \(value.text(of: term.fact)) in this run",
          range: written.range, suggestion: "`\(text)`"), prose.source))
  }
}
