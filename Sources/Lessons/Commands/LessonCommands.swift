// `lesson` and `next`: a lesson's steps, one after the other, beside the live session.
import CommandLanguage
import Experiments
import Files
import Notebooks
import Sessions
import Synchronization

/// The commands of lessons. Each session has its own, which keep what step is shown: that is no part of its
/// state, so `undo` leaves it alone.
package enum LessonCommands {
  package static func all() -> [any Command] {
    let place = LessonPlace()
    return [LessonCommand(place: place), NextCommand(place: place), BackCommand(place: place)]
  }
}

/// Where the session's user is in a lesson.
final class LessonPlace: Sendable {
  private let place = Mutex(LessonProgress?.none)

  var progress: LessonProgress? {
    get { place.withLock { $0 } }
    set { place.withLock { $0 = newValue } }
  }
}

struct LessonProgress: Sendable, Equatable {
  var name: String
  /// 0-based index of the step shown last.
  var step: Int
}

struct LessonCommand: Command {
  let place: LessonPlace
  enum FormID: String { case list, start, new }
  static let name = Argument("NAME", .named("lesson"), "which lesson")
  static let newName = Argument("NAME", .text(label: "a name"), "what it is called")

  let signature = CommandSignature(
    "lesson", summary: "list or start lessons", area: CommandArea.lessons,
    forms: [
      Form(FormID.list, "list the lessons"),
      Form(FormID.start, "start a lesson", positionals: [name]),
      Form(
        FormID.new, "write a lesson to begin with, for authors",
        then: (Keyword("new", "one of your own"), [newName])),
    ],
    details: [
      "A lesson shows one step at a time with commands to type; `next` shows the next step, `back` "
        + "the one before. It starts with default settings; from then on the session is your own: try "
        + "other values whenever you like."
    ],
    examples: [
      Example("lesson", "the lessons there are"), Example("lesson digits", "start one"),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    if try arguments.form(FormID.self) == .new {
      guard let word = arguments.word(of: Self.newName) else { return Work { _ in } }
      return try preparation.newLesson(word)
    }
    guard let word = arguments.word(of: Self.name) else {
      return .say(.lessons(LessonLibrary(folders: preparation.lessonFolders).summaries()))
    }
    let lesson = try preparation.lesson(word.text, range: word.range)
    let before = preparation.state.settings
    var standard = SessionSettings().withUsersOwn(of: before)
    standard.training.seed = lesson.seed ?? before.training.seed
    return Work { [standard] performance in
      place.progress = LessonProgress(name: lesson.name, step: 0)
      performance.update {
        // What the lesson says of its figures holds for the settings it starts from.
        if $0.training?.stepCount == 0 { $0.forgetTraining() }
        $0.settings = standard
      }
      performance.emit(.lessonStep(lesson.report(step: 0)))
      if before != standard {
        performance.emit(
          .hint("Settings are back to their defaults for this lesson; `undo` returns yours."))
      }
    }
  }
}

extension LessonCommand: PlaceKeeping {
  var wayBack: @Sendable () -> Void {
    let now = place.progress
    return { [place] in place.progress = now }
  }
}

struct BackCommand: Command {
  let place: LessonPlace
  let signature = CommandSignature(
    "back", summary: "the lesson's step before", area: CommandArea.lessons,
    forms: [Form("back", "show the step before")],
    examples: [Example("back", "step 1 again", setup: ["lesson digits", "next"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try preparation.showingStep(by: -1, from: place, arguments)
  }
}

struct NextCommand: Command {
  let place: LessonPlace
  let signature = CommandSignature(
    "next", summary: "the lesson's next step", area: CommandArea.lessons,
    forms: [Form("next", "show the next step")],
    examples: [Example("next", "the next step", setup: ["lesson digits"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try preparation.showingStep(by: 1, from: place, arguments)
  }
}

extension Preparation {
  /// Moves in the lesson under way. Error: `no-lesson`.
  fileprivate func showingStep(
    by offset: Int, from place: LessonPlace, _ arguments: Arguments
  ) throws(Diagnostic) -> Work {
    guard let progress = place.progress else {
      throw Diagnostic(
        id: "no-lesson", message: "no lesson has been started", range: arguments.syntax.range,
        suggestion: "`lesson`, which lists them")
    }
    let lesson = try lesson(progress.name, range: arguments.syntax.range)
    let step = progress.step + offset
    guard lesson.steps.indices.contains(step) else {
      return .say(
        offset > 0
          ? .hint("That was the last step. `lesson` lists the others.")
          : .hint("This is the first step."))
    }
    return Work { performance in
      place.progress = LessonProgress(name: progress.name, step: step)
      performance.emit(.lessonStep(lesson.report(step: step)))
    }
  }

  /// Errors: `unknown-lesson`, `bad-lesson`.
  fileprivate func lesson(_ name: String, range: SourceRange) throws(Diagnostic) -> Lesson {
    let library = LessonLibrary(folders: lessonFolders)
    do {
      if let lesson = try library.lesson(named: name) { return lesson }
    } catch {
      let reason = (error as? LessonFault).map { "line \($0.line): \($0.diagnostic.message)" }
      throw Diagnostic(
        id: "bad-lesson",
        message: "the lesson `\(name)` cannot be read: "
          + (reason ?? (error as? FileError)?.message ?? "\(error)"), range: range)
    }
    throw Diagnostic.unknownName(
      Word(name, range: range), kind: "lesson", among: library.summaries().map(\.name))
  }
}

extension CommandCatalog {
  /// The commands of a session with those of lessons.
  ///
  /// - Parameter more: of modules that stand beside this one.
  package static func withLessons(and more: [any Command] = []) -> CommandCatalog {
    CommandCatalog(SessionCommands.all + more + LessonCommands.all())
  }
}

extension Session {
  /// What completion offers, lessons included.
  package func namesWithLessons(_ space: NameSpace) -> [Candidate] {
    guard space.name == "lesson" else { return names(space) }
    return LessonLibrary(folders: environment.lessonFolders).summaries()
      .map { Candidate($0.name, $0.title) }
  }
}
