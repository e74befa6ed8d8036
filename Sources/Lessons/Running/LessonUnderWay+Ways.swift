// Ways through a lesson beside the straight one: hints, the solution, skipping, back to where a step began, trying
// anything and coming back, and any step at once.
import CommandLanguage
import Events
import Experiments
import Sessions

extension LessonUnderWay {
  // MARK: Help

  /// The hints of what is asked for now: those that stand behind it, before the next thing asked.
  var ladder: [Prose] {
    present.parts.dropFirst(part + 1).prefix { !$0.isAsked }.compactMap(\.hint)
  }

  /// Says the next hint.
  mutating func giveHint(_ performance: Performance) {
    let ladder = ladder
    var reader = reader(performance)
    guard ladder.indices.contains(hints) else {
      return remark(.place, [lastHint(&reader)], performance)
    }
    let count = ladder.count == 1 ? "" : " \(hints + 1) of \(ladder.count)"
    let text = ladder[hints].filled(&reader)
    hints += 1
    remark(.hint, ["Hint\(count): \(text)"], performance)
    take(its: performance)
  }

  /// Where the ladder has no rung left.
  private func lastHint(_ reader: inout FactReader) -> String {
    let none = ladder.isEmpty ? "There is no hint here" : "There is no further hint"
    switch asked {
    case .commands(let commands)?:
      let next = left(of: commands).first ?? ""
      return "Type `\(next)`; other commands that come to the same count too."
    case .check(let check)?:
      let failing = check.lines.first { !$0.condition.verdict(&reader).holds }
      let seen = failing?.condition.verdict(&reader).seen.joined(separator: "; ")
      return "\(none)\(seen.map { ": \($0)" } ?? ""). `solution` shows one way."
    case .question?: return "\(none); `solution` says the answer, `skip` goes on without it."
    case .predict?: return "\(none): guess, or `skip`."
    default: return "Nothing is asked here; `next` goes on."
    }
  }

  /// Shows one way to what is asked for, goes it and goes on.
  mutating func giveSolution(_ performance: Performance) {
    var reader = reader(performance)
    switch asked {
    case .question(let question)?:
      let answer = question.rightText(&reader).map { "The answer: \($0)." }
      performance.emit(
        .lessonVerdict(verdict(.question, .shown, said: [answer].compactMap(\.self))))
      done.insert(number)
      goOn(performance)
    case .predict?: skip(performance)
    case .commands?, .check?: goTheWay(.shown, performance)
    default: remark(.solution, ["Nothing is asked here; `next` goes on."], performance)
    }
  }

  /// Goes on without what is asked for; what is built on is run all the same.
  mutating func skip(_ performance: Performance) {
    switch asked {
    case .question?, .predict?:
      let isQuestion = asked?.isPrediction == false
      let said = isQuestion ? "Left open." : "No guess; now see."
      performance.emit(
        .lessonVerdict(verdict(isQuestion ? .question : .prediction, .skipped, said: [said])))
      goOn(performance)
    case .commands?, .check?: goTheWay(.skipped, performance)
    default: remark(.place, ["Nothing is asked here; `next` goes on."], performance)
    }
  }

  /// Runs what its reader was to type.
  private mutating func goTheWay(
    _ outcome: LessonVerdict.Outcome, _ performance: Performance
  ) {
    if asked?.check != nil {
      performance.emit(.lessonVerdict(verdict(.goal, outcome, said: [])))
    }
    var page = Page(self, isBeginning: false)
    if asked?.check != nil {
      // What was done before on the way to the goal could stand in the way.
      put(askedIn, performance)
      take(its: performance)
    }
    guard run(wayToTheGoal, isSeen: true, &page, performance) else { return }
    judgePredictions(performance)
    if asked?.check != nil { passed() }
    goOn(performance)
  }

  /// The commands that lead to what is asked for now.
  private var wayToTheGoal: [String] {
    if case .commands(let commands)? = asked { return left(of: commands) }
    guard let place = LessonWalk.solution(in: present.parts, after: part),
      case .solution(let commands) = present.parts[place]
    else { return [] }
    return commands.texts
  }

  /// Goes past all goals that one solution is for.
  private mutating func passed() {
    done.insert(number)
    var next = part + 1
    while present.parts.indices.contains(next) {
      switch present.parts[next] {
      case .check:
        part = next
        done.insert(number)
      case .solution: return
      case .commands, .question, .predict: return
      default: break
      }
      next += 1
    }
  }

  // MARK: Back and forth

  /// To where the present step began or, where nothing was done in it, the step before.
  mutating func goBack(_ performance: Performance) {
    let wanted = isTouched ? step : max(0, step - 1)
    guard wanted < step || isTouched, let state = starts[wanted] else {
      return remark(.place, ["This is the beginning of the lesson."], performance)
    }
    let again = wanted == step ? "this step" : "step \(wanted + 1)"
    remark(.place, ["The session is as it was when \(again) began."], performance)
    put(state, performance)
    forget(after: wanted)
    begin(step: wanted, performance)
  }

  /// What came after a step began.
  private mutating func forget(after step: Int) {
    for later in starts.keys where later > step { starts[later] = nil }
    for later in moments.steps.keys where later > step { moments.steps[later] = nil }
  }

  /// Leaves the lesson alone until `resume`.
  mutating func play(_ performance: Performance) {
    beforePlay = performance.state.alone
    remark(
      .place,
      ["Try anything; the lesson waits. `resume` brings the session back as it is now."],
      performance)
    take(its: performance)
  }

  mutating func resume(_ performance: Performance) {
    guard let state = beforePlay else { return }
    beforePlay = nil
    put(state, performance)
    take(its: performance)
    remark(.place, ["The session is as it was when you began to play."], performance)
    showAgain(performance)
  }

  /// Goes through steps as their author shows, to where another begins.
  mutating func jump(to wanted: Int, _ performance: Performance) {
    beforePlay = nil
    var from = wanted
    while from > 0, starts[from] == nil { from -= 1 }
    guard let state = starts[from] else { return }
    put(state, performance)
    forget(after: from)
    for index in from..<wanted {
      (step, part, predictions) = (index, lesson.steps[index].parts.count, [])
      let start = performance.state.alone
      (moments.now, moments.start, moments.before) = (start, start, start)
      starts[index] = start
      for case .run(let commands) in LessonWalk(lesson.steps[index]) where !commands.mustFail {
        var page = Page(self, isBeginning: false)
        guard run(commands.texts, isSeen: false, &page, performance) else { return }
      }
      moments.steps[index + 1] = moments.now
    }
    begin(step: wanted, performance)
  }

  /// Puts the session into a state, keeping how its user likes to work.
  private func put(_ state: SessionState, _ performance: Performance) {
    performance.update {
      let own = $0.settings
      $0 = state
      $0.settings = state.settings.withUsersOwn(of: own)
    }
  }
}

extension Lesson.Part {
  fileprivate var hint: Prose? { if case .hint(let hint) = self { hint } else { nil } }
  var check: Lesson.Check? { if case .check(let check) = self { check } else { nil } }
  fileprivate var isPrediction: Bool { if case .predict = self { true } else { false } }

  /// Whether a reader is asked for something here.
  fileprivate var isAsked: Bool {
    if case .commands(let commands) = self { return commands.isTyped }
    return isJudged
  }
}
