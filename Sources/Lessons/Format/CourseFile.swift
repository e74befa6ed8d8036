// `course.yaml`: which lessons a class takes, in which order, until when, and how what is handed in counts. docs/class.md
// says how it is written.

package struct CourseFile: Sendable, Equatable {
  package static let fileName = "course.yaml"

  package struct Entry: Sendable, Equatable {
    /// Of the lesson.
    package var name: String
    package var deadline: RecordTime?
    /// The part that it has in the whole, against the others.
    package var weight = 1.0
    /// From 1.
    package var line: Int
  }

  /// Which counts of what one student handed in of one lesson.
  package enum Attempt: String, Sendable, CaseIterable { case best, first, last }

  package struct Late: Sendable, Equatable {
    /// The part of the points that each day takes.
    package var penalty = 0.0
    /// What is later counts nothing; nil where everything counts.
    package var days: Int?

    package init(penalty: Double = 0, days: Int? = nil) {
      (self.penalty, self.days) = (penalty, days)
    }
  }

  package struct Student: Sendable, Equatable {
    package var name = ""
    /// In Canvas.
    package var id = ""
    package var user = ""
    package var login = ""
    package var section = ""
    package var email = ""

    package init(_ name: String = "") { self.name = name }
  }

  package var title = ""
  package var lessons: [Entry] = []
  package var attempt = Attempt.best
  package var late = Late()
  /// Whether each student has numbers of their own.
  package var variants = false
  /// How long running what one student handed in may take.
  package var seconds = 30
  package var students: [Student] = []
  /// Where they are listed instead, from the course's folder.
  package var studentsFile: String?

  package init() {}
}
