// The commands of one record, run in a notebook of their own, with what the lesson says of them.
import Events
import Experiments
import Lessons
import Notebooks
import Sessions

final class GradingRun {
  private let notebook: Notebook
  private let heard: Heard
  private(set) var seconds = 0
  private(set) var isFinished = false

  private final class Heard {
    var points: PointCounter
    init(_ lesson: String) { points = PointCounter(lesson) }
  }

  /// Who is away that long is not at work.
  private static let longestPause = 600
  /// What a run may keep in memory to go back to.
  private static let keep = 128 << 20

  init(
    _ lesson: Lesson, _ head: LessonRecord.Head, _ notebooks: NotebookKind,
    _ environment: SessionEnvironment
  ) {
    let heard = Heard(lesson.name)
    self.heard = heard
    notebook = notebooks.make(
      seed: head.seed, explain: ExplainLevel(rawValue: head.explain), environment: environment
    ) { output in
      if case .session(let output, _) = output, let event = output.event {
        heard.points.take(event)
      }
    }
  }

  var points: PointCounter { heard.points }

  func spend(seconds: Int) {
    let seconds = min(max(0, seconds), Self.longestPause)
    self.seconds += seconds
    heard.points.spend(seconds)
  }

  func execute(_ command: String) -> LineOutcome {
    let outcome = notebook.execute(command)
    let session = notebook.session
    if session.state.settings.keep > Self.keep {
      session.update { $0.settings.keep = Self.keep }
    }
    isFinished = isFinished || session.state.lesson?.isFinished ?? false
    return outcome
  }

  // MARK: What was handed in

  /// The first line of a document, from 1, that does not say what was said here. Where it has only the last of the commands,
  /// as after cells were run again, these are compared.
  func firstDifference(from document: CourseDocument) -> Int? {
    let said = HandIn.entries(of: notebook)
    let written = HandIn.entries(of: document)
    guard let first = written.first else { return 1 }
    guard written.count <= said.count else { return first.line }
    // How a lesson begins depends on what the session was before.
    for (own, other) in zip(said.suffix(written.count), written).dropFirst() {
      if own.command != other.command { return other.line }
      if own.looksOutside || other.output == ["..."] { continue }
      if let line = other.firstDifference(from: own) { return line }
    }
    return nil
  }
}

extension HandIn.Entry {
  fileprivate func firstDifference(from other: HandIn.Entry) -> Int? {
    guard output != other.output else { return nil }
    let same = zip(output, other.output).prefix { $0 == $1 }.count
    return outputLine + min(same, max(0, output.count - 1))
  }
}
