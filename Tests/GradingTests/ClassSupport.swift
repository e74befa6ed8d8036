// A class in a folder: a tiny lesson, students who go through it, and what grading says of them.
import CommandLanguage
import Events
import Experiments
import Files
import Grading
import Lessons
import Notebooks
import Pictures
import Sessions
import Synchronization
import TestSupport
import Testing

private final class EpochCount: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}

/// A folder with a course, its lesson and what is handed in.
final class SchoolRoom {
  let folder = TemporaryFolder(fast: true)
  var course: CourseFile
  let lesson: Lesson

  static let text = """
    ---
    title: Tiny
    seed: 3
    ---

    # Tiny

    ## One

    ```descent
    > data xor n=20
    ```

    ```predict
    How many test rows will there be?
    = test_rows
    ```

    ```descent
    > layers 2
    ```

    ```question
    What does a step follow?
    - [x] the gradient
    - [ ] the weather :: No.
    - [ ] the clock :: Neither.
    ```

    ## Two

    Make the learning rate 0.5.

    ```check
    lr = 0.5
    ```

    ```hint
    `set` does.
    ```

    ```solution
    > set lr 0.5
    ```

    ```question
    Why?
    answer: Because it was asked.
    ```

    """

  /// Everything right.
  static let right = ["data xor n=20", "10", "layers 2", "1", "next", "set lr 0.5", "answer so"]

  init(_ yaml: String = "lessons: [tiny]") throws {
    lesson = try Lesson(name: "tiny", text: Self.text)
    course = try CourseFile(reading: yaml)
    try write(Self.text, to: folder.path + "/01-tiny.md")
    try makeFolder(folder.path + "/in")
  }

  var notebooks: NotebookKind { kind(LessonRecorder(in: nil, version: "test")) }

  private func kind(_ recorder: LessonRecorder) -> NotebookKind {
    NotebookKind(
      version: "test", commands: { SessionCommands.all + PictureCommands.all },
      aboutCells: { LessonCommands.all(HandInDesk(recorder, $0, version: "test")) })
  }

  /// Goes through the lesson and hands it in; the file.
  ///
  /// - Parameter epochs: after which its training is stopped, as Ctrl-C does.
  @discardableResult
  func handIn(
    _ name: String, as student: String, begin: String = "lesson tiny",
    _ commands: [String] = SchoolRoom.right, stoppingAfter epochs: Int? = nil
  ) throws -> String {
    let path = "\(folder.path)/in/\(name)"
    let recorder = LessonRecorder(in: nil, version: "test")
    weak var made: Notebook?
    var environment = SessionEnvironment(lessonFolders: [folder.path], mayWrite: true)
    if let epochs {
      let count = EpochCount()
      environment.shouldPause = { count.next() == epochs }
    }
    let notebook = kind(recorder).make(environment: environment) { output in
      if let made { _ = recorder.take(output, in: made) }
    }
    made = notebook
    for command in [begin] + commands { notebook.execute(command) }
    let outcome = notebook.execute("lesson hand-in \(path) student=\(Word.source(of: student))")
    try #require(outcome == .done)
    return fileText(path)
  }

  /// A file with more commands behind those of its record.
  func forged(_ commands: [String], behind text: String) throws -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let last = try #require(lines.lastIndex { $0.hasPrefix(#"{"time""#) })
    let more = commands.map {
      #"{"time":"2026-01-01T00:00:00Z","command":"\#($0)","step":1,"steps":2,"finished":true,"chain":"00000000"}"#
    }
    return (lines[...last] + more + lines[(last + 1)...]).joined(separator: "\n")
  }

  func put(_ text: String, in name: String) throws {
    try write(text, to: "\(folder.path)/in/\(name)")
  }

  func book(
    memory: Int = 1 << 30, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) -> Gradebook {
    let file = folder.path + "/course.yaml"
    var world = SessionEnvironment(
      lessonFolders: [folder.path], availableMemory: { memory }, shouldStop: shouldStop
    ).ofDocument(file)
    world.mayWrite = false
    let tasks = course.lessons.map { Grader.Task($0, lesson) }
    let grader = Grader(
      course, tasks, notebooks: notebooks, environment: world, version: "test")
    let files = HandInFile.all(in: folder.path + "/in").files
    return Gradebook(course, tasks, files.map(grader.grade))
  }

  /// The row of a file.
  func row(_ name: String, _ book: Gradebook) throws -> Gradebook.Grade {
    try #require(book.rows.first { $0.file == name })
  }
}
