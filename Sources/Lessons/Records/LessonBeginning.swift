// Whether a command begins a lesson, and how it is written in a record.
import CommandLanguage

package struct LessonBeginning: Sendable, Equatable {
  /// As typed: its name, or its file.
  package var lesson: String?
  package var isReset = false
  /// The number of the step that it goes to.
  package var step: Int?
  package var student: String?

  /// Nil where a command is not `lesson` with a lesson's name, or `lesson reset`.
  package init?(_ command: String) {
    let parsed = ScriptParser().parse(command)
    guard parsed.count == 1, case .success(let syntax) = parsed[0], !syntax.isHelpQuestion,
      syntax.name.text.utf8.count > 1, "lesson".hasPrefix(syntax.name.lowercased)
    else { return nil }
    var words = syntax.words
    isReset = words.first?.lowercased == "reset"
    if isReset { words.removeFirst() }
    let others = ["show", "new", "hand-in", "check"]
    guard isReset || words.first.map({ !others.contains($0.lowercased) }) ?? false else {
      return nil
    }
    lesson = words.first?.text
    step = words.count > 1 ? Int(words[1].text) : nil
    for case .option(let name, let value) in syntax.arguments where name.lowercased == "student" {
      student = value.text
    }
  }

  /// Whether a command lists the lessons.
  static func isList(_ command: String) -> Bool {
    let word = command.filter { $0 != " " }.lowercased()
    return word.utf8.count > 1 && "lesson".hasPrefix(word)
  }

  static func isReset(_ command: String) -> Bool { LessonBeginning(command)?.isReset ?? false }

  /// The command that begins a lesson anew, wherever the session is.
  static func reset(_ lesson: String, student: String?) -> String {
    "lesson reset \(Word.source(of: lesson))"
      + (student.map { " student=\(Word.source(of: $0))" } ?? "")
  }
}
