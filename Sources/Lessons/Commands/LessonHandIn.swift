// `lesson hand-in`: one file with what was done in the lesson, for whoever teaches the class.
import CommandLanguage
import Events
import Experiments
import Files
import Notebooks
import Sessions

/// What `lesson hand-in` needs beside the session; a program that hands nothing in has none.
package struct HandInDesk: Sendable {
  let recorder: LessonRecorder
  let store: NotebookStore
  let version: String

  package init(_ recorder: LessonRecorder, _ store: NotebookStore, version: String) {
    (self.recorder, self.store, self.version) = (recorder, store, version)
  }
}

extension HandInDesk {
  /// Errors: `not-recorded`, `not-a-hand-in`, those of `pathToWrite`.
  ///
  /// - Parameters:
  ///   - named: the file; nil for one that is called after lesson and student.
  ///   - student: whose it is; nil for whoever's numbers the lesson gives.
  func handingIn(
    _ lesson: LessonUnderWay, _ named: Word?, student: String?, _ arguments: Arguments,
    _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let student = student ?? lesson.student
    let file = named?.text ?? HandIn.fileName(lesson.lesson.name, student)
    let range = named?.range ?? arguments.syntax.range
    var path = try preparation.pathToWrite(file, range: range)
    if named == nil { path = Self.free(path) }
    guard let record = recorder.record(of: lesson), !record.lines.isEmpty else {
      throw Diagnostic(
        id: "not-recorded", message: "nothing was recorded of this lesson", range: range,
        suggestion: "`lesson reset`, which begins it anew")
    }
    if TextFile.exists(path), !Self.isHandIn(path) {
      throw Diagnostic(
        id: "not-a-hand-in",
        message: "\(shown(file)) is there already and is nothing to hand in, so it is not replaced",
        range: range, suggestion: "another name")
    }
    let text = text(lesson, record, student: student)
    let open = record.isFinished ? "" : " The lesson is not finished; hand in again when it is."
    return Work { performance in
      guard performance.write(path, range: range, { Array(text.utf8) }) else { return }
      let place = TextFile.resolved(path) ?? path
      performance.emit(
        .hint("\(place) is what you hand in. It was written here and sent nowhere.\(open)"))
    }
  }

  /// What was handed in before is not replaced by what has no name of its own: `rates-Ada-2.md`.
  private static func free(_ path: String) -> String {
    let stem = path.dropLast(".md".count)
    let others = (2...999).lazy.map { "\(stem)-\($0).md" }
    return TextFile.exists(path) ? others.first { !TextFile.exists($0) } ?? path : path
  }

  private static func isHandIn(_ path: String) -> Bool {
    guard let text = try? TextFile.read(path) else { return false }
    return (try? HandIn(reading: text)) != nil
  }

  private func text(
    _ lesson: LessonUnderWay, _ record: LessonRecord, student: String?
  ) -> String {
    let head = HandIn.Head(
      lesson: lesson.lesson.name, digest: lesson.lesson.digest, version: version, student: student)
    let cells = LessonCells(lesson, store.listed, beginning: recorder.beginning)
    var origin = store.listed.origin
    origin.seed = record.head.seed
    origin.explain = ExplainLevel(rawValue: record.head.explain) ?? origin.explain
    return HandIn.text(head, record, notebook: cells.markdown(origin))
  }
}
