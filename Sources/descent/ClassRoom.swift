// A document before a class: its commands appear at the prompt as if typed, a key runs each, and one can go back,
// jump, try something else and come back. Nothing on the screen is erased, so it reads the same in every terminal
// and in what a terminal keeps above its window.
import Events
import Exports
import Files
import Lessons
import Notebooks
import Page
import Presentation
import Sessions
import Synchronization
import Terminal

final class ClassRoom {
  /// What comes after a key.
  enum Next {
    /// The command is on the screen still.
    case wait
    /// It is shown again or, if it is another, typed.
    case show(typing: Bool)
    case leave
    case end(Ending)
  }

  let console: Console
  let keys: KeyReader
  let editor: LineEditor
  let stepping: Stepping
  let voice: Voice
  let path: String
  /// Whether each of its steps has a screen of its own.
  let isLesson: Bool
  private let title: String?
  private let bookmark: SteppingBookmark?
  var speed = TypingSpeed()
  /// What the last command said, where it was run at the prompt.
  var lastLines: [String]?
  /// The same in a browser; nil while nobody asked for it.
  var page: PageSession?

  /// Nil where the document cannot be gone through, which is said.
  convenience init?(_ path: String, _ console: Console, _ editor: LineEditor) {
    let document: CourseDocument
    do {
      document = try CourseDocument(try TextFile.read(path, keepsMark: true))
    } catch {
      let (line, reason) = Self.place(of: error)
      console.receive(.error(.inFile(path, line: line, id: "unusable-document", reason)))
      return nil
    }
    self.init(document, of: path, console, editor)
  }

  /// - Parameter isLesson: whether it is gone through by its steps, each on a screen of its own.
  init?(
    _ document: CourseDocument, of path: String, isLesson: Bool = false, _ console: Console,
    _ editor: LineEditor
  ) {
    guard let keys = KeyReader(escapes: console.capabilities.escapes) else { return nil }
    let voice = Voice(console)
    var notebooks = console.notebooks
    notebooks.beginStepping = nil
    guard
      let stepping = Stepping(
        document, in: notebooks, environment: console.environment().ofDocument(path),
        show: { voice.say($0) })
    else {
      let reason = "there is no command in it: none after `> ` in a block of `descent`"
      console.receive(.error(.inFile(path, line: 1, id: "unusable-document", reason)))
      return nil
    }
    (self.console, self.keys, self.editor) = (console, keys, editor)
    (self.stepping, self.voice, self.path) = (stepping, voice, path)
    self.isLesson = isLesson
    title = document.title
    bookmark = SteppingBookmark(path)
  }

  private static func place(of error: any Error) -> (line: Int, reason: String) {
    switch error {
    case let error as DocumentError: (error.line, error.message)
    case let error as FileError: (1, error.message)
    default: (1, "\(error)")
    }
  }

  /// Until its user leaves; how the process ends if it has to.
  func run() -> Ending? {
    console.pager = nil
    console.hasWideHeadings = isLesson
    defer {
      keys.end()
      closePage()
      console.hasWideHeadings = false
    }
    greet()
    if let ending = offerToGoOn() { return ending }
    if stepping.place == 0 { showProse() }
    var next = Next.show(typing: true)
    while true {
      switch next {
      case .show(let typing):
        if let event = showNext(typing: typing) {
          next = act(on: event)
          continue
        }
        next = .wait
      case .wait: next = act(on: keys.next())
      case .leave:
        leaveLine()
        return nil
      case .end(let ending): return ending
      }
    }
  }

  private func greet() {
    if let title { console.show([.heading(Heading(Spans(title), level: 1))]) }
    let count = stepping.steps.count
    if isLesson { console.output.clearScreen() }
    console.say(
      """
      \(count) \(count == 1 ? "command" : "commands"). Space runs one, `b` goes \
      back, `t` tries something of your own, `p` shows it on a page, `?` lists the keys, `q` leaves.
      """)
    guard isLesson else { return }
    console.say("A step fits 80 columns and 24 rows: enlarge this window's letters that far.")
  }

  private func act(on event: KeyReader.Event) -> Next {
    switch event {
    case .key(.character(let character)): return act(on: character)
    case .key(.enter), .key(.right): return runNext()
    case .key(.left): return goBack()
    case .key, .timeout: return .wait
    case .interrupted:
      leaveLine("^C")
      remark("Nothing is running; q leaves.")
      return .show(typing: false)
    case .resumed: return .show(typing: false)
    case .endOfInput: return .leave
    case .terminate(let signal): return .end(.signal(signal))
    }
  }

