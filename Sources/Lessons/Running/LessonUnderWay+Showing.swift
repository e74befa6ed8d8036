// Going on in a lesson: what comes next is shown, and what the lesson runs itself is run, up to the next thing that its
// reader is asked for.
import CommandLanguage
import Events
import Experiments
import Notebooks
import Sessions

extension LessonUnderWay {
  /// Begins a step in the state that there is.
  mutating func begin(step: Int, _ performance: Performance) {
    (self.step, part, isTouched) = (step, -1, false)
    predictions = []
    let state = performance.state.alone
    (moments.now, moments.start, moments.before) = (state, state, state)
    moments.command = nil
    starts[step] = state
    goOn(performance, isBeginning: true)
  }

  /// Shows what comes after the present part, up to what is asked for next.
  mutating func goOn(_ performance: Performance, isBeginning: Bool = false) {
    if !isBeginning { isTouched = true }
    var page = Page(self, isBeginning: isBeginning)
    if isBeginning, step == 0 {
      page.add(lesson.introduction.map { .prose($0.asWritten) })
    }
    var reader = reader(performance)
    (typed, hints) = ([], 0)
    while true {
      part += 1
      switch asked {
      case .prose(let prose)?: page.add([.prose(prose.filled(&reader))])
      case .verbatim(let lines)?: page.add([.verbatim(lines)])
      case .hint?, .solution?: continue
      case .commands(let commands)? where commands.isTyped:
        return ask(.commands(commands.texts), page, performance)
      case .commands(let commands)?:
        guard show(commands, &page, performance) else { return }
        reader = self.reader(performance)
      case .check(let check)?:
        guard !check.holds(&reader) else {
          pass(check, &page, performance)
          reader = self.reader(performance)
          continue
        }
        return ask(.goal(check.goal), page, performance)
      case .question(let question)?:
        return ask(question.asked(&reader, isPrediction: false), page, performance)
      case .predict(let question)?:
        return ask(question.asked(&reader, isPrediction: true), page, performance)
      case nil:
        moments.steps[step + 1] = moments.now
        ask(step + 1 < steps ? .next : .nothing, page, performance)
        return sayWhatComesNext(performance)
      }
    }
  }

  /// The same page once more, filled with what is known by now.
  func showAgain(_ performance: Performance) {
    if isPlaying {
      return remark(.place, ["The lesson waits; `resume` goes back to it."], performance)
    }
    var page = Page(self, isBeginning: true)
    var reader = reader(performance)
    if step == 0 { page.add(lesson.introduction.map { .prose($0.asWritten) }) }
    for part in present.parts.prefix(max(0, part)) {
      switch part {
      case .prose(let prose): page.add([.prose(prose.filled(&reader))])
      case .verbatim(let lines): page.add([.verbatim(lines)])
      default: continue
      }
    }
    page.show(askedNow(&reader), performance)
  }

  /// What is asked for now.
  private func askedNow(_ reader: inout FactReader) -> LessonStepReport.Ask {
    switch asked {
    case .commands(let commands)?: .commands(left(of: commands))
    case .check(let check)?: .goal(check.goal)
    case .question(let question)?: question.asked(&reader, isPrediction: false)
    case .predict(let question)?: question.asked(&reader, isPrediction: true)
    default: step + 1 < steps ? .next : .nothing
    }
  }

  private mutating func ask(
    _ ask: LessonStepReport.Ask, _ page: Page, _ performance: Performance
  ) {
    (askedIn, countedIn) = (moments.now, moments.now)
    page.show(ask, performance)
    take(its: performance)
  }

  /// At a lesson's end, which comes after it.
  private func sayWhatComesNext(_ performance: Performance) {
    let names = LessonLibrary(folders: performance.environment.lessonFolders).paths()
      .map(LessonLibrary.name)
    guard isFinished, let place = names.firstIndex(of: lesson.name), place + 1 < names.count
    else { return }
    remark(.place, ["`lesson \(names[place + 1])` comes next."], performance)
  }

  // MARK: What the lesson runs

  /// Commands that its reader does not type; false where one was stopped.
  private mutating func show(
    _ commands: Lesson.Commands, _ page: inout Page, _ performance: Performance
  ) -> Bool {
    switch commands.manner {
    case .hidden: return run(commands.texts, isSeen: false, &page, performance)
    case .run where !commands.mustFail:
      let done = run(commands.texts, isSeen: true, &page, performance)
      if done { judgePredictions(performance) }
      return done
    case .typed, .run, .skipped:
      page.add([.verbatim(commands.texts)])
      return true
    }
  }

