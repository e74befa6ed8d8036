// Answers and predictions: what was typed is held against the author's answer, at once or when the run has come out,
// and whoever is wrong hears what was seen.
import CommandLanguage
import Events
import Experiments
import Presentation
import Sessions

extension LessonUnderWay {
  /// An answer that the question under way can be given.
  enum Reply: Sendable {
    /// Of a choice, from 0.
    case choice(Int)
    case number(Double)
    case words(String)
  }

  /// Reads an answer. Errors: `no-question`, `no-choice`, `no-number`.
  func reply(_ word: Word) throws(Diagnostic) -> Reply {
    guard let question = asked?.question else {
      throw Diagnostic(
        id: "no-question", message: "no question is asked here", range: word.range,
        suggestion: wayOn)
    }
    let text = word.text
    switch question.answer {
    case .text: return .words(text)
    case .choices(let choices):
      if let number = Int(text), choices.indices.contains(number - 1) { return .choice(number - 1) }
      let same = choices.firstIndex { $0.text.asWritten.lowercased() == text.lowercased() }
      if let same { return .choice(same) }
      throw Diagnostic(
        id: "no-choice", message: "\(shown(text)) is none of the choices", range: word.range,
        suggestion: "a number from 1 to \(choices.count)")
    case .number:
      do throws(Diagnostic) {
        return .number(try NumberSyntax.number(Word(text, range: word.range)))
      } catch {
        throw Diagnostic(
          id: "no-number", message: "\(shown(text)) is not a number", range: word.range,
          suggestion: "a number such as 0.25 or 95%")
      }
    }
  }

  /// Takes an answer in, and goes on where it was right.
  mutating func answer(_ reply: Reply, _ performance: Performance) {
    guard let asked, let question = asked.question else { return }
    isTouched = true
    if case .predict = asked { return predict(reply, question, performance) }
    var reader = reader(performance)
    let given = question.text(of: reply, &reader)
    let kind = LessonVerdict.Kind.question
    if case .text(let author) = question.answer {
      let said = ["The author's answer: \(author.filled(&reader))"]
      performance.emit(.lessonVerdict(verdict(kind, .noted, given: given, said: said)))
    } else if let judgement = question.judgement(of: reply, &reader), judgement.isRight {
      let said = ["Right: \(given)."] + [judgement.feedback?.filled(&reader)].compactMap(\.self)
      performance.emit(.lessonVerdict(verdict(kind, .right, given: given, said: said)))
    } else {
      let feedback = question.judgement(of: reply, &reader)?.feedback?.filled(&reader)
      let said = ["Not \"\(given)\"."] + [feedback ?? (ladder.isEmpty ? "Look again." : "Look again, or ask for a `hint`.")]
      performance.emit(.lessonVerdict(verdict(kind, .wrong, given: given, said: said)))
      return take(its: performance)
    }
    done.insert(number)
    goOn(performance)
  }

  // MARK: Predictions

  private mutating func predict(
    _ reply: Reply, _ question: Question, _ performance: Performance
  ) {
    var reader = reader(performance)
    let given = question.text(of: reply, &reader)
    let value: Double =
      switch reply {
      case .choice(let place): Double(place)
      case .number(let number): number
      case .words: 0
      }
    predictions.append(
      Prediction(
        question: question, number: number, step: step + 1, given: given, value: value,
        hints: hints))
    performance.emit(
      .lessonVerdict(
        verdict(.prediction, .noted, given: given, said: ["You predict: \(given). Now see."])))
    done.insert(number)
    goOn(performance)
  }

  /// Holds what was predicted against what has come out.
  mutating func judgePredictions(_ performance: Performance) {
    var reader = reader(performance)
    for prediction in predictions {
      let (isRight, said) = prediction.outcome(&reader)
      performance.emit(
        .lessonVerdict(
          LessonVerdict(
            lesson: lesson.name, step: prediction.step, question: prediction.number,
            kind: .prediction, outcome: isRight ? .right : .wrong, given: prediction.given,
            hints: prediction.hints, said: said)))
    }
    predictions = []
  }

  /// What to do where no question is asked.
  var wayOn: String {
    if asked != nil { return "`lesson show`, which says again what is asked" }
    return isFinished ? "`lesson`, which lists the lessons" : "`next`, which goes on"
  }
}

extension LessonUnderWay.Prediction {
  fileprivate func outcome(_ reader: inout FactReader) -> (isRight: Bool, said: [String]) {
    switch question.answer {
    case .choices(let choices):
      let right = choices.right(&reader).first
      let isRight = right == Int(value)
      let feedback = choices.judgement(of: Int(value), &reader)?.feedback?.filled(&reader)
      if isRight {
        return (true, ["As you predicted: \(given)."] + [feedback].compactMap(\.self))
      }
      let actual = right.map { "It is: \(choices[$0].text.filled(&reader).withoutFullStop)." }
      return (false, ["You predicted: \(given)."] + [actual, feedback].compactMap(\.self))
    case .number(let number):
      guard let actual = number.value(&reader),
        let judgement = number.judgement(of: value, &reader)
      else { return (false, []) }
      let seen = number.text(of: actual)
      if judgement.isRight { return (true, ["As you predicted: \(seen); you said \(given)."]) }
      let feedback = judgement.feedback?.filled(&reader)
      return (false, ["You predicted \(given); it is \(seen)."] + [feedback].compactMap(\.self))
    case .text(let author): return (true, ["The author's answer: \(author.filled(&reader))"])
    }
  }
}

extension Lesson.Part {
  /// The question of a question or a prediction.
  var question: Question? {
    switch self {
    case .question(let question), .predict(let question): question
    default: nil
    }
  }
}

extension Question {
  func judgement(
    of reply: LessonUnderWay.Reply, _ reader: inout FactReader
  ) -> Judgement? {
    switch (answer, reply) {
    case (.choices(let choices), .choice(let place)): choices.judgement(of: place, &reader)
    case (.number(let number), .number(let value)): number.judgement(of: value, &reader)
    default: nil
    }
  }

  /// An answer as it reads.
  func text(of reply: LessonUnderWay.Reply, _ reader: inout FactReader) -> String {
    switch (answer, reply) {
    case (.choices(let choices), .choice(let place)):
      choices[place].text.filled(&reader).withoutFullStop
    case (.number(let number), .number(let value)): number.text(of: value)
    case (_, .words(let text)): text
    default: ""
    }
  }

  /// The right answer as it reads; nil where there is none in this run.
  func rightText(_ reader: inout FactReader) -> String? {
    switch answer {
    case .choices(let choices):
      choices.right(&reader).first.map { choices[$0].text.filled(&reader).withoutFullStop }
    case .number(let number): number.value(&reader).map(number.text)
    case .text(let author): author.filled(&reader).withoutFullStop
    }
  }
}

extension Question.Number {
  func text(of value: Double) -> String {
    if case .fact(let term) = target { return FactValue.number(value).text(of: term.fact) }
    return NumberText.exact(value)
  }
}

extension String {
  var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
