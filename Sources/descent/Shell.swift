// The interactive shell: a numbered prompt, one line of commands at a time, until the user leaves.
import CommandLanguage
import Experiments
import Files
import Lessons
import Notebooks
import Page
import Sessions
import Terminal

final class Shell {
  let console: Console
  let editor: LineEditor
  var notebook: Notebook
  /// Whether the page has typed the line under way: whoever sits there cannot answer a question here.
  var isLineOfPage = false
  /// The session in a browser; nil while nobody asked for it.
  var page: PageSession?
  private let steppingWish = ClassRoom.Wish()
  private var hasWarned = false
  /// What the terminal has answered; nil before it was asked.
  private var showsImages: Bool?

  /// Nil when there is no terminal to edit lines on.
  init?(_ console: Console) {
    guard let editor = console.makeEditor() else { return nil }
    self.console = console
    self.editor = editor
    console.beginStepping = ClassRoom.begin(steppingWish, on: console)
    notebook = console.makeNotebook()
    answerQuestions()
    assistInNotebook()
    offerPages()
  }

  private func assistInNotebook() {
    editor.assist(in: { [unowned self] in notebook }, history: { [unowned self] in lineHistory })
    editor.editOutside = { [unowned self] text in editOutside(text) }
  }

  /// Lines that were typed, from when one is first asked for.
  private lazy var lineHistory = LineHistory(editor.history())

  private func editOutside(_ text: String) -> String? {
    switch ExternalEditor(keyboard: nil).edit(text, named: "line.descent") {
    case .success(let text): return text
    case .failure(let failure):
      console.errors.writeLine("The line stays as it was: \(failure.message).")
      console.errors.flush()
      return nil
    }
  }

  /// - Parameter first: a line to run before the first prompt.
  func run(first: String? = nil) -> Ending {
    greet()
    if let ending = beginSession() { return ending }
    warnOfHistory()
    let ending = work(first: first)
    closePage()
    // What a signal ended is offered to be gone on with.
    if case .status = ending { finishSession() }
    return ending
  }

  private func work(first: String?) -> Ending {
    if let first, let ending = execute(first, isTyped: false) { return ending }
    while true {
      switch readCommand() {
      case .line(let text):
        if let ending = execute(text) { return ending }
      case .aside(let text):
        if let ending = execute(text, isRemembered: false) { return ending }
      case .interrupted: continue
      case .endOfFile:
        console.output.writeLine()
        return .status(0)
      case .terminate(let signal): return .signal(signal)
      }
    }
  }

  private func greet() {
    guard console.options.format == .text else { return }
    console.say(
      """
      descent \(Descent.configuration.version): `help` lists the commands, Tab completes, Ctrl-D \
      leaves.
      """)
    guard console.sessions.folder?.isEmpty ?? true else { return }
    console.say("New here? Type `train` and see what happens, or `lesson first-steps`.")
  }

  /// Says once why lines are not kept; where nothing is saved that has been said.
  private func warnOfHistory() {
    guard !hasWarned, isSaving, let warning = editor.historyWarning else { return }
    console.errors.writeLine(warning)
    hasWarned = true
  }

  var isSaving: Bool { notebook.journal.map { $0.failure == nil } ?? false }