  /// Runs commands as the lesson's own; false where one was stopped or failed, and then nothing of it counts.
  ///
  /// - Parameter isSeen: whether they are shown, with what they say.
  mutating func run(
    _ commands: [String], isSeen: Bool, _ page: inout Page, _ performance: Performance
  ) -> Bool {
    let (begin, place) = (performance.state, self)
    for command in commands {
      if isSeen { page.show(before: command, performance) }
      var failure: Diagnostic?
      var state = performance.state
      state.companion = Aside()
      let branch = performance.branch(from: state, file: path, mayWrite: false) { output in
        switch output {
        case .event(.error(let report), _): failure = report.diagnostic
        case .event(let event, _): if isSeen { performance.emit(event) }
        case .began, .ended, .progress: break
        }
      }
      guard branch.execute(command) == .done else {
        self = place
        performance.update { $0 = begin }
        if var failure {
          failure.range = nil
          failure.message = "`\(command)`, which the lesson runs here, fails: \(failure.message)"
          performance.fail(failure)
        } else {
          performance.noteNothingDone()
        }
        return false
      }
      take(command, before: performance.state, after: branch.state)
      performance.update {
        $0 = branch.state
        $0.companion = self
      }
    }
    return true
  }

  /// Notes the states around a command, whoever has run it.
  mutating func take(_ command: String, before: SessionState, after: SessionState) {
    moments.before = before.alone
    moments.now = after.alone
    moments.command = TypedCommand(command)
  }
}

/// Goes along where a lesson's own commands are run, which it does not look at. None of them is about a lesson.
private struct Aside: SessionCompanion {
  let holdsAdviceBack = true
  let noteOnNoCommand: String? = nil
  private static let words = [
    "lesson", "answer", "next", "back", "hint", "solution", "skip", "play", "resume", "progress",
  ]

  func follow(_ followed: FollowedCommand, _ performance: Performance) {}

  func obstacle(to syntax: CommandSyntax) -> Diagnostic? {
    guard Self.words.contains(where: { $0.hasPrefix(syntax.name.lowercased) }) else {
      return nil
    }
    return Diagnostic(
      id: "lesson-in-lesson", message: "a lesson's own commands are not about lessons",
      range: syntax.name.range)
  }
}

/// What is shown at once.
struct Page {
  private var report: LessonStepReport

  init(_ lesson: LessonUnderWay, isBeginning: Bool) {
    report = LessonStepReport(
      lesson: lesson.lesson.name, title: lesson.lesson.title, step: lesson.step + 1,
      steps: lesson.steps, heading: lesson.present.heading, isBeginning: isBeginning, parts: [],
      ask: nil)
  }

  mutating func add(_ parts: [LessonStepReport.Part]) { report.parts += parts }

  /// Shows what there is so far and a command that comes then.
  mutating func show(before command: String, _ performance: Performance) {
    add([.ran(command)])
    flush(performance)
  }

  /// Shows what there is so far, before something else is said.
  mutating func flush(_ performance: Performance) {
    if !report.parts.isEmpty { performance.emit(.lessonStep(report)) }
    (report.parts, report.isBeginning) = ([], false)
  }

  func show(_ ask: LessonStepReport.Ask, _ performance: Performance) {
    var report = report
    report.ask = ask
    performance.emit(.lessonStep(report))
  }
}

extension Lesson.Commands {
  /// Whether its reader is asked to type them. What must fail leaves nothing by which it could be seen.
  var isTyped: Bool { manner == .typed && !mustFail }

  /// One by one, also where several stand on a line.
  var texts: [String] {
    entries.flatMap { entry in
      ScriptParser().parse(utf8: Array(entry.command.utf8)).map { parsed in
        if case .success(let syntax) = parsed { syntax.text } else { entry.command }
      }
    }
  }
}

extension Question {
  fileprivate func asked(
    _ reader: inout FactReader, isPrediction: Bool
  ) -> LessonStepReport.Ask {
    let text = text.filled(&reader)
    switch answer {
    case .choices(let choices):
      return .choices(
        question: text, choices.map { $0.text.filled(&reader) }, isPrediction: isPrediction)
    case .number: return .number(question: text, isPrediction: isPrediction)
    case .text: return .words(question: text)
    }
  }
}

extension Lesson.Check {
  func holds(_ reader: inout FactReader) -> Bool {
    for line in lines where !line.condition.verdict(&reader).holds { return false }
    return true
  }
}
