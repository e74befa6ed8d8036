// `lesson`: lists the lessons, begins one, or goes to one of its steps.
import CommandLanguage
import Events
import Experiments
import Files
import Sessions

struct LessonCommand: Command {
  enum FormID: String {
    case list, start, show, reset, new
    case handIn = "hand-in"
  }
  static let name = Argument("NAME", .named("lesson"), "a lesson, or its file")
  static let anyName = Argument.optional(
    "NAME", .named("lesson"), "which; the present one unless said")
  static let newName = Argument("NAME", .text(label: "a name"), "what it is called")
  static let step = Argument.optional(
    "STEP", .integer(1...1000), "which step; the first unless said")
  static let student = Argument.option(
    "student", .text(label: "a name"), "whose numbers it gives: the seed is made of the name")

  private static let handedIn = Argument.optional(
    "FILE", .file(extensions: ["md"], isStrict: true),
    "a Markdown file; named after lesson and student unless said")
  private static let whose = Argument.option(
    "student", .text(label: "a name"), "whose it is, for whoever grades it")

  /// Nil where nothing is handed in.
  var desk: HandInDesk?
  let movesCompanion = true
  let signature = CommandSignature(
    "lesson", summary: "list or start lessons", area: CommandArea.lessons,
    forms: [
      Form(FormID.list, "list the lessons"),
      Form(
        FormID.start, "start a lesson, or go to one of its steps", positionals: [name, step],
        options: [student]),
      Form(FormID.show, "show the present step again", keywords: [Keyword("show", "this step")]),
      Form(
        FormID.reset, "begin a lesson anew", keywords: [Keyword("reset", "begin anew")],
        positionals: [anyName], options: [student]),
      Form(
        FormID.new, "write a lesson to begin with, for authors",
        then: (Keyword("new", "one of your own"), [newName])),
      Form(
        FormID.handIn, "write what you did in it to FILE, to be graded",
        keywords: [Keyword("hand-in", "write what you did")], positionals: [handedIn],
        options: [whose]),
    ],
    details: [
      "A step shows a few lines and asks for something: commands to type, a goal to reach, an answer, "
        + "or a guess before you see. `hint`, `solution` and `skip` help on; `next` goes to the next "
        + "step, `back` to where a step began.",
      "It starts with default settings. Every command works meanwhile: what counts is where the "
        + "session is, not how you got there. `play` lets you try anything, and `resume` comes back.",
      "At a prompt, a lesson that was left goes on where you were; `lesson reset` begins it anew. "
        + "`lesson hand-in` writes one file and sends it nowhere.",
    ],
    examples: [
      Example("lesson", "the lessons there are"),
      Example("lesson first-steps", "start one"),
      Example("lesson first-steps 2", "its second step, with what the first leaves"),
    ])

  /// Handing in is about the notebook.
  func isCell(_ syntax: CommandSyntax) -> Bool {
    syntax.words.first?.lowercased != FormID.handIn.rawValue
  }

