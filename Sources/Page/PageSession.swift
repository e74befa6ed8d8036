// The page beside the session that it shows: hears what the session says, posts it, and sees to what the page
// wants. A training that a line ended goes on when no line waits any more.
import CommandLanguage
import Events
import Experiments
import JSON
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
  private var isPaused = false
  private var progressShown = ContinuousClock.now - .seconds(1)
  /// The run that a line from the page ended.
  private var unfinished: UnfinishedRun?

  package var access: PageAccess { page.access }
  package var inbox: PageInbox { page.inbox }

  /// - Parameter environment: the session's.
  package init(_ page: RunningPage, of notebook: Notebook, in environment: SessionEnvironment) {
    self.page = page
    let pictures = PagePictures(on: page.board, in: environment)
    self.pictures = pictures
    drawing = PageThread { pictures.run() }
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
    (ended, unfinished, isPaused) = ([], nil, false)
    cells.showAll(of: notebook)
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
    case .trainingStarted: page.inbox.isTraining = true
    case .trainingEnded: page.inbox.isTraining = false
    case .error(let report):
      let diagnostic = report.diagnostic
      page.board.say(
        PageName.refused,
        PageText(
          json: JSONValue.object([
            ("line", .string(execution.source)), ("message", .string(diagnostic.message)),
            ("suggestion", diagnostic.suggestion.map(JSONValue.string) ?? .null),
          ]).text))
    default: break
    }
  }

  private func show(_ report: ProgressReport) {
    let now = ContinuousClock.now
    guard now - progressShown >= .milliseconds(100) else { return }
    progressShown = now
    page.board.post(.progress, PageProgress(report: report))
  }

  // MARK: After a line

  /// - Parameter isAlone: whether its user ended it, and wants nothing to go on.
  package func lineEnded(_ notebook: Notebook, isAlone: Bool) {
    if !ended.isEmpty { cells.follow(notebook, after: ended) }
    ended = []
    let after = notebook.session.state
    let wish = page.inbox.endLine()
    if let run = after.unfinishedRun, wish.hasPaused {
      (unfinished, isPaused) = (wish.control == nil ? run : nil, wish.control == .pause)
    }
    if isAlone || wish.wasOnward && !wish.hasPaused { unfinished = nil }
    isPaused = isPaused && after.unfinishedRun != nil
    page.inbox.canResume = isPaused
    if !page.inbox.isWaited, let run = unfinished {
      let line = run.onward(in: after)
      page.inbox.typeOnward(line)
      if line == nil { unfinished = nil }
    }
    take(after)
  }

  private func take(_ state: SessionState) {
    self.state = state
    post(busy: nil)
    pictures.draw(state)
  }

  private func post(busy: String?) {
    page.board.post(
      .state,
      PageState(
        state: state, busy: busy, isPaused: isPaused, isReadOnly: page.access.isReadOnly))
  }
}

/// A training that did not get to its end.
private struct UnfinishedRun {
  let goal: TrainingGoal
  let epoch: Int
  let data: [String]
  let hidden: [Int]?

  /// What goes on with it after other commands; nil where they have put an end to it, as `reset` does.
  func onward(in state: SessionState) -> String? {
    if let now = state.unfinishedRun { return now.goal == goal ? "train" : nil }
    // Other data and other layers begin anew: as many epochs are left as there were.
    guard state.dataCommands != data || state.hidden?.map(\.units) != hidden,
      state.training == nil
    else { return nil }
    let until = goal.condition.map { " until \($0.text)" } ?? ""
    return "train \(goal.target - epoch)\(until)"
  }
}

extension SessionState {
  fileprivate var unfinishedRun: UnfinishedRun? {
    guard let goal = network?.interrupted, let training, goal.target > training.epoch else {
      return nil
    }
    return UnfinishedRun(
      goal: goal, epoch: training.epoch, data: dataCommands, hidden: hidden?.map(\.units))
  }
}
