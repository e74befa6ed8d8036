// A lesson as a value: steps of prose, commands, questions, predictions and checks, in the order in which a learner
// meets them. docs/lessons.md says how its file is written.
import CommandLanguage
import Notebooks

package struct Lesson: Sendable, Equatable {
  package var name: String
  package var title: String
  /// The seed that the lesson's own figures were made with.
  package var seed: UInt64?
  package var minutes: Int?
  /// Names of lessons to take before.
  package var needs: [String] = []
  /// What it is about, in a sentence.
  package var about: String?
  /// What stands before the first step.
  package var introduction: [Prose] = []
  package var steps: [Step] = []
  /// The file it was read from, for running it.
  package var document: CourseDocument

  package struct Step: Sendable, Equatable {
    package var heading: String
    /// Of the heading.
    package var source: LogicalLine
    package var parts: [Part] = []
  }

  package enum Part: Sendable, Equatable {
    case prose(Prose)
    /// Text in a plain block, as it stands.
    case verbatim([String])
    case commands(Commands)
    case check(Check)
    case question(Question)
    /// Asked before the commands that follow.
    case predict(Question)
    case hint(Prose)
    case solution(Commands)
  }

  package struct Commands: Sendable, Equatable {
    package enum Manner: Sendable, Equatable {
      /// The learner types them.
      case typed
      /// The lesson runs them and shows it.
      case run
      /// The lesson runs them, unseen.
      case hidden
      /// They are only shown.
      case skipped
    }

    package var manner: Manner
    package var mustFail: Bool
    package var entries: [CourseDocument.Entry]
    /// The block's first line.
    package var source: LogicalLine
  }

  /// All of its conditions have to hold.
  package struct Check: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
      package var condition: FactCondition
      /// What is said when it does not hold, beside what was seen.
      package var otherwise: Prose?
      package var source: LogicalLine
    }

    package var lines: [Line]
    package var source: LogicalLine
  }
}

extension Lesson.Step {
  package var hints: [Prose] {
    parts.compactMap { if case .hint(let hint) = $0 { hint } else { nil } }
  }

  package var solutions: [Lesson.Commands] {
    parts.compactMap { if case .solution(let commands) = $0 { commands } else { nil } }
  }

  package var checks: [Lesson.Check] {
    parts.compactMap { if case .check(let check) = $0 { check } else { nil } }
  }
}
