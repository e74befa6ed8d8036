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
    /// Words that come with it, and are refused in the lessons before.
    package var locks: [String] = []
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

  /// The words that are not to be used yet in a lesson, each with the lesson that it comes with.
  package func locks(in lesson: String) -> [String: String] {
    guard let place = lessons.firstIndex(where: { $0.name == lesson }) else { return [:] }
    var locks: [String: String] = [:]
    for later in lessons[(place + 1)...].reversed() {
      for word in later.locks { locks[word.lowercased()] = later.name }
    }
    for known in lessons[...place].flatMap(\.locks) { locks[known.lowercased()] = nil }
    return locks
  }
}
