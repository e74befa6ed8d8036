// A question of a lesson, what its answers are, and what is said to each.
import CommandLanguage

package struct Question: Sendable, Equatable {
  package struct Choice: Sendable, Equatable {
    package enum Rightness: Sendable, Equatable {
      case always, never
      /// As the run comes out.
      case when(FactCondition)
      /// Where none of the others is.
      case otherwise
    }

    package var text: Prose
    package var rightness: Rightness
    package var feedback: Prose?
    package var source: LogicalLine
  }

  package enum Target: Sendable, Equatable {
    case number(Double)
    /// What the run gives.
    case fact(FactTerm)
  }

  package struct Wrong: Sendable, Equatable {
    package var number: Double
    package var feedback: Prose
    package var source: LogicalLine
  }

  package struct Number: Sendable, Equatable {
    package var target: Target
    package var tolerance: Double
    package var wrong: [Wrong]
    package var source: LogicalLine
  }

  package enum Answer: Sendable, Equatable {
    case choices([Choice])
    case number(Number)
    /// Shown beside the learner's own words.
    case text(Prose)
  }

  package var text: Prose
  package var answer: Answer
  package var source: LogicalLine

  /// All facts that its answer depends on.
  package var terms: [FactTerm] {
    switch answer {
    case .choices(let choices): choices.flatMap(\.rightness.terms)
    case .number(let number): number.target.terms
    case .text: []
    }
  }
}

extension Question.Choice.Rightness {
  fileprivate var terms: [FactTerm] {
    if case .when(let condition) = self { condition.terms } else { [] }
  }
}

extension Question.Target {
  fileprivate var terms: [FactTerm] { if case .fact(let term) = self { [term] } else { [] } }
}

/// What an answer came to.
package struct Judgement: Sendable, Equatable {
  package var isRight: Bool
  /// What the author has to say to just this answer.
  package var feedback: Prose?
}

extension [Question.Choice] {
  /// - Parameter place: of the choice that was taken.
  package func judgement(of place: Int, _ reader: inout FactReader) -> Judgement? {
    guard indices.contains(place) else { return nil }
    let isRight = right(&reader).contains(place)
    // What is said to a choice that can be right or wrong is meant for those whose run shows otherwise.
    let isMeant = !isRight || self[place].rightness == .always
    return Judgement(isRight: isRight, feedback: isMeant ? self[place].feedback : nil)
  }

  /// The places of those that are right now; one in a lesson that was read.
  package func right(_ reader: inout FactReader) -> [Int] {
    var right: [Int] = []
    for (index, choice) in enumerated() {
      switch choice.rightness {
      case .always: right.append(index)
      case .when(let condition): if condition.verdict(&reader).holds { right.append(index) }
      case .never, .otherwise: break
      }
    }
    if right.isEmpty, let other = firstIndex(where: { $0.rightness == .otherwise }) {
      right = [other]
    }
    return right
  }
}

extension Question.Number {
  package func value(_ reader: inout FactReader) -> Double? {
    switch target {
    case .number(let number): number
    case .fact(let term):
      if case .number(let number) = reader.value(of: term) { number } else { nil }
    }
  }

  /// Nil where there is nothing yet to compare with.
  package func judgement(of answer: Double, _ reader: inout FactReader) -> Judgement? {
    guard let value = value(&reader) else { return nil }
    // As a number written in decimal is off by the last bit of its binary form.
    let isRight = abs(answer - value) <= tolerance * (1 + 1e-12)
    let feedback = wrong.first { $0.number == answer }?.feedback
    return Judgement(isRight: isRight, feedback: isRight ? nil : feedback)
  }
}
