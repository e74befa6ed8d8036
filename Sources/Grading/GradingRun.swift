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
  /// Whose numbers the lesson gave; nil for those of the lesson itself.
  private(set) var students: Set<StudentName?> = []
  private let lesson: String
  /// Whether the run keeps less than its commands said, which what lists the settings shows.
  private var keepsLess = false

  private final class Heard {
    var points: PointCounter
    init(_ lesson: String) { points = PointCounter(lesson) }
  }

  /// Who is away that long is not at work.
  private static let longestPause = 600
  /// What a run may keep in memory to go back to: as much as a session that was told nothing.
  private static let keep = SessionSettings().keep

  init(
    _ lesson: Lesson, _ head: LessonRecord.Head, _ notebooks: NotebookKind,
    _ environment: SessionEnvironment
  ) {
    let heard = Heard(lesson.name)
    (self.heard, self.lesson) = (heard, lesson.name)
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
      keepsLess = true
    }
    if let present = session.state.lesson, present.lesson.name == lesson {
      students.insert(present.student.map(StudentName.init))
      isFinished = isFinished || present.isFinished
    }
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
      if own.looksOutside || keepsLess && own.listsSettings || other.output == ["..."] { continue }
      if let line = other.firstDifference(from: own) { return line }
    }
    return nil
  }
}

extension HandIn.Entry {
  fileprivate var listsSettings: Bool {
    "settings".hasPrefix(command.prefix { $0 != " " }.lowercased())
  }

  fileprivate func firstDifference(from other: HandIn.Entry) -> Int? {
    guard output != other.output else { return nil }
    let (written, said) = (comparedLines, other.comparedLines)
    let same = zip(written, said).prefix { output[$0] == other.output[$1] }.count
    guard same < max(written.count, said.count) else { return nil }
    return outputLine + (same < written.count ? written[same] : max(0, output.count - 1))
  }

  /// Which lines count: what comes after a lesson depends on the folders that its reader has.
  private var comparedLines: [Int] {
    output.indices.filter { place in
      let line = output[place].drop { $0 == " " }
      return !(line.hasPrefix("`lesson ") && line.hasSuffix("` comes next."))
    }
  }
}