  func writes(_ arguments: Arguments) -> Word? {
    switch try? arguments.form(FormID.self) {
    case .new: arguments.word(of: Self.newName)
    case .handIn: arguments.word(of: Self.handedIn)
    default: nil
    }
  }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    switch try arguments.form(FormID.self) {
    case .list:
      let places = preparation.lessonPlaces
      return .say(
        .lessons(LessonLibrary(folders: preparation.lessonFolders).summaries().map { places($0) }))
    case .new:
      guard let word = arguments.word(of: Self.newName) else { return Work { _ in } }
      return try preparation.newLesson(word)
    case .handIn:
      let present = try preparation.lessonUnderWay(arguments)
      guard let desk else {
        throw Diagnostic(
          id: "not-recorded", message: "nothing is recorded here", range: arguments.syntax.range,
          suggestion: "a lesson at a prompt, or `descent -c`")
      }
      return try desk.handingIn(
        present, arguments.word(of: Self.handedIn), student: arguments[Self.whose], arguments,
        &preparation)
    case .show:
      let present = try preparation.lessonUnderWay(arguments)
      return Work { performance in present.showAgain(performance) }
    case .reset:
      guard let word = arguments.word(of: Self.anyName) else {
        let present = try preparation.lessonUnderWay(arguments)
        return Work { $0.begin(present.lesson, path: present.path, student: present.student) }
      }
      return try starting(word, step: nil, arguments, &preparation)
    case .start:
      guard let word = arguments.word(of: Self.name) else { return Work { _ in } }
      let step = arguments[Self.step]
      if step == nil, arguments[Self.student] == nil, let present = preparation.state.lesson,
        LessonLibrary.isName(word.text, of: present.lesson.name)
      {
        return Work { performance in present.showAgain(performance) }
      }
      return try starting(word, step: step, arguments, &preparation)
    }
  }

  private func starting(
    _ word: Word, step: Int?, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let (lesson, path) = try preparation.lesson(word)
    let student = arguments[Self.student]
    guard let step else {
      return Work { $0.begin(lesson, path: path, student: student) }
    }
    guard step <= lesson.steps.count else {
      throw Diagnostic(
        id: "no-step", message: "this lesson has \(lesson.steps.count) steps",
        range: arguments.range(of: Self.step),
        suggestion: "`lesson \(lesson.name) \(lesson.steps.count)`")
    }
    let present = preparation.state.lesson
    let isUnderWay = present?.lesson == lesson && student == nil
    return Work { performance in
      if !isUnderWay {
        performance.prepareLesson(lesson, student: student)
      }
      var place =
        isUnderWay ? present : LessonUnderWay(lesson, path: path, beginning: performance.state)
      if !isUnderWay {
        place?.student = student
        place?.locks = LessonLibrary(folders: performance.environment.lessonFolders)
          .locks(in: lesson.name)
        place?.starts[0] = performance.state.alone
      }
      place?.jump(to: step - 1, performance)
    }
  }
}

extension Performance {
  func begin(_ lesson: Lesson, path: String, student: String?) {
    prepareLesson(lesson, student: student)
    var place = LessonUnderWay(lesson, path: path, beginning: state)
    place.student = student
    place.locks = LessonLibrary(folders: environment.lessonFolders).locks(in: lesson.name)
    place.begin(step: 0, self)
  }

  /// A lesson's numbers hold for a session that begins with its seed and default settings, and nothing else.
  fileprivate func prepareLesson(_ lesson: Lesson, student: String?) {
    let before = state.settings
    var begin = SessionState()
    begin.settings = SessionSettings().withUsersOwn(of: before)
    begin.settings.training.seed =
      student.map { Variant(of: lesson.name, for: $0).seed } ?? lesson.seed
      ?? before.training.seed
    let isNew = before.training != begin.settings.training || state.data != nil
    update { $0 = begin }
    if isNew {
      emit(.hint("The session begins anew for this lesson; `undo` brings back the one before."))
    }
  }
}

extension Preparation {
  /// Error: `no-lesson`.
  func lessonUnderWay(_ arguments: Arguments) throws(Diagnostic) -> LessonUnderWay {
    if let lesson = state.lesson { return lesson }
    throw Diagnostic(
      id: "no-lesson", message: "no lesson has been started", range: arguments.syntax.range,
      suggestion: "`lesson`, which lists them")
  }

  /// A lesson by its name, or by a path that ends in `.md`. Errors: `unknown-lesson`, `bad-lesson`, those of
  /// `pathToRead`.
  fileprivate mutating func lesson(_ word: Word) throws(Diagnostic) -> (Lesson, path: String) {
    let library = LessonLibrary(folders: lessonFolders)
    let path: String
    if word.text.hasSuffix(".md") {
      path = try pathToRead(word.text, range: word.range)
    } else if let known = library.path(of: word.text) {
      path = known
    } else {
      throw Diagnostic.unknownName(
        word, kind: "lesson", among: library.paths().map(LessonLibrary.name))
    }
    do {
      return (try library.load(path), path)
    } catch {
      let reason = (error as? LessonFault).map { "line \($0.line): \($0.diagnostic.message)" }
      throw Diagnostic(
        id: "bad-lesson",
        message: "the lesson \(shown(word.text)) cannot be read: "
          + (reason ?? (error as? FileError)?.message ?? "\(error)"), range: word.range)
    }
  }
}