  /// Runs a line; how the process ends if it has to.
  ///
  /// - Parameters:
  ///   - isTyped: whether it stands at the prompt above.
  ///   - isRemembered: whether it is one of those that can be had back.
  private func execute(
    _ text: String, isTyped: Bool = true, isRemembered: Bool = true
  ) -> Ending? {
    let isBlank = text.allSatisfy(\.isWhitespace)
    if isBlank { return nil }
    if isRemembered {
      if editor.history().last != text { lineHistory.append(text) }
      editor.addHistory(text)
    }
    warnOfHistory()
    let watch = InterruptWatch()
    if !isTyped { console.promptWidth = makePrompt().width }
    console.lineAbove = isTyped ? text : nil
    console.isReadAloud = notebook.session.state.settings.isReadAloud
    // While a page is open nobody may sit at the keyboard to leave a pager, and in a lesson what is typed next is meant
    // for the lesson.
    let mayPage =
      console.showsProgress && page == nil && notebook.session.state.lesson == nil
      && notebook.session.state.settings.pager == .auto
    console.pager = mayPage ? Pager() : nil
    console.showsCurves = notebook.session.state.lesson == nil
    console.markOutput()
    let outcome = console.working(typingFor: editor) { keyboard in
      notebook.session.environment = environment(watch, keyboard)
      let outcome = goOnWithLesson(text) ?? notebook.execute(text)
      console.isReadAloud = notebook.session.state.settings.isReadAloud
      choosePictures()
      return outcome
    }
    console.markEnd(outcome)
    if let signal = InterruptWatch.terminationSignal { return .signal(signal) }
    if watch.request == .exit { return .status(130) }
    if console.output.failure != nil { return .status(1) }
    page?.lineEnded(text, notebook, isAlone: watch.request != .none)
    if let wanted = console.sessions.takeWanted() {
      goOver(to: wanted)
      page?.show(notebook)
      notePage()
    }
    if outcome == .quit { return .status(0) }
    return goThroughDocument()
  }

  /// As its user wants them from the next line on; the terminal is asked once.
  private func choosePictures() {
    let isWanted = notebook.session.state.settings.pictures == .inline
    guard isWanted, console.showsProgress, console.drawing != .letters else {
      console.hasImages = false
      if isWanted, showsImages == nil, console.saysText, !console.isReadAloud {
        showsImages = false
        console.say("Pictures stay letters here: pixels need a terminal with colors.")
      }
      return
    }
    if showsImages == nil {
      console.output.flush()
      let ask = { InlineGraphics.isAnswered() }
      showsImages = console.keyboard?.lifted(ask) ?? ask()
      if showsImages == false {
        console.say("This terminal does not show Kitty's graphics; pictures stay text.")
      }
    }
    console.hasImages = showsImages ?? false
  }

  /// Where the line asked for that: a document step by step.
  private func goThroughDocument() -> Ending? {
    guard let path = steppingWish.take(), let room = ClassRoom(path, console, editor) else {
      return nil
    }
    let listener = console.listener
    console.listener = nil
    defer {
      assistInNotebook()
      console.listener = listener
    }
    return room.run()
  }
}

extension Shell {
  /// For commands that are typed here.
  private func environment(
    _ watch: InterruptWatch, _ keyboard: QuietKeyboard?
  ) -> SessionEnvironment {
    var environment = console.environment(watch)
    let editor = ExternalEditor(keyboard: keyboard)
    // Whoever sits at the page has no editor before them.
    if !isLineOfPage {
      environment.editor = { text, name in editor.edit(text, named: name) }
    }
    page?.join(&environment)
    return environment
  }

  /// Where the answer is no line of JSON.
  func answerQuestions() {
    guard console.options.format == .text else { return }
    notebook.ask = { [unowned self] question in answer(question) }
  }

  private func answer(_ question: StaleQuestion) -> StaleQuestion.Answer {
    if isLineOfPage { return .refuse }
    console.say("\(question.sentence)")
    console.output.flush()
    let read = { [editor] in
      editor.readLine(prompt: StyledText(question.prompt + " [Y/n] ", .bold))
    }
    while true {
      switch console.keyboard?.lifted(read) ?? read() {
      case .line(let line):
        switch line.filter({ !$0.isWhitespace }).lowercased() {
        case "", "y", "yes": return .runFirst
        case "n", "no": return .refuse
        default:
          console.say("Type `y` to run them and then the command, `n` to leave all as it is.")
          console.output.flush()
        }
      case .endOfFile, .aside: return .refuse
      case .interrupted, .terminate: return .leave
      }
    }
  }
}
