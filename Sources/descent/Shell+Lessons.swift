// The shell and the lessons that its user has begun: `lesson NAME` goes on where it was left, in whatever session.
import CommandLanguage
import Lessons
import Notebooks
import Sessions

extension Shell {
  /// Goes on with a lesson that a line begins, where that was begun before.
  ///
  /// - Returns: how it ended; nil where the line is to be run as it stands.
  func goOnWithLesson(_ line: String) -> LineOutcome? {
    guard let begun = LessonBeginning(line), !begun.isReset, begun.step == nil,
      let wanted = begun.lesson, let lesson = lesson(wanted),
      notebook.session.state.lesson?.lesson.name != lesson.name
    else { return nil }
    switch console.recorder.earlier(in: lesson) {
    case .none: return nil
    case .ofOtherText:
      tell(
        """
        The lesson `\(lesson.name)` has changed since you began it, so it begins anew; what you did is \
        kept beside the new record.
        """)
      return nil
    case .record(let record):
      guard begun.student == nil || begun.student == record.head.student else { return nil }
      return goOn(with: record, in: lesson)
    }
  }

  /// Nil where there is none that can be read: the command says why.
  private func lesson(_ wanted: String) -> Lesson? {
    let library = LessonLibrary(folders: console.lessonFolders)
    if wanted.hasSuffix(".md") { return try? library.load(wanted) }
    return (try? library.lesson(named: wanted)) ?? nil
  }

  private func goOn(with record: LessonRecord, in lesson: Lesson) -> LineOutcome {
    let count = record.lines.count
    tell(
      """
      Going on with `\(lesson.name)` where you were (\(count) \(count == 1 ? "command" : "commands")); \
      `lesson reset` begins it anew.
      """)
    console.output.flush()
    console.isQuiet = true
    if lesson.seed == nil, record.head.student == nil,
      notebook.session.state.settings.training.seed != record.head.seed
    {
      notebook.execute("set seed \(record.head.seed)")
    }
    var last = LineOutcome.done
    let held = console.recorder.goOn(with: record) { command in
      last = notebook.execute(command)
      return last == .done
    }
    console.isQuiet = false
    guard held == count else {
      let next = record.lines[held].command
      let why = last == .failed ? "`\(next)` fails now" : "stopped before `\(next)`"
      tell("\(held) of the \(count) commands were run; \(why).")
      if notebook.session.state.lesson == nil { return last }
      notebook.execute("lesson show")
      return last == .interrupted ? last : .failed
    }
    return notebook.execute("lesson show")
  }
}
