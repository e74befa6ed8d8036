// What can be found wrong with a lesson without running it, beyond what its reading refuses: answers to which nothing
// is said, commands and lessons that there are not, links that lead nowhere.
import CommandLanguage
import Files
import Sessions

struct LessonAudit {
  let lesson: Lesson
  /// The names of all commands.
  let commands: [String]
  /// Where its links start, with a slash behind it.
  let folder: String
  /// The lessons that it may need.
  let lessons: [String]

  func faults() -> [LessonFault] {
    lesson.steps.flatMap { step in step.parts.flatMap(faults) } + lesson.introduction.flatMap(links)
      + missingLessons() + LessonPages(lesson: lesson).faults()
  }

  private func faults(in part: Lesson.Part) -> [LessonFault] {
    switch part {
    case .prose(let prose), .hint(let prose): links(in: prose)
    case .question(let question), .predict(let question): silentChoices(of: question)
    case .check(let check): check.lines.flatMap(unknownCommands)
    case .verbatim, .commands, .solution: []
    }
  }

  private func silentChoices(of question: Question) -> [LessonFault] {
    guard case .choices(let choices) = question.answer else { return [] }
    return choices.filter { $0.rightness != .always && $0.feedback == nil }.map {
      LessonFault(
        "no-feedback", "nothing is said to whoever chooses this and is wrong", $0.source,
        suggestion: "`:: ` and what to think of, behind it")
    }
  }

  private func unknownCommands(in line: Lesson.Check.Line) -> [LessonFault] {
    line.condition.comparisons.compactMap { check in
      guard case .command(let name, _) = check.meaning, !commands.contains(name),
        case .command(let words) = check.assertion
      else { return nil }
      let word = Word(name, range: words.range(of: 0..<min(name.utf8.count, words.text.utf8.count)))
      return LessonFault(.unknownName(word, kind: "command", among: commands), line.source)
    }
  }

  private func missingLessons() -> [LessonFault] {
    let place = lesson.document.lines.firstIndex { $0.hasPrefix("needs:") } ?? 0
    let source = lesson.document.logicalLine(place)
    return lesson.needs.filter { !lessons.contains($0.lowercased()) }.map {
      LessonFault(
        .unknownName(Word($0, range: source.range(of: $0)), kind: "lesson", among: lessons), source)
    }
  }

  /// Links to files that are not there. Those to other machines cannot be looked at from here.
  private func links(in prose: Prose) -> [LessonFault] {
    let bytes = prose.source.bytes
    let open = Array("](".utf8)
    return bytes.indices.compactMap { index in
      guard bytes[index...].starts(with: open) else { return nil }
      let start = index + open.count
      let end = bytes[start...].firstIndex { [UInt8(ascii: ")"), UInt8(ascii: " ")].contains($0) }
      guard let end else { return nil }
      let target = String(decoding: bytes[start..<end], as: UTF8.self)
      let path = target.prefix { $0 != "#" }
      guard !path.isEmpty, !path.contains(":"),
        !TextFile.exists(path.hasPrefix("/") ? String(path) : folder + path)
      else { return nil }
      return LessonFault(
        Diagnostic(
          id: "broken-link", message: "there is no file \(shown(String(path)))",
          range: SourceRange(start: start, end: end),
          suggestion: "a path that starts at the lesson's own folder"), prose.source)
    }
  }
}
