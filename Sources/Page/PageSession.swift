// The page beside the session that it shows: hears what the session says, posts it, and sees to what the page
// wants. A training that a line ended goes on when no line waits any more.
import CommandLanguage
import Events
import Experiments
import Notebooks
import Presentation
import Sessions

/// Used by the session's thread.
package final class PageSession {
  private let page: RunningPage
  private let pictures: PagePictures
  private let drawing: PageThread
  private var cells: PageCells
  private var saying = Saying()
  /// What was shown again beside it.
  private var again: [Block] = []
  private var ended: [Execution] = []
  /// What it has heard the beginning of.
  private var heard: Int?
  private var state: SessionState
  private var progressShown = ContinuousClock.now - .seconds(1)
  /// The run that a line from the page ended.
  private var unfinished: UnfinishedRun?
  /// One that waits to be gone on with because its user wanted that.
  private var paused: UnfinishedRun?

  package var access: PageAccess { page.access }

  /// - Parameter environment: the session's.
  package init(_ page: RunningPage, of notebook: Notebook, in environment: SessionEnvironment) {
    self.page = page
    let pictures = PagePictures(on: page.board, in: environment)
    self.pictures = pictures
    drawing = PageThread(yields: true) { pictures.run() }
    cells = PageCells(on: page.board)
    state = notebook.session.state
    show(notebook)
  }

  package func stop() {
    pictures.stop()
    page.stop()
    drawing.join()
  }

  /// Shows another notebook in the place of the one there was.
  package func show(_ notebook: Notebook) {
    page.board.clear()
    cells = PageCells(on: page.board)
    (ended, unfinished, paused) = ([], nil, nil)
    cells.showAll(of: notebook)
    postWaiting()
    take(notebook.session.state)
  }

  // MARK: What the session needs

  /// The world of a command that is typed while the page is there.
  package func join(_ environment: inout SessionEnvironment) {
    let (inbox, stop) = (page.inbox, environment.shouldStop)
    environment.shouldPause = { inbox.takesPause() }
    environment.shouldStop = { stop() || inbox.wantsStop }
    environment.onlooker = pictures.onlooker
    environment.showsProgress = true
    inbox.beginLine()
  }

  /// Readable when the page may have a line to type.
  package var descriptor: Int32 { page.inbox.descriptor }

  /// The next of them, if there is one.
  package func nextLine() -> String? {
    let line = page.inbox.next()
    if line != nil { postWaiting() }
    // It goes on, or its user gave it up.
    if paused != nil, !page.inbox.isResumable {
      paused = nil
      if line == nil { post(busy: nil) }
    }
    return line
  }

  // MARK: What the session says

  package func receive(_ output: NotebookOutput) {
    switch output {
    case .again(let blocks, let execution) where heard == execution.serial:
      again += blocks.blocks
      cells.show(execution, saying: saying.blocks.blocks + again)
    case .session(.progress(let report), _): show(report)
    case .session(.began(let execution), _):
      heard = execution.serial
      (saying, again) = (Saying(), [])
      cells.show(execution, saying: [])
      post(busy: execution.source)
    case .session(.event(let event, let execution), let changes)
    where heard == execution.serial:
      saying.receive(.event(event, in: execution))
      notice(event, of: execution)
      if !changes.isEmpty { cells.show(execution, saying: saying.blocks.blocks + again) }
    case .session(.ended(let execution), _):
      saying.receive(.ended(execution))
      ended.append(execution)
      if heard == execution.serial {
        cells.show(execution, saying: saying.blocks.blocks + again)
      }
    // The command that opened the page says where it is, which is seen there.
    case .again, .session(.event, _): break
    }
  }

  private func notice(_ event: LearningEvent, of execution: Execution) {
    switch event {
    case .trainingStarted: setTraining(true, in: execution)
    case .trainingEnded: setTraining(false, in: execution)
    case .error(let report): page.board.say(PageName.refused, PageRefusal(report: report))
    default: break
    }
  }

  /// A training can be paused.
  private func setTraining(_ isTraining: Bool, in execution: Execution) {
    page.inbox.isTraining = isTraining
    post(busy: execution.source)
  }

  private func show(_ report: ProgressReport) {
    let now = ContinuousClock.now
    guard now - progressShown >= .milliseconds(100) else { return }
    progressShown = now
    page.board.post(.progress, PageProgress(report: report))
  }

  // MARK: After a line

  /// - Parameter isAlone: whether its user ended it, and wants nothing to go on.
  package func lineEnded(_ line: String, _ notebook: Notebook, isAlone: Bool) {
    if !ended.isEmpty { cells.follow(notebook, after: ended) }
    let after = notebook.session.state
    let wish = page.inbox.endLine()
    if wish.hasPaused,
      let run = UnfinishedRun(after, endedIn: line, at: ended.last?.source ?? "")
    {
      (unfinished, paused) = wish.control == nil ? (run, nil) : (nil, run)
      if wish.control == .stop { paused = nil }
    }
    // Whoever goes back does not want to be taken forward again.
    if ended.contains(where: { $0.effect.travelled != nil }) { (unfinished, paused) = (nil, nil) }
    ended = []
    if isAlone || wish.wasOnward && !wish.hasPaused { unfinished = nil }
    let resuming = UnfinishedRun(after).flatMap { _ in paused?.onward(in: after) }
    if resuming == nil { paused = nil }
    page.inbox.offer(resuming: resuming)
    if !page.inbox.isWaited, let run = unfinished {
      let onward = run.onward(in: after)
      page.inbox.typeOnward(onward)
      if onward == nil { unfinished = nil }
    }
    take(after)
  }

  private func take(_ state: SessionState) {
    self.state = state
    post(busy: nil)
    pictures.draw(state)
  }

  private func postWaiting() {
    page.board.post(.waiting, PageWaiting(inbox: page.inbox))
  }

  private func post(busy: String?) {
    page.board.post(
      .state,
      PageState(
        state: state, busy: busy, isPaused: busy == nil && paused != nil,
        isPausable: busy != nil && page.inbox.isTraining, isReadOnly: page.access.isReadOnly))
  }
}
