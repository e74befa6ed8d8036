// Questions and predictions from the lines of their block: the text, then choices, a number or the author's words.
import CommandLanguage

extension BlockReader {
  func question() throws(LessonFault) -> Question {
    let first = lines.firstIndex(where: Self.isAnswer) ?? lines.count
    let text = lines[..<first].filter { !$0.word.trimmed.text.isEmpty }
    guard let begin = text.first else {
      throw LessonFault(
        "empty-block", "the text of the question is missing", fence,
        suggestion: "the question on the lines before its answers")
    }
    let source = LogicalLine(
      bytes: Array(text.map(\.text).joined(separator: "\n").utf8), line: begin.line)
    return Question(
      text: try Prose(source), answer: try answer(Array(lines[first...])), source: fence)
  }

  private static func isAnswer(_ line: LogicalLine) -> Bool {
    let word = line.word.trimmed
    return ["- [", "=", "wrong ", "answer:"].contains { word.after($0) != nil }
  }

  private func answer(_ lines: [LogicalLine]) throws(LessonFault) -> Question.Answer {
    let lines = lines.filter { !$0.word.trimmed.text.isEmpty }
    guard let first = lines.first else {
      throw LessonFault(
        "no-right-answer", "this question has no answer", fence,
        suggestion: "choices `- [x] text`, a number `= 0.5 ± 0.1`, or `answer: text`")
    }
    let word = first.word.trimmed
    if word.after("- [") != nil { return .choices(try choices(lines)) }
    if let text = word.after("answer:") {
      let rest = lines.dropFirst().map(\.text)
      let source = LogicalLine(
        bytes: Array(([first.text] + rest).joined(separator: "\n").utf8), line: first.line)
      return .text(try Prose(source, text.range.start..<source.bytes.count))
    }
    if let number = word.after("=") {
      return .number(try self.number(number, first, lines.dropFirst()))
    }
    throw LessonFault(
      "no-right-answer", "a wrong answer stands before the right one", first,
      suggestion: "`= 0.5 ± 0.1` before it")
  }

  private func choices(_ lines: [LogicalLine]) throws(LessonFault) -> [Question.Choice] {
    var choices: [Question.Choice] = []
    for line in lines { choices.append(try choice(line)) }
    guard choices.count <= LessonLimits.choices else {
      throw LessonFault(
        "too-many", "a question has at most \(LessonLimits.choices) choices",
        lines[LessonLimits.choices], suggestion: "those that people do choose")
    }
    try check(choices)
    return choices
  }

  private func choice(_ line: LogicalLine) throws(LessonFault) -> Question.Choice {
    guard let rest = line.word.trimmed.after("- ["),
      let close = Array(rest.text.utf8).firstIndex(of: UInt8(ascii: "]"))
    else {
      throw LessonFault(
        "no-choice", "this is no choice", line, suggestion: "`- [ ] text :: what is said to it`")
    }
    let box = rest.part(0..<close).trimmed
    let body = rest.part(close + 1..<rest.text.utf8.count).trimmed
    let (text, feedback) = body.divided(at: "::")
    guard !text.text.isEmpty else {
      throw LessonFault(
        "no-choice", "the text of this choice is missing", line,
        suggestion: "`- [ ] text :: what is said to it`")
    }
    return Question.Choice(
      text: try prose(text, line), rightness: try rightness(box, line),
      feedback: try feedback.map { (word) throws(LessonFault) in try prose(word, line) },
      source: line)
  }

  private func rightness(
    _ box: Word, _ line: LogicalLine
  ) throws(LessonFault) -> Question.Choice.Rightness {
    switch box.lowercased {
    case "": return .never
    case "x": return .always
    case "otherwise": return .otherwise
    default:
      do throws(Diagnostic) {
        return .when(try FactCondition(box))
      } catch {
        throw LessonFault(
          error.with(
            note: "in the brackets stands nothing, `x`, a condition of the run, or `otherwise`"),
          line)
      }
    }
  }

  /// Exactly one is right, whatever a run gives.
  private func check(_ choices: [Question.Choice]) throws(LessonFault) {
    var right: [Int] = []
    var conditions: [(place: Int, condition: FactCondition)] = []
    for (place, choice) in choices.enumerated() {
      switch choice.rightness {
      case .always, .otherwise: right.append(place)
      case .when(let condition): conditions.append((place, condition))
      case .never: break
      }
    }
    if right.count > 1 {
      throw LessonFault(
        "two-right-answers", "a second choice is marked as right", choices[right[1]].source,
        suggestion: "one `[x]`")
    }
    if conditions.isEmpty {
      guard right.isEmpty || choices[right[0]].rightness == .otherwise else { return }
      throw LessonFault(
        "no-right-answer", "none of the choices is right", fence, suggestion: "`- [x]` before one")
    }
    if let first = right.first, choices[first].rightness == .always {
      throw LessonFault(
        "two-right-answers", "this is always right, and another is right as the run comes out",
        choices[first].source, suggestion: "`[otherwise]`")
    }
    let fault = ChoiceCover.fault(
      in: conditions.map(\.condition), othersAllowed: !right.isEmpty)
    switch fault {
    case nil: return
    case .none(let world)?:
      throw LessonFault(
        "no-right-answer", "none of the choices is right where \(world)", fence,
        suggestion: "`<=` or `>=`, or a last choice `- [otherwise] …`")
    case .both(let one, let other, let world)?:
      let first = choices[conditions[one].place].source.line
      throw LessonFault(
        "two-right-answers", "this choice and that of line \(first) are both right where \(world)",
        choices[conditions[other].place].source, suggestion: "`<` for `<=` in one of them")
    case .tooMany?:
      throw LessonFault(
        "too-many", "these choices compare too much for one to be sure that one of them is right",
        fence, suggestion: "fewer facts, at most four")
    }
  }

  private func number(
    _ word: Word, _ line: LogicalLine, _ rest: ArraySlice<LogicalLine>
  ) throws(LessonFault) -> Question.Number {
    let (value, tolerance) = word.divided(at: "±")
    var number: Question.Number
    do throws(Diagnostic) {
      let target: Question.Target =
        NumberSyntax.isNumber(value.text)
        ? .number(try NumberSyntax.number(value)) : .fact(try FactTerm(try Assertion.Name(value)))
      number = Question.Number(
        target: target,
        tolerance: try tolerance.map { (word) throws(Diagnostic) in
          abs(try NumberSyntax.number(word))
        } ?? 0,
        wrong: [], source: line)
    } catch {
      throw LessonFault(
        error.with(note: "a right answer is a number or a fact: `= 0.5 ± 0.1`"), line)
    }
    for line in rest { number.wrong.append(try wrong(line)) }
    return number
  }

  private func wrong(_ line: LogicalLine) throws(LessonFault) -> Question.Wrong {
    guard let rest = line.word.trimmed.after("wrong "),
      case let (value, feedback?) = rest.divided(at: ":")
    else {
      throw LessonFault(
        "no-wrong-answer", "this is no wrong answer", line,
        suggestion: "`wrong 5: what is said to it`")
    }
    do throws(Diagnostic) {
      return Question.Wrong(
        number: try NumberSyntax.number(value), feedback: try proseOrDiagnostic(feedback, line),
        source: line)
    } catch {
      throw LessonFault(error, line)
    }
  }
}
