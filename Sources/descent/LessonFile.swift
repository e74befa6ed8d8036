// A file that `lesson check` is given: what its checker found, said with its places, and what all of it took.
import CommandLanguage
import Events
import Files
import Lessons
import Notebooks
import Presentation
import Sessions

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct LessonFile: Sendable {
  private enum Content: Sendable {
    case checked(Lesson, LessonFindings)
    case unreadable(LessonFault)
  }

  private let path: String
  private let content: Content

  /// The lessons in a folder; a file is itself.
  static func paths(_ path: String) -> [String] {
    guard TextFile.isDirectory(path) else { return [path] }
    let folder = path.hasSuffix("/") ? path : path + "/"
    let names = TextFile.names(in: path).filter { $0.hasSuffix(".md") && $0 != "README.md" }
    // What has no lessons is said to be none when it is read.
    return names.isEmpty ? [path] : names.map { folder + $0 }
  }

  static func command(toWrite name: String) -> String { "lesson new \(Word.source(of: name))" }

  var isRead: Bool { if case .checked = content { true } else { false } }

  init(
    _ path: String, _ environment: SessionEnvironment, _ notebooks: NotebookKind, seeds: Int
  ) {
    self.path = path
    do {
      let lesson = try Lesson(
        name: LessonLibrary.name(of: path), text: try TextFile.read(path))
      let checker = LessonChecker(notebooks: notebooks, environment: environment, seeds: seeds)
      content = .checked(lesson, checker.check(lesson, path: path))
    } catch let error as LessonFault {
      content = .unreadable(error)
    } catch {
      var message = (error as? FileError)?.message ?? "\(error)"
      if TextFile.isDirectory(path) { message = "there is no lesson in this folder" }
      content = .unreadable(
        LessonFault("unusable-document", message, LogicalLine(bytes: [], line: 1)))
    }
  }

  func report(to console: Console) -> DocumentChecker.Outcome {
    switch content {
    case .unreadable(let fault):
      console.receive(.error(fault.report(path)))
      return .bad
    case .checked(let lesson, let findings):
      if findings.wasInterrupted { return .interrupted }
      for fault in findings.faults { console.receive(.error(fault.report(path))) }
      let replay = findings.replay
      if findings.faults.isEmpty {
        console.receive(
          .document(replay.report(path, diff: lesson.document.diff(replay.edits))))
      }
      return findings.isGood ? .good : .bad
    }
  }

  /// In text alone: time and memory are the machine's, and no results.
  static func sayCosts(of count: Int, since begin: ContinuousClock.Instant, on console: Console) {
    guard console.options.format == .text else { return }
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(RUSAGE_SELF.rawValue, &usage)
      let megabytes = Double(usage.ru_maxrss) / 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      let megabytes = Double(usage.ru_maxrss) / 1_048_576
    #endif
    let seconds = begin.duration(to: .now) / .seconds(1)
    let lessons = count == 1 ? "1 lesson" : "\(count) lessons"
    console.say(
      Spans(
        "\(lessons) checked in \(NumberText.fixed(seconds, 1)) s with "
          + "\(NumberText.fixed(megabytes, 0)) MB at most"))
  }
}
