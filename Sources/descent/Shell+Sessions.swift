// The shell and the sessions that are kept: it offers to go on with one that was cut off, keeps its own, and
// goes over to another when `sessions open` asks for that.
import Events
import Experiments
import Files
import Lessons
import Notebooks
import Sessions
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Shell {
  /// Goes on with a session that was cut off, if its user wants that, or begins one.
  ///
  /// - Returns: how the process ends if it has to.
  func beginSession() -> Ending? {
    defer {
      console.sessions.shellHas(notebook.journal?.path)
      if notebook.journal != nil { console.recorder.keepFiles() }
      console.recorder.goOver(to: notebook)
    }
    guard let folder = console.sessions.folder else {
      sayNotSaved("there is no DESCENT_HOME and no HOME to keep it in")
      return nil
    }
    let left = folder.takeLeft()
    let unreadable = left.unreadable
    if !unreadable.isEmpty {
      let which = unreadable.map(String.init).joined(separator: ", ")
      tell(
        """
        Of \(unreadable.count == 1 ? "session" : "sessions") \(which) nothing can be read; what is kept \
        stays in \(folder.path).
        """)
    }
    if let claim = left.cutOff {
      switch ask(about: claim.kept, beside: left.others) {
      case .goOn: if goOn(with: claim, in: folder) { return nil }
      case .no:
        folder.finish(claim.journal)
        tell("It is kept: `sessions` lists it.")
      case .notNow: tell("The next shell asks again.")
      case .end(let ending): return ending
      }
    }
    do throws(FileError) {
      notebook.journal = try folder.makeJournal(SessionJournal.Begin(console.settings))
    } catch {
      sayNotSaved("\(error.path): \(error.message)")
    }
    return nil
  }

  /// Keeps it as one that its user has left.
  func finishSession() {
    if let journal = notebook.journal { console.sessions.folder?.finish(journal) }
  }

  /// Leaves the present session for a kept one.
  func goOver(to number: Int) {
    guard let folder = console.sessions.folder else { return }
    let present = notebook.journal
    do throws(FileError) {
      guard goOn(with: try folder.claim(number), in: folder) else { return }
    } catch {
      return tell("Session \(number) cannot be gone on with: \(error.message).")
    }
    if let present { folder.finish(present) }
    console.sessions.shellHas(notebook.journal?.path)
    console.recorder.goOver(to: notebook)
  }

  // MARK: Asking

  private enum Answer {
    case goOn, no
    /// Neither: the question stays.
    case notNow
    case end(Ending)
  }

  /// - Parameter others: how many more there are.
  private func ask(about kept: SessionJournal.Kept, beside others: Int) -> Answer {
    let count = kept.commandCount
    tell(
      """
      The session of \(SessionFolder.clock(kept.begin.time)) was cut off after \(count) \
      \(count == 1 ? "command" : "commands")\(kept.progress.map { "; its \($0)" } ?? "")\
      \(kept.begun.map { ", in `\($0)`" } ?? "").
      """)
    if others > 0 {
      tell(
        others == 1
          ? "Another was cut off before it: `sessions` lists both."
          : "\(others) more were cut off before it: `sessions` lists them.")
    }
    while true {
      console.output.flush()
      let input = editor.readLine(
        prompt: StyledText("Go on with it? [Y/n] ", .bold))
      switch input {
      case .line(let answer):
        switch answer.filter({ !$0.isWhitespace }).lowercased() {
        case "", "y", "yes": return .goOn
        case "n", "no": return .no
        default: tell("Type `y` to go on with it, `n` to begin anew; it is kept in any case.")
        }
      case .interrupted, .aside: return .notNow
      case .endOfFile:
        console.output.writeLine()
        return .end(.status(0))
      case .terminate(let signal): return .end(.signal(signal))
      }
    }
  }

  // MARK: Going on

  /// Whether the session is that one now; it is not where its user stopped what it takes.
  private func goOn(with claim: SessionFolder.Claim, in folder: SessionFolder) -> Bool {
    let kept = claim.kept
    let start = TextFile.resolved(".")
    let place = enter(kept.begin.folder)
    let watch = InterruptWatch()
    let found = console.makeNotebook(goingOnWith: kept.begin)
    found.session.environment = console.environment(watch)
    let count = console.working(typingFor: editor) { _ in found.resume(kept) }
    if watch.token.isRaised(), count < kept.commandCount {
      if let start { _ = enter(start) }
      tell("Stopped: the session of \(SessionFolder.clock(kept.begin.time)) is kept as it was.")
      return false
    }
    notebook = found
    answerQuestions()
    keep(claim, count: count, in: folder)
    let onward = count == kept.commandCount ? notebook.takeUpWork(of: kept) : nil
    tellWhatHolds(claim, count: count, onward: onward)
    if let place { tell(place) }
    return true
  }

  /// One that holds goes on in its own journal. Of another the journal stays as it is, and what holds goes on
  /// in a new one.
  private func keep(_ claim: SessionFolder.Claim, count: Int, in folder: SessionFolder) {
    let kept = claim.kept
    guard count < kept.commandCount || kept.begin.version != Descent.version else {
      folder.goOn(with: claim)
      notebook.journal = claim.journal
      return
    }
    do throws(FileError) {
      try notebook.beginJournal(
        in: folder, SessionJournal.Begin(SessionSettings(kept.begin)), goingOnWith: kept,
        count: count)
    } catch {
      sayNotSaved("\(error.path): \(error.message)")
    }
    folder.finish(claim.journal)
  }

  /// - Parameter onward: the command that goes on with what was cut off.
  private func tellWhatHolds(_ claim: SessionFolder.Claim, count: Int, onward: String?) {
    let (kept, number) = (claim.kept, claim.number)
    let version = kept.begin.version
    if version != Descent.version {
      tell(
        """
        It was begun with descent \(version) and has been run with \(Descent.version): numbers may \
        differ from those that you saw.
        """)
    }
    if kept.damaged > 0 {
      tell("Its file is damaged behind them; what it was is kept as \(kept.damagedCopy).")
    }
    guard count < kept.commandCount else {
      let next =
        notebook.session.state.lesson == nil
        ? "`cells` lists its cells" : "`lesson show` says what the lesson asks"
      return tell(
        onward.map { "It is as it was when it was cut off; `\($0)` goes on." }
          ?? "It is as it was after its last command\(unfinished(kept)); \(next).")
    }
    tell(
      """
      \(count == 0 ? "None" : "The first \(count)") of its \(kept.commandCount) commands \
      \(count == 1 ? "holds" : "hold")\(kept.obstacle(after: count)); the session is as it was before that. \
      All of them are kept as session \(number): `sessions export \(number) FILE.md` writes them, and \
      `open FILE.md` then gives them as cells to be run.
      """)
  }

  /// What its last commands did not come to.
  private func unfinished(_ kept: SessionJournal.Kept) -> String {
    if let begun = kept.begun {
      let isSearch = begun.hasPrefix("search ")
      return ", before `\(begun)`, which can be typed again"
        + (isSearch ? "; `search resume` goes on with its trials" : "")
    }
    guard let network = notebook.session.state.network, let goal = network.interrupted,
      let training = network.training
    else { return "" }
    return """
      , a training stopped at epoch \(training.epoch) of \(goal.target), which `train` goes on with
      """
  }

  /// Makes a folder the one in which paths start; what is to be said of that.
  private func enter(_ folder: String) -> String? {
    guard folder != TextFile.resolved(".") else { return nil }
    // What the program keeps must be found again.
    guard StateFolder.path?.hasPrefix("/") ?? false, chdir(folder) == 0 else {
      return "Paths do not start in its folder, \(folder), which cannot be entered, but here."
    }
    return "Paths start in its folder, \(folder)."
  }

  // MARK: Saying

  private func sayNotSaved(_ reason: String) {
    console.errors.writeLine("This session is not saved: \(reason)")
  }

  func tell(_ sentence: String) { console.receive(.hint("\(sentence)")) }
}

extension SessionJournal.Begin {
  /// Of a session that begins now and here.
  init(_ settings: SessionSettings) {
    self.init(
      version: Descent.version, seed: settings.training.seed, explain: settings.explain.rawValue,
      folder: TextFile.resolved(".") ?? "", time: SessionFolder.now())
  }
}