  private func act(on character: Character) -> Next {
    switch character {
    case " ": return runNext()
    case "b": return goBack()
    case "g": return jump()
    case "t": return tryOut()
    case "e": return explain()
    case "p": return togglePage()
    case "+", "=", "-": return changeSpeed(by: character == "-" ? -1 : 1)
    case "?", "h": return listKeys()
    case "q": return .leave
    default: return .wait
    }
  }

  // MARK: Where it was the last time

  private func offerToGoOn() -> Ending? {
    guard let place = bookmark?.place, stepping.steps.indices.contains(place), place > 0 else {
      return nil
    }
    let question = "You were at command \(place + 1) the last time. Go on there? [Y/n] "
    keys.begin()
    ask(question)
    while true {
      switch keys.next() {
      case .key(.character("y")), .key(.character("Y")), .key(.character(" ")), .key(.enter):
        leaveLine()
        if case .end(let ending) = go(to: place) { return ending }
        return nil
      case .key(.character("n")), .key(.character("N")), .interrupted, .endOfInput:
        leaveLine()
        return nil
      case .resumed: ask(question)
      case .terminate(let signal): return .signal(signal)
      case .key, .timeout: continue
      }
    }
  }

  /// Remembers the place, and forgets it where all was seen.
  func notePlace() {
    let place = stepping.next == nil ? nil : stepping.place
    if let bookmark, let reason = bookmark.put(place) {
      remark("The place is not remembered: \(reason).")
    }
  }
}

extension ClassRoom {
  /// For a process that does nothing else.
  static func open(_ path: String, on console: Console) -> Ending {
    guard let editor = console.makeEditor(), let room = ClassRoom(path, console, editor)
    else { return .status(1) }
    return room.run() ?? .status(0)
  }

  /// A lesson as its author would go through it, step by step on a screen of its own.
  static func present(lesson name: String, on console: Console) -> Ending {
    let library = LessonLibrary(folders: console.lessonFolders)
    let known = library.path(of: name)
    let path = known ?? TextFile.resolved(name) ?? name
    do {
      let lesson = try library.load(path)
      let lines = lesson.walkthrough(begunAs: known == nil ? path : lesson.name).map {
        "> " + $0.replacing("\n", with: "\n> ")
      }
      let text = "```descent\n" + lines.joined(separator: "\n") + "\n```\n"
      guard let editor = console.makeEditor(),
        let room = ClassRoom(
          try CourseDocument(text), of: path, isLesson: true, console, editor)
      else { return .status(1) }
      return room.run() ?? .status(0)
    } catch {
      let fault = error as? LessonFault
      let (line, reason) = Self.place(of: error)
      console.receive(
        .error(
          fault?.report(path)
            ?? .inFile(path, line: line, id: "unusable-document", reason)))
      return .status(1)
    }
  }

  /// That a line typed asks to go through a document when it has ended.
  final class Wish: Sendable {
    private let path = Mutex(String?.none)

    func take() -> String? {
      path.withLock { path in
        defer { path = nil }
        return path
      }
    }

    func put(_ wanted: String) { path.withLock { $0 = wanted } }
  }

  /// For `Console.beginStepping`: nil where results are not for people.
  static func begin(_ wish: Wish, on console: Console) -> (@Sendable (String) -> Void)? {
    guard console.options.format == .text else { return nil }
    return { wish.put($0) }
  }

  /// Where what the notebook says goes.
  final class Voice {
    enum Mode { case aloud, held, silent }

    private let console: Console
    private var mode = Mode.aloud
    private var held: [NotebookOutput] = []

    init(_ console: Console) { self.console = console }

    func say(_ output: NotebookOutput) {
      // Whoever waits sees how far it is in any case.
      if case .session(.progress, _) = output { return console.receive(output) }
      switch mode {
      case .aloud: console.receive(output)
      case .held: held.append(output)
      case .silent: break
      }
    }

    /// Does something of which nothing is said, or not yet.
    func with<Result>(_ mode: Mode, _ body: () -> Result) -> Result {
      self.mode = mode
      defer {
        self.mode = .aloud
        console.finishProgress()
      }
      return body()
    }

    /// Says what was held, or forgets it.
    func release(_ isSaid: Bool) {
      if isSaid { for output in held { console.receive(output) } }
      held = []
    }
  }
}
