// The interactive shell: a numbered prompt, one line of commands at a time, until the user leaves.
import CommandLanguage
import Files
import Lessons
import Notebooks
import Sessions
import Terminal

final class Shell {
  private let console: Console
  private let editor: LineEditor
  private var notebook: Notebook
  private var number = 1
  private var hasWarned = false

  /// Nil when there is no terminal to edit lines on.
  init?(_ console: Console) {
    let configuration = LineEditor.Configuration(
      historyFile: StateFolder.history, color: console.capabilities.color,
      escapes: console.capabilities.escapes)
    guard let editor = LineEditor(configuration) else { return nil }
    self.console = console
    self.editor = editor
    notebook = console.makeNotebook()
    editor.completer = { [unowned self] line, cursor in
      let session = notebook.session
      let result = Completion.complete(
        line: line, cursorByte: cursor, table: session.catalog.table,
        names: session.namesWithLessons,
        files: FileCandidates.matching)
      return LineEditor.CompletionList(
        replace: result.replace.start..<result.replace.end,
        candidates: result.candidates.map {
          LineEditor.Candidate(
            text: $0.text, description: $0.description, appendsSpace: $0.appendsSpace)
        })
    }
  }

  /// - Parameter first: a line to run before the first prompt.
  func run(first: String? = nil) -> Ending {
    greet()
    beginJournal()
    warnOfHistory()
    let ending = work(first: first)
    // What a signal ended is offered to be gone on with.
    if case .status = ending { notebook.journal?.end() }
    return ending
  }

