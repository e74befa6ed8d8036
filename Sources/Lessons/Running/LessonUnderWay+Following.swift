// After each command: whether it is what the lesson asked for, came to the same, or has led off the lesson's path.
import CommandLanguage
import Events
import Experiments
import Sessions

extension LessonUnderWay {
  package func follow(_ followed: FollowedCommand, _ performance: Performance) {
    guard !isPlaying else { return }
    var lesson = self
    lesson.moments.now = performance.state.alone
    lesson.moments.command = TypedCommand(followed.source).map { typed in
      var command = typed
      command.name = followed.name
      return command
    }
    if followed.changesState {
      lesson.moments.before = followed.before.alone
      lesson.isTouched = true
    }
    switch asked {
    case .commands(let commands)?: lesson.look(for: commands, followed, performance)
    case .check(let check)?: lesson.look(at: check, followed, performance)
    default: break
    }
    if followed.changesState || lesson.part != part || lesson.step != step {
      lesson.take(its: performance)
    }
  }

  // MARK: Commands to type

  private mutating func look(
    for commands: Lesson.Commands, _ followed: FollowedCommand, _ performance: Performance
  ) {
    let entries = commands.texts
    guard entries.indices.contains(typed) else { return }
    if moments.command?.isSame(as: entries[typed], in: followed) == true
      || comesToTheSame(as: entries[typed], from: followed.before, followed, performance)
    {
      typed += 1
    } else if followed.changesState,
      comesToTheSame(as: entries.joined(separator: "\n"), from: askedIn, followed, performance)
    {
      typed = entries.count
    } else {
      if followed.changesState { noticeDetour(performance) }
      return
    }
    // That it is done counts, even where the command itself changed nothing.
    take(its: performance)
    guard typed == entries.count else {
      // What the step said may have left the screen.
      return remark(.place, ["Then `\(entries[typed])`."], performance)
    }
    judgePredictions(performance)
    goOn(performance)
  }

  /// Whether the state is as it would be after those commands, which must change something.
  private func comesToTheSame(
    as commands: String, from begin: SessionState, _ followed: FollowedCommand,
    _ performance: Performance
  ) -> Bool {
    guard followed.changesState else { return false }
    let commands = commands.split(separator: "\n")
    // A search is not run for someone who has only changed a setting.
    guard !begin.hasSameResults(as: performance.state) || !commands.contains(where: Self.takesTime)
    else { return false }
    var state = begin.alone
    for command in commands {
      let branch = performance.branch(from: state, file: path, mayWrite: false) { _ in }
      guard branch.execute(String(command)) == .done else { return false }
      state = branch.state
    }
    return !state.isLike(begin) && state.isLike(performance.state)
  }

  private static func takesTime(_ command: Substring) -> Bool {
    let name = TypedCommand(String(command))?.name ?? ""
    return ["train", "step", "search", "race", "what", "use"].contains(name)
  }

  /// Says what is not as the step has it.
  private func noticeDetour(_ performance: Performance) {
    let differences = askedIn.differences(to: performance.state)
    guard let first = differences.first else { return }
    remark(
      .place,
      ["\(first) That is not what the step asks for; `back` restores it, or go on as you like."],
      performance)
  }

  // MARK: Goals

  private mutating func look(
    at check: Lesson.Check, _ followed: FollowedCommand, _ performance: Performance
  ) {
    var reader = reader(performance)
    guard !check.holds(&reader) else {
      var page = Page(self, isBeginning: false)
      pass(check, &page, performance)
      return goOn(performance)
    }
    guard followed.changesState,
      let failing = check.lines.first(where: { !$0.condition.verdict(&reader).holds })
    else { return }
    let hasRun = !moments.now.hasSameResults(as: moments.before)
    let others = check.lines.filter { !$0.condition.verdict(&reader).holds }
    // While the way there is only being prepared there is nothing to say.
    let isKnown = others.allSatisfy { line in
      line.condition.terms.allSatisfy { !reader.value(of: $0).isMissing }
    }
    guard isKnown, hasRun || others.allSatisfy({ !$0.condition.looksAtResults }) else {
      return noticeOtherData(performance)
    }
    let seen = failing.condition.verdict(&reader).seen.joined(separator: "; ")
    let said = ["Not yet: \(seen)."] + [failing.otherwise?.filled(&reader)].compactMap(\.self)
    performance.emit(.lessonVerdict(verdict(.goal, .wrong, said: said)))
  }

  /// Passes a goal that is reached.
  mutating func pass(_ check: Lesson.Check, _ page: inout Page, _ performance: Performance) {
    page.flush(performance)
    var reader = reader(performance)
    var seen: [String] = []
    for line in check.lines {
      seen += line.condition.verdict(&reader).seen.filter { !seen.contains($0) }
    }
    done.insert(number)
    performance.emit(
      .lessonVerdict(verdict(.goal, .right, said: ["Reached: \(seen.joined(separator: "; "))."])))
    judgePredictions(performance)
  }

  private func noticeOtherData(_ performance: Performance) {
    guard let other = askedIn.differenceOfData(to: performance.state) else { return }
    remark(.place, ["\(other) `back` restores this step."], performance)
  }

  func verdict(
    _ kind: LessonVerdict.Kind, _ outcome: LessonVerdict.Outcome, given: String? = nil,
    said: [String]
  ) -> LessonVerdict {
    LessonVerdict(
      lesson: lesson.name, step: step + 1, question: number, kind: kind, outcome: outcome,
      given: given, hints: hints, said: said)
  }

  func remark(_ kind: LessonRemark.Kind, _ said: [String], _ performance: Performance) {
    performance.emit(
      .lessonRemark(LessonRemark(lesson: lesson.name, step: step + 1, kind: kind, said: said)))
  }
}

extension TypedCommand {
  /// Whether it says at least what an entry says.
  fileprivate func isSame(as entry: String, in followed: FollowedCommand) -> Bool {
    guard var wanted = TypedCommand(entry) else { return false }
    // The lesson's author may have written the beginning of a name too.
    if name.hasPrefix(wanted.name) { wanted.name = name }
    return says(wanted.name, wanted.arguments) && arguments.count == wanted.arguments.count
  }
}

extension FactCondition {
  /// Whether it names what only a run gives.
  fileprivate var looksAtResults: Bool { terms.contains { $0.fact.isOfRun } }
}

extension Fact {
  fileprivate var isOfRun: Bool {
    switch self {
    case .figure: true
    case .own(let own):
      [.steps, .diverged, .zeroWeights, .zeroInputs, .largestWeight, .trials, .best, .winner]
        .contains(own)
    case .setting: false
    }
  }
}
