// What the keys of a class room do: run, go back, jump, try out, say more.
import CommandLanguage
import Notebooks
import Sessions
import Terminal

extension ClassRoom {
  /// Runs commands with the terminal as commands have it; how the process ends if it has to.
  ///
  /// - Parameter isTyped: whether its user types them, who may do what the document's may not.
  func perform<Result>(isTyped: Bool = false, _ body: () -> Result) -> (Result, Ending?) {
    keys.end()
    console.promptWidth = isTyped ? Self.ownPrompt.count : prompt.count
    let watch = InterruptWatch()
    let result = console.working(typingFor: isTyped ? editor : nil) { keyboard in
      var environment = console.environment(file: isTyped ? nil : path, watch)
      if isTyped {
        let external = ExternalEditor(keyboard: keyboard)
        environment.editor = { text, name in external.edit(text, named: name) }
      }
      page?.join(&environment)
      stepping.enter(environment)
      let result = body()
      page?.lineEnded("", stepping.notebook, isAlone: true)
      return result
    }
    console.output.flush()
    if let signal = InterruptWatch.terminationSignal { return (result, .signal(signal)) }
    if watch.request == .exit { return (result, .status(130)) }
    return (result, nil)
  }

  func runNext() -> Next {
    leaveLine()
    guard let step = stepping.next else { return .show(typing: false) }
    if isLesson, step.entry.command == "next" || stepping.place == 0, console.showsProgress {
      console.output.clearScreen()
    }
    let (result, ending) = perform { stepping.run() }
    if let ending { return .end(ending) }
    guard let result else { return .show(typing: false) }
    let ran = result.ran
    lastLines = ran.lines
    if ran.passedOver > 0 { showEarlier(step) }
    if ran.outcome == .interrupted {
      remark(
        ran.again == nil
          ? "Stopped: the session is as it was before it."
          : "Stopped: Space goes on from there, b takes it back.")
    } else if let deviation = result.deviation {
      remark("\(deviation.words) (line \(step.entry.line)).")
    }
    notePlace()
    let isNew = stepping.next?.entry != step.entry
    if isNew { showProse() }
    return .show(typing: isNew)
  }

  /// What a command that was passed over said in the document.
  private func showEarlier(_ step: Stepping.Step) {
    for line in step.entry.output { console.output.writeLine(line) }
    remark("Not run, since it writes a file: that is what the document has.")
  }

  func goBack() -> Next {
    leaveLine()
    guard stepping.place > 0 else {
      remark("This is the first command.")
      return .show(typing: false)
    }
    return go(to: stepping.place - 1)
  }

  /// To where a command is the next, running what lies between without a word.
  func go(to place: Int) -> Next {
    let isForward = place > stepping.place
    let (isThere, ending) = perform { voice.with(.silent) { stepping.go(to: place) } }
    if let ending { return .end(ending) }
    turnPage()
    lastLines = nil
    let number = stepping.place + 1
    if !isThere {
      remark("Stopped before command \(number).")
    } else if isForward {
      remark("All commands before \(number) have been run.")
      showProse()
    } else {
      remark("The session is as it was before command \(number).")
    }
    notePlace()
    return .show(typing: false)
  }

  // MARK: Jumping

  func jump() -> Next {
    leaveLine()
    let question = "Go to command (1 to \(stepping.steps.count)): "
    var digits = ""
    ask(question)
    while true {
      switch keys.next() {
      case .key(.character(let character)) where character.isASCII && character.isNumber:
        // No document has more commands than that.
        guard digits.count < 6 else { continue }
        digits.append(character)
        ask(String(character))
      case .key(.backspace), .resumed:
        digits = ""
        leaveLine()
        ask(question)
      case .key(.enter):
        leaveLine()
        guard let number = Int(digits), stepping.steps.indices.contains(number - 1) else {
          if !digits.isEmpty { remark("There is no command \(digits).") }
          return .show(typing: false)
        }
        return go(to: number - 1)
      case .key(.escape), .interrupted, .endOfInput:
        leaveLine()
        return .show(typing: false)
      case .terminate(let signal): return .end(.signal(signal))
      case .key, .timeout: continue
      }
    }
  }

  // MARK: Trying out

  /// The class types something of its own on a branch.
  func tryOut() -> Next {
    keys.end()
    leaveLine()
    remark("Try what you like. An empty line, back or Ctrl-D returns, and all is as it was.")
    let notebook = stepping.notebook
    editor.assist(in: { notebook })
    let environment = notebook.session.environment
    let ending = notebook.branch { typeCommands(into: notebook) }
    notebook.session.environment = environment
    if let ending { return .end(ending) }
    turnPage()
    remark("Back: the session is as it was.")
    return .show(typing: false)
  }

  private static let ownPrompt = "try> "

  private func typeCommands(into notebook: Notebook) -> Ending? {
    while true {
      let input = console.readCommand(
        by: editor, StyledText(Self.ownPrompt, .color(.cyan)),
        continuation: StyledText("...> ", .color(.cyan)))
      switch input {
      case .line(let text):
        let command = text.filter { !$0.isWhitespace }.lowercased()
        if command.isEmpty || command == "back" { return nil }
        editor.addHistory(text)
        console.lineAbove = text
        let (outcome, ending) = perform(isTyped: true) { notebook.execute(text) }
        if let ending { return ending }
        if outcome == .quit { return nil }
      case .aside(let text):
        if let ending = perform(isTyped: true, { notebook.execute(text) }).1 { return ending }
      case .interrupted: continue
      case .endOfFile: return nil
      case .terminate(let signal): return .signal(signal)
      }
    }
  }

  // MARK: Saying more

  /// The last command once more, on a branch, with all that can be said; where that is no more than it said, what
  /// the command is.
  func explain() -> Next {
    leaveLine()
    let (ran, ending) = perform { voice.with(.held) { stepping.explainLast() } }
    if let ending { return .end(ending) }
    guard let ran else {
      remark("Run a command first.")
      return .show(typing: false)
    }
    let saysMore = ran.outcome == .done && ran.lines != lastLines && ran.passedOver == 0
    voice.release(saysMore)
    if ran.outcome == .interrupted {
      remark("Stopped: the session is as it was.")
    } else if !saysMore {
      let notebook = stepping.notebook
      let name = stepping.steps[stepping.place - 1].entry.command.prefix { $0 != " " }
      guard let command = notebook.catalog.command(named: name.lowercased()) else {
        remark("There is no more to say of it.")
        return .show(typing: false)
      }
      let help = "help \(command.signature.name)"
      if let ending = perform({ notebook.branch { notebook.execute(help) } }).1 {
        return .end(ending)
      }
    }
    return .show(typing: false)
  }

  func changeSpeed(by steps: Int) -> Next {
    speed.change(by: steps)
    leaveLine()
    remark("Commands appear \(speed.words).")
    return .show(typing: false)
  }
}

extension Deviation {
  /// One line of it: the class sees what came out.
  fileprivate var words: String {
    switch self {
    case .hasFailed: "In the document this command does not fail"
    case .hasNotFailed: "In the document this command fails"
    case .saysOtherwise: "The document says something else here"
    }
  }
}