  private func work(first: String?) -> Ending {
    if let first, let ending = execute(first) { return ending }
    while true {
      switch readCommand() {
      case .line(let text):
        if let ending = execute(text) { return ending }
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
    console.say("New here? Type `train` and see what happens, or `lesson digits`.")
  }

  /// Says once why lines are not kept; where nothing is saved that has been said.
  private func warnOfHistory() {
    guard !hasWarned, isSaving, let warning = editor.historyWarning else { return }
    console.errors.writeLine(warning)
    hasWarned = true
  }

  private var promptText: String {
    "[\(number)] descent\(isSaving ? "" : " (not saving)")> "
  }

  private var isSaving: Bool { notebook.journal.map { $0.failure == nil } ?? false }

  // MARK: What is kept of the session

  /// Goes on with a session that was cut off, if its user wants that, or begins a journal.
  private func beginJournal() {
    guard let folder = SessionFolder() else {
      return sayNotSaved("there is no DESCENT_HOME and no HOME to keep it in")
    }
    if let kept = folder.latestUnfinished(), let isWanted = wantsToGoOn(with: kept) {
      if isWanted && resume(kept, in: folder) { return }
      if !isWanted { try? SessionJournal(goingOnWith: kept.path)?.end() }
    }
    do throws(FileError) {
      let settings = console.settings
      notebook.journal = try folder.makeJournal(
        SessionJournal.Begin(
          version: Descent.version, seed: settings.training.seed,
          explain: settings.explain.rawValue, folder: TextFile.resolved(".") ?? "",
          time: SessionFolder.now()))
    } catch {
      sayNotSaved("\(error.path): \(error.message)")
    }
  }

  private func sayNotSaved(_ reason: String) {
    console.errors.writeLine("This session is not saved: \(reason)")
  }

  /// What its user says; nil where that is neither yes nor no.
  private func wantsToGoOn(with kept: SessionJournal.Kept) -> Bool? {
    let count = kept.commandCount
    console.say(
      """
      The session of \(SessionFolder.clock(kept.begin.time)) was cut off after \(count) \
      \(count == 1 ? "command" : "commands").
      """)
    while true {
      console.output.flush()
      guard
        case .line(let answer) = editor.readLine(
          prompt: StyledText("Go on with it? [Y/n] ", .bold), continuation: true)
      else { return nil }
      switch answer.filter({ !$0.isWhitespace }).lowercased() {
      case "", "y", "yes": return true
      case "n", "no": return false
      default: console.say("Type `y` to go on with it, `n` to begin anew.")
      }
    }
  }

  /// Goes on with a session, saved if it can be; false where another program does already.
  private func resume(_ found: SessionJournal.Kept, in folder: SessionFolder) -> Bool {
    var kept = found
    var journal: SessionJournal?
    do throws(FileError) {
      journal = try SessionJournal(goingOnWith: found.path)
      guard journal != nil else {
        console.say("Another descent has gone on with it meanwhile.")
        return false
      }
      // Another one may have been here since it was found.
      kept = try SessionJournal.reading(found.path)
      if found.damaged > 0 {
        console.say("Its file is damaged behind them; what it was is kept as \(found.damagedCopy).")
      }
    } catch {
      sayNotSaved("\(error.path): \(error.message)")
    }
    notebook = console.makeNotebook(seed: kept.begin.seed)
    let count = notebook.resume(kept)
    number = count + 1
    if count == kept.commandCount {
      console.say("As it was after its last command; `cells` lists them.")
      notebook.journal = journal
      return true
    }
    console.say(
      """
      The first \(count) of its \(kept.commandCount) commands hold; the next does not any more, so the \
      session is as it was before it.
      """)
    do throws(FileError) {
      notebook.journal = try folder.makeJournal(from: kept, first: count)
      journal?.end()
    } catch {
      sayNotSaved("\(error.path): \(error.message)")
    }
    return true
  }

  /// One logical line: a line that ends in `\` goes on with the next.
  private func readCommand() -> LineEditor.Input {
    var text = ""
    var scanner = ContinuationScanner()
    while true {
      console.output.flush()
      console.errors.flush()
      let isContinuation = !text.isEmpty
      let prompt =
        isContinuation
        ? StyledText(String(repeating: " ", count: promptText.count - 5) + "...> ", .dim)
        : StyledText(promptText.dropLastBlank, Style(color: .green, bold: true)) + " "
      let input = editor.readLine(prompt: prompt, continuation: isContinuation)
      guard case .line(let line) = input else { return input }
      text += isContinuation ? "\n" + line : line
      if !scanner.endsInContinuation(line) { return .line(text) }
    }
  }

  /// Runs a line; how the process ends if it has to.
  private func execute(_ text: String) -> Ending? {
    let isBlank = text.allSatisfy(\.isWhitespace)
    if isBlank { return nil }
    editor.addHistory(text)
    warnOfHistory()
    let watch = InterruptWatch()
    notebook.session.environment = console.environment(watch)
    console.promptWidth = promptText.count
    let mayPage = console.showsProgress && notebook.session.state.settings.pager == .auto
    console.pager = mayPage ? Pager() : nil
    let echo = ControlEcho.off()
    let outcome = notebook.execute(text)
    echo?.restore()
    number += 1
    if let signal = InterruptWatch.terminationSignal { return .signal(signal) }
    if watch.request == .exit { return .status(130) }
    if console.output.failure != nil { return .status(1) }
    return outcome == .quit ? .status(0) : nil
  }
}

extension String {
  fileprivate var dropLastBlank: String { hasSuffix(" ") ? String(dropLast()) : self }
}

/// Files for completion.
enum FileCandidates {
  static func matching(_ prefix: String, _ extensions: [String]) -> [Candidate] {
    let slash = prefix.lastIndex(of: "/")
    let folder = slash.map { String(prefix[...$0]) } ?? ""
    let stem = slash.map { String(prefix[prefix.index(after: $0)...]) } ?? prefix
    return TextFile.names(in: folder.isEmpty ? "." : TextFile.expanded(folder))
      .filter { $0.hasPrefix(stem) && (stem.hasPrefix(".") || !$0.hasPrefix(".")) }
      .compactMap { name in
        if TextFile.isDirectory(TextFile.expanded(folder) + name) {
          return Candidate(folder + name + "/", "a folder", kind: .file, appendsSpace: false)
        }
        let matches = extensions.isEmpty || extensions.contains { name.hasSuffix("." + $0) }
        return matches ? Candidate(folder + name, "a file", kind: .file) : nil
      }
  }
}
