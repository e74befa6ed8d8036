// After each command: whether it is what the lesson asked for, came to the same, or has led off the lesson's path.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
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
    let open = entries.indices.filter { !typed.contains($0) }
    if let place = open.first(where: { isTyped(entries, $0, followed, performance) }) {
      typed.insert(place)
      countedIn = moments.now
    } else if followed.changesState,
      comesToTheSame(as: entries, from: askedIn, followed, performance)
    {
      typed = Set(entries.indices)
    } else {
      if followed.changesState { noticeDetour(from: entries, performance) }
      return
    }
    // That it is done counts, even where the command itself changed nothing.
    take(its: performance)
    if let next = left(of: commands).first {
      // What the step said may have left the screen.
      return remark(.place, ["Then `\(next)`."], performance)
    }
    judgePredictions(performance)
    goOn(performance)
  }

  /// Whether a command was one of those, or came to the same. What trains has its turn when all before it is done.
  private func isTyped(
    _ entries: [String], _ place: Int, _ followed: FollowedCommand, _ performance: Performance
  ) -> Bool {
    let entry = entries[place]
    let before = entries[..<place].indices.filter { !typed.contains($0) }
    guard before.isEmpty || !entry.trains && before.allSatisfy({ !entries[$0].trains }) else {
      return false
    }
    if moments.command?.isSame(as: entry) == true { return true }
    return before.isEmpty
      && (comesToTheSame(as: [entry], from: countedIn, followed, performance)
        || comesToTheSame(as: [entry], from: followed.before, followed, performance))
  }

  /// Whether the state is as it would be after those commands, which must change something.
  private func comesToTheSame(
    as commands: [String], from begin: SessionState, _ followed: FollowedCommand,
    _ performance: Performance
  ) -> Bool {
    guard followed.changesState, mayComeToTheSame(as: commands, from: begin, followed, performance)
    else { return false }
    var state = begin.alone
    for command in commands {
      let branch = performance.branch(from: state, file: path, mayWrite: false) { _ in }
      branch.environment.showsProgress = false
      branch.environment.studies = MemoryStudyJournal()
      guard branch.execute(command) == .done else { return false }
      state = branch.state
    }
    return !state.isLike(begin) && state.isLike(performance.state)
  }

  /// Nothing is trained or searched only to see that it is not the same.
  private func mayComeToTheSame(
    as commands: [String], from begin: SessionState, _ followed: FollowedCommand,
    _ performance: Performance
  ) -> Bool {
    var epoch = begin.training?.epoch ?? 0
    for command in commands {
      guard let typed = TypedCommand(command) else { return false }
      if typed.name == "train", typed.arguments.count <= 1 {
        let epochs = typed.arguments.first.flatMap { Int($0) } ?? 20
        let (sum, isTooMany) = epoch.addingReportingOverflow(epochs)
        if isTooMany { return false }
        epoch = sum
      } else if command.trains {
        // What is searched or raced is known by its words.
        return false
      } else if ["reset", "data", "layer", "layers", "features"].contains(typed.name) {
        epoch = 0
      }
    }
    return epoch == performance.state.training?.epoch ?? 0
  }

  /// Says what is not as the step has it, beside what its commands bring about themselves.
  private func noticeDetour(from commands: [String], _ performance: Performance) {
    let differences = countedIn.differences(to: performance.state, besides: commands)
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
    guard followed.changesState else { return }
    let hasRun = !moments.now.hasSameResults(as: moments.before)
    let others = check.lines.filter { !$0.condition.verdict(&reader).holds }
    // While the way there is only being prepared there is nothing to say.
    let isKnown = others.allSatisfy { line in
      line.condition.terms.allSatisfy { !reader.value(of: $0).isMissing }
    }
    guard isKnown, hasRun || others.allSatisfy({ !$0.condition.looksAtResults }) else {
      return noticeOtherData(performance)
    }
    let seen = others.flatMap { $0.condition.verdict(&reader).seen }
    let remark = others.first?.otherwise?.filled(&reader)
    let said = seen.map { "Not yet: \($0)." } + [remark].compactMap(\.self)
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
  fileprivate func isSame(as entry: String) -> Bool {
    guard var wanted = TypedCommand(entry) else { return false }
    // The lesson's author may have written the beginning of a name too.
    if name.hasPrefix(wanted.name) { wanted.name = name }
    return says(wanted.name, wanted.arguments) && arguments.count == wanted.arguments.count
  }
}

extension String {
  /// Whether a command changes weights or results, and may take its time.
  fileprivate var trains: Bool {
    let name = TypedCommand(self)?.name ?? ""
    return ["train", "step", "search", "race", "what", "use"].contains(name)
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
      [
        .steps, .diverged, .zeroWeights, .zeroInputs, .largestWeight, .trials, .best, .winner,
        .method, .axes, .objective,
      ]
      .contains(own)
    case .setting: false
    }
  }
}
