// Proves of a lesson that it can be given to a class: gone through as its author shows with the lesson's own seed and,
// where asked, with more seeds, since what it claims must be no luck.
import CommandLanguage
import Files
import Notebooks
import Sessions

package struct LessonChecker: Sendable {
  /// A lesson that takes longer with one seed is not for a class.
  package static let mostSeconds = 600

  private let notebooks: NotebookKind
  private let environment: SessionEnvironment
  private let seeds: Int

  /// - Parameters:
  ///   - environment: of the lesson's file.
  ///   - seeds: with how many it is run, its own first.
  package init(notebooks: NotebookKind, environment: SessionEnvironment, seeds: Int = 1) {
    self.notebooks = notebooks
    self.environment = environment
    self.seeds = max(1, seeds)
  }

  package func check(_ lesson: Lesson, path: String) -> LessonFindings {
    var findings = LessonFindings()
    findings.faults = audit(lesson, path: path).faults()
    var found = SeedFaults()
    for offset in 0..<seeds {
      let clock = RunClock(environment.shouldStop)
      var world = environment
      world.shouldStop = { clock.isOver() }
      let seed = offset == 0 ? nil : (lesson.seed ?? 1) &+ UInt64(offset)
      let run = LessonRun(lesson, seed: seed, notebooks: notebooks, environment: world)
      run.run()
      if offset == 0 { findings.replay = run.result }
      if run.result.wasInterrupted {
        findings.replay.wasInterrupted = environment.shouldStop()
        if !findings.replay.wasInterrupted { findings.faults.append(Self.tooLong(lesson)) }
        return findings.sorted
      }
      findings.seeds += 1
      found.add(run.faults, isOwn: offset == 0)
    }
    findings.faults += found.all
    return findings.sorted
  }

  private func audit(_ lesson: Lesson, path: String) -> LessonAudit {
    let folder = TextFile.folder(of: path) ?? "./"
    let beside = String(folder.dropLast())
    let library = LessonLibrary(
      folders: [beside.isEmpty ? "/" : beside] + environment.lessonFolders)
    return LessonAudit(
      lesson: lesson,
      commands: notebooks.commandNames(in: environment), folder: folder,
      lessons: library.paths().map(LessonLibrary.name))
  }

  private static func tooLong(_ lesson: Lesson) -> LessonFault {
    LessonFault(
      "too-long", "this lesson was not through after \(mostSeconds) seconds",
      lesson.document.logicalLine(0), suggestion: "fewer epochs, or fewer rows")
  }
}

/// Stops a run that takes too long.
private final class RunClock: Sendable {
  private let begin = ContinuousClock.now
  private let shouldStop: @Sendable () -> Bool

  init(_ shouldStop: @escaping @Sendable () -> Bool) { self.shouldStop = shouldStop }

  func isOver() -> Bool {
    shouldStop() || begin.duration(to: .now) > .seconds(LessonChecker.mostSeconds)
  }
}

extension LessonFindings {
  fileprivate var sorted: LessonFindings {
    var findings = self
    findings.faults.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    return findings
  }
}

extension NotebookKind {
  fileprivate func commandNames(in environment: SessionEnvironment) -> [String] {
    make(environment: environment) { _ in }.catalog.commands.map(\.signature.name)
  }
}
