// How a class fared with each thing that a lesson asks, from the attempts that count.
import Lessons

package struct QuestionStatistics: Sendable {
  package var lesson: String
  package var part: AskedPart
  /// How many did something for it.
  package var count = 0
  package var rightAtFirst = 0
  /// How many reached, answered or predicted it by themselves in the end.
  package var right = 0
  /// The most frequent first.
  package var wrong: [(answer: String, count: Int)] = []
  package var hints = 0
  package var medianMinutes = 0.0

  init(_ lesson: String, _ part: AskedPart, _ results: [PartResult]) {
    (self.lesson, self.part) = (lesson, part)
    count = results.count
    rightAtFirst = results.count(where: \.isRightAtFirst)
    right = results.count { $0.ending == .right || $0.ending == .noted }
    hints = results.reduce(0) { $0 + $1.hints }
    var counts: [String: Int] = [:]
    for answer in results.flatMap(\.wrong) { counts[answer, default: 0] += 1 }
    wrong = counts.map { ($0.key, $0.value) }.sorted {
      ($1.count, $0.answer) < ($0.count, $1.answer)
    }
    let seconds = results.filter { $0.ending != .open }.map(\.seconds).sorted()
    guard !seconds.isEmpty else { return }
    let middle = seconds.count / 2
    medianMinutes =
      Double(seconds.count % 2 == 1 ? 2 * seconds[middle] : seconds[middle - 1] + seconds[middle])
      / 120
  }

  /// `0.1 (12), 10 (3)`.
  func frequent(_ most: Int) -> String {
    wrong.prefix(most).map { "\(Plain.text($0.answer, atMost: 60)) (\($0.count))" }
      .joined(separator: ", ")
  }
}

extension Gradebook {
  package var questions: [QuestionStatistics] {
    tasks.flatMap { task in
      let counted = rows.filter { $0.counts && $0.lesson == task.lesson.name }
      return task.parts.map { part in
        QuestionStatistics(task.lesson.name, part, counted.compactMap { $0.results[part.number] })
      }
    }
  }

  /// Answers in students' own words, for whoever reads them.
  package var answers: [(student: String, lesson: String, part: AskedPart, text: String)] {
    tasks.flatMap { task in
      task.parts.filter(\.isText).flatMap { part in
        rows.filter { $0.counts && $0.lesson == task.lesson.name }.compactMap { row in
          row.results[part.number]?.text.map { (row.student.name, row.lesson, part, $0) }
        }
      }
    }
  }
}
