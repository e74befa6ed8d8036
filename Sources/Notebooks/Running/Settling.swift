// Bringing cells up to date: what is true stays, what is kept under its identity is taken, and of the rest
// what may be run is run on a branch of the session. The first cell that may not ends it: what stands below
// is not known.
import Events
import Experiments
import Files
import Presentation
import Sessions

struct Settling {
  /// Which cells may be run again.
  enum Wish {
    case none
    case stale
    /// These, true or not; and stale ones above them, without which they cannot be.
    case cells(ClosedRange<Int>)
  }

  private(set) var content: NotebookContent
  private let performance: Performance
  private let wish: Wish
  private(set) var cells: [NotebookCell]
  /// Places of those that were looked at again, and said something else or the same.
  private(set) var renewed: [Int] = []
  private(set) var wasInterrupted = false
  /// Of the state after the last cell that is known.
  private(set) var identity: Identity
  private var isKnown = true
  private var hasStale = false

  init(
    _ cells: [NotebookCell], of content: NotebookContent, _ wish: Wish,
    with performance: Performance
  ) {
    self.content = content
    self.cells = cells
    self.wish = wish
    self.performance = performance
    identity = content.origin.identity
  }

  /// Whether every cell is known, so that the session can be in the state after the last.
  var isComplete: Bool { isKnown && !hasStale && !wasInterrupted }

  mutating func run() {
    for place in cells.indices where cells[place].content == .command {
      settle(place)
      guard isKnown, !wasInterrupted else { return }
    }
  }

  private mutating func settle(_ place: Int) {
    let cell = cells[place]
    let isNamed = if case .cells(let range) = wish { range.contains(place) } else { false }
    if !isNamed {
      if cell.isValid(on: identity) {
        identity = cell.after ?? identity
        return
      }
      if cell.effect.writes, cell.serial != nil {
        // The file of an earlier run stays what it is.
        cells[place].before = identity
        cells[place].after = identity
        cells[place].isFileOfEarlierRun = true
        return
      }
      if let kept = content.results[cell.source, on: identity, explain: explain],
        kept.areFilesSame
      {
        renew(place, with: kept)
        return
      }
    }
    switch wish {
    case .none: pass(place)
    case .cells(let range) where place > range.upperBound: pass(place)
    case .stale, .cells: run(place)
    }
  }

  /// Leaves a cell stale. What comes after it is known only if it changes nothing.
  private mutating func pass(_ place: Int) {
    hasStale = true
    isKnown = cells[place].before != nil && !cells[place].effect.changesState
  }

  private var explain: String { performance.state.settings.explain.rawValue }

  private mutating func renew(_ place: Int, with cell: NotebookCell) {
    renewed.append(place)
    cells[place] = cell
    identity = cell.after ?? identity
  }

  private mutating func run(_ place: Int) {
    guard let state = state(before: place) else { return }
    guard let (cell, after) = execute(cells[place].source, on: state, known: identity) else {
      wasInterrupted = true
      return
    }
    content.results.keep(cell)
    if let identity = cell.after { content.states.keep(after, as: identity) }
    renew(place, with: cell)
  }

  /// The state on which a cell is to be run: kept, or made again from the nearest that is.
  private mutating func state(before place: Int) -> SessionState? {
    if let state = content.states[identity] { return state }
    var start = place
    var found: SessionState?
    while found == nil, start > 0 {
      start -= 1
      if let before = cells[start].before { found = content.states[before] }
    }
    guard var state = found else { return content.states[content.origin.identity] }
    for cell in cells[start..<place] where cell.effect.changesState && cell.content == .command {
      guard let before = cell.before,
        let (again, after) = execute(cell.source, on: state, known: before)
      else {
        wasInterrupted = true
        return nil
      }
      state = after
      if let identity = again.after { content.states.keep(after, as: identity) }
    }
    return state
  }

  /// Runs a command on a branch; nil where it was stopped.
  private func execute(
    _ source: String, on state: SessionState, known identity: Identity
  ) -> (NotebookCell, SessionState)? {
    var (presenter, saying) = (Presenter(), Blocks())
    var cell: NotebookCell?
    var begin = state
    begin.settings = state.settings.withUsersOwn(of: performance.state.settings)
    let branch = performance.branch(from: begin) { output in
      switch output {
      case .event(let event, _): for change in presenter.receive(event) { saying.apply(change) }
      case .ended(let execution):
        for change in presenter.end(execution) { saying.apply(change) }
        if case .interrupted = execution.outcome { return }
        cell = NotebookCell(
          execution, saying: saying, on: identity, performance.state.settings.explain)
      default: break
      }
    }
    guard branch.execute(source) != .interrupted, var cell else { return nil }
    cell.source = source
    return (cell, branch.state)
  }

  /// The state after the last cell, made again if it has gone.
  mutating func finalState() -> SessionState? { state(before: cells.count) }
}

extension NotebookCell {
  /// Whether it was run on that state, and what it read is as it was.
  func isValid(on identity: Identity) -> Bool {
    ending != .unrun && before == identity && areFilesSame
  }

  var areFilesSame: Bool {
    reads.allSatisfy { TextFile.contentDigest($0.path) == $0.content }
  }
}
