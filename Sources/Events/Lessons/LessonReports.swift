// What a lesson says: the part of a step that is shown next, with what it asks for, and what came of an answer.

/// A part of a step, up to what it asks for.
package struct LessonStepReport: Sendable, Equatable {
  package enum Part: Sendable, Equatable {
    case prose(String)
    /// Text that stands as it was written.
    case verbatim([String])
    /// A command that the lesson runs itself; what it says follows.
    case ran(String)
  }

  package enum Ask: Sendable, Equatable {
    /// These commands, or others that come to the same.
    case commands([String])
    /// A state: the conditions that have to hold.
    case goal([String])
    case choices(question: String, [String], isPrediction: Bool)
    case number(question: String, isPrediction: Bool)
    /// In one's own words.
    case words(question: String)
    /// That its reader goes on.
    case next
    /// Nothing more: the lesson ends here.
    case nothing
  }

  package var lesson: String
  package var title: String
  /// 1-based.
  package var step: Int
  package var steps: Int
  package var heading: String
  /// Whether the step begins here.
  package var isBeginning: Bool
  package var parts: [Part]
  /// Nil where more is shown before anything is asked.
  package var ask: Ask?

  package init(
    lesson: String, title: String, step: Int, steps: Int, heading: String, isBeginning: Bool,
    parts: [Part], ask: Ask?
  ) {
    self.lesson = lesson
    self.title = title
    self.step = step
    self.steps = steps
    self.heading = heading
    self.isBeginning = isBeginning
    self.parts = parts
    self.ask = ask
  }
}

/// What came of an answer, of a prediction, or of what was done for a goal.
package struct LessonVerdict: Sendable, Equatable {
  package enum Kind: String, Codable, Sendable { case goal, question, prediction }

  package enum Outcome: String, Codable, Sendable {
    case right, wrong
    /// Taken, and nobody judges it, or not yet.
    case noted
    /// Given by the lesson, as its reader asked for it.
    case shown
    case skipped
  }

  package var lesson: String
  /// 1-based.
  package var step: Int
  /// Which of the lesson's goals, questions and predictions, from 1 in their order.
  package var question: Int
  package var kind: Kind
  package var outcome: Outcome
  /// The answer, as it reads; nil for goals.
  package var given: String?
  /// How many hints were seen before it.
  package var hints: Int
  /// What its reader hears, sentence by sentence.
  package var said: [String]

  package init(
    lesson: String, step: Int, question: Int, kind: Kind, outcome: Outcome, given: String? = nil,
    hints: Int = 0, said: [String] = []
  ) {
    self.lesson = lesson
    self.step = step
    self.question = question
    self.kind = kind
    self.outcome = outcome
    self.given = given
    self.hints = hints
    self.said = said
  }
}

/// A hint, or what a lesson says of where its reader is.
package struct LessonRemark: Sendable, Equatable {
  package enum Kind: String, Codable, Sendable { case hint, solution, place }

  package var lesson: String
  package var step: Int
  package var kind: Kind
  package var said: [String]

  package init(lesson: String, step: Int, kind: Kind, said: [String]) {
    (self.lesson, self.step, self.kind, self.said) = (lesson, step, kind, said)
  }
}

/// A lesson in the list of them.
package struct LessonSummary: Sendable, Equatable {
  package var name: String
  package var title: String
  package var steps: Int
  /// What it is about, in a sentence.
  package var about: String?
  package var minutes: Int?
  /// The step where its reader was last, from 1; nil where it was not begun.
  package var reached: Int?
  package var isFinished: Bool

  package init(
    name: String, title: String, steps: Int, about: String? = nil, minutes: Int? = nil,
    reached: Int? = nil, isFinished: Bool = false
  ) {
    self.name = name
    self.title = title
    self.steps = steps
    self.about = about
    self.minutes = minutes
    self.reached = reached
    self.isFinished = isFinished
  }
}
