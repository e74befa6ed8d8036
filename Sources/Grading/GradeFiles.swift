// The files that a class's grades are written to: for a person's own tables, and in the forms that Canvas and Moodle import.
import Lessons
import Presentation

package enum GradeFile: String, CaseIterable, Sendable {
  case grades, questions, answers, canvas, moodle

  package var name: String { rawValue + ".csv" }

  package func text(_ book: Gradebook) -> String {
    let rows =
      switch self {
      case .grades: book.gradeRows
      case .questions: book.questionRows
      case .answers: book.answerRows
      case .canvas: book.canvasRows
      case .moodle: book.moodleRows
      }
    return CSVText.text(rows)
  }
}

/// RFC 4180. A spreadsheet takes what begins like a formula for one, so that others' text does not begin so.
enum CSVText {
  static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func field(_ text: String) -> String {
    var plain = Plain.text(text, atMost: 2000)
    if let first = plain.first(where: { $0 != " " }), "=+-@".contains(first) { plain = "'" + plain }
    guard plain.contains(where: { ",\";".contains($0) }) else { return plain }
    return "\"" + plain.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}

extension Gradebook {
  /// At most two decimals, none of them 0 at the end.
  static func number(_ value: Double) -> String {
    let text = NumberText.fixed(value, 2)
    guard text.contains(".") else { return text }
    let short = text.reversed().drop { $0 == "0" }
    return String((short.first == "." ? short.dropFirst() : short).reversed())
  }

  fileprivate var gradeRows: [[String]] {
    let head = [
      "Student", "Lesson", "File", "Points", "Possible", "Percent", "Late days", "Hints", "Minutes",
      "Counts", "State",
    ]
    return [head]
      + rows.map { row in
        [
          row.student.name, row.lesson, row.file, Self.number(row.points),
          Self.number(row.possible), Self.number(row.percent), String(row.lateDays),
          String(row.hints), String(row.minutes), row.counts ? "yes" : "no",
          row.states.isEmpty ? "done" : row.states.joined(separator: "; "),
        ]
      }
  }

  fileprivate var questionRows: [[String]] {
    let head = [
      "Lesson", "Number", "Step", "Kind", "Text", "Students", "Right at first try",
      "Right in the end", "Hints", "Median minutes", "Wrong answers",
    ]
    return [head]
      + questions.map { question in
        [
          question.lesson, String(question.part.number), String(question.part.step),
          question.part.kind.rawValue, question.part.words, String(question.count),
          String(question.rightAtFirst), String(question.right), String(question.hints),
          Self.number(question.medianMinutes), question.frequent(10),
        ]
      }
  }

  fileprivate var answerRows: [[String]] {
    [["Student", "Lesson", "Number", "Question", "Answer"]]
      + answers.map {
        [$0.student, $0.lesson, String($0.part.number), $0.part.words, $0.text]
      }
  }

  fileprivate var canvasRows: [[String]] {
    let head =
      ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"] + tasks.map(\.lesson.name)
    let possible =
      ["Points Possible", "", "", "", ""]
      + tasks.map { Self.number($0.parts.reduce(0) { $0 + $1.possible }) }
    return [head, possible]
      + students.map { student in
        [student.name, student.id, student.user, student.login, student.section]
          + points(of: student)
      }
  }

  fileprivate var moodleRows: [[String]] {
    let hasEmail = !students.isEmpty && students.allSatisfy { !$0.email.isEmpty }
    let head = [hasEmail ? "Email address" : "Username"] + tasks.map(\.lesson.name)
    return [head]
      + students.map { student in
        let login = student.login.isEmpty ? student.name : student.login
        return [hasEmail ? student.email : login] + points(of: student)
      }
  }

  /// Of each lesson; nothing where it was not handed in.
  private func points(of student: CourseFile.Student) -> [String] {
    tasks.map { task in row(of: student, in: task.lesson.name).map { Self.number($0.points) } ?? ""
    }
  }
}
