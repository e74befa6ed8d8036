// Grades one file: its commands are run in a notebook that writes nothing, reads the course alone and has so much time, and
// what the lesson says of them there is what counts. Of what was handed in nothing is believed but what was typed.
import CommandLanguage
import Events
import Experiments
import Files
import Lessons
import Notebooks
import Sessions

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package struct Grader: Sendable {
  /// A lesson of the course.
  package struct Task: Sendable {
    package var entry: CourseFile.Entry
    package var lesson: Lesson
    package var parts: [AskedPart]

    package init(_ entry: CourseFile.Entry, _ lesson: Lesson) {
      (self.entry, self.lesson) = (entry, lesson)
      parts = AskedPart.all(of: lesson)
    }
  }

  private let course: CourseFile
  package let tasks: [Task]
  private let notebooks: NotebookKind
  private let environment: SessionEnvironment
  private let version: String

  /// - Parameters:
  ///   - environment: of commands that the course's file says.
  ///   - version: of the program.
  package init(
    _ course: CourseFile, _ tasks: [Task], notebooks: NotebookKind,
    environment: SessionEnvironment, version: String
  ) {
    (self.course, self.tasks, self.version) = (course, tasks, version)
    (self.notebooks, self.environment) = (notebooks, environment)
  }

  package func grade(_ file: HandInFile) -> GradedFile {
    do {
      let handIn = try HandIn(reading: try file.text(atMost: HandIn.largest))
      guard let task = tasks.first(where: { $0.lesson.name == handIn.head.lesson }) else {
        return GradedFile(file, refused: "the course has no lesson \(shown(handIn.head.lesson))")
      }
      return GradedFile(file, run(handIn, task))
    } catch let error as FileError {
      return GradedFile(file, refused: error.message)
    } catch let error as RecordFault {
      return GradedFile(file, refused: "line \(error.line): \(error.reason)")
    } catch {
      return GradedFile(file, refused: "\(error)")
    }
  }

  // MARK: Running

  private func run(_ handIn: HandIn, _ task: Task) -> GradedHandIn {
    let record = handIn.record
    var world = environment
    // What one searched is nobody else's.
    world.studies = SessionEnvironment().studies
    let clock = RunClock(seconds: course.seconds, environment.shouldStop)
    world.shouldStop = { clock.isOver() }
    let run = GradingRun(task.lesson, record.head, notebooks, world)
    var remarks: [GradedHandIn.Remark] = []
    for (place, line) in record.lines.enumerated() {
      let since = place == 0 ? 0 : line.time.seconds - record.lines[place - 1].time.seconds
      run.spend(seconds: since)
      let outcome = run.execute(
        place == 0 ? task.lesson.command(as: line.command, for: record.head.student) : line.command)
      if clock.isOver() {
        remarks.append(.tookTooLong(seconds: course.seconds, line: handIn.firstLine + place + 1))
        break
      }
      if outcome != .done, !remarks.contains(where: \.isFailure) {
        remarks.append(.doesNotRun(line: handIn.firstLine + place + 1))
      }
    }
    if remarks.isEmpty, let line = run.firstDifference(from: handIn.document) {
      remarks.append(.altered(line: line))
    }
    return GradedHandIn(
      lesson: task.lesson.name, student: handIn.head.student, time: record.lines.last?.time,
      results: run.points.results, hints: run.points.hints, seconds: run.seconds,
      isFinished: run.isFinished, record: TextFile.digest(of: Array(record.texts.joined().utf8)),
      remarks: self.remarks(on: handIn, task, run.students) + remarks)
  }

  /// What is to be said of a file beside how it ran.
  ///
  /// - Parameter students: whose numbers the lesson gave.
  private func remarks(
    on handIn: HandIn, _ task: Task, _ students: Set<StudentName?>
  ) -> [GradedHandIn.Remark] {
    var remarks: [GradedHandIn.Remark] = []
    let (record, head) = (handIn.record, handIn.record.head)
    if head.digest != task.lesson.digest { remarks.append(.otherText) }
    if head.version != version { remarks.append(.otherVersion(head.version)) }
    let begun = record.lines.first.flatMap { LessonBeginning($0.command) }
    if let line = record.brokenLine ?? (begun?.student == head.student ? nil : 2) {
      remarks.append(.brokenChain(line: handIn.firstLine + line - 1))
    }
    if course.variants {
      let own = handIn.head.student.map(StudentName.init)
      if own == nil || students.union([head.student.map(StudentName.init)]) != [own] {
        remarks.append(.otherNumbers)
      }
    }
    return remarks
  }
}

extension Lesson {
  /// The command that begins it, of the course and nobody else's file.
  fileprivate func command(as typed: String, for student: String?) -> String {
    "lesson \(Word.source(of: name))"
      + (LessonBeginning(typed)?.step.map { " \($0)" } ?? "")
      + (student.map { " student=\(Word.source(of: $0))" } ?? "")
  }
}

/// Stops a run that takes too much of the processor's time: how busy the machine is takes no points from anyone.
private final class RunClock: Sendable {
  private let most: Double
  private let begin: Double
  private let end: ContinuousClock.Instant
  private let shouldStop: @Sendable () -> Bool

  /// So many times as long it may take by the clock on the wall.
  private static let patience = 20

  /// To be made and asked on the thread that runs the commands.
  init(seconds: Int, _ shouldStop: @escaping @Sendable () -> Bool) {
    most = Double(seconds)
    begin = Self.processorSeconds
    end = .now + .seconds(seconds * Self.patience)
    self.shouldStop = shouldStop
  }

  func isOver() -> Bool {
    shouldStop() || Self.processorSeconds - begin > most || .now > end
  }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
