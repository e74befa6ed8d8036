// Bringing cells up to date: what is true stays, what is kept under its identity is taken, and of the rest
// what may be run is run on a branch of the session. The first cell that may not ends it: what stands below
// is not known.
import CommandLanguage
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
  private let keeper: RunKeeper
  private let wish: Wish
  private(set) var cells: CellArray
  /// Places of those that were looked at again, and said something else or the same.
  private(set) var renewed: [Int] = []
  /// Places of those that write a file and were not run again, though what stands above them has changed.
  private(set) var unwritten: [Int] = []
  private(set) var wasInterrupted = false
  /// What the last cell that is known left.
  private(set) var ground: CellGround
  private var isKnown = true

  init(
    _ cells: CellArray, of content: NotebookContent, _ wish: Wish,
    with performance: Performance, _ keeper: RunKeeper
  ) {
    self.content = content
    self.cells = cells
    self.wish = wish
    self.performance = performance
    self.keeper = keeper
    ground = content.origin.ground
  }

  /// Whether it is known what the cells come to, so that the session can be in the state after the last. A
  /// stale cell that changes nothing is no obstacle.
  var isComplete: Bool { isKnown && !wasInterrupted }

  mutating func run() {
    for place in cells.indices where cells[place].isRun {
      settle(place)
      guard isKnown, !wasInterrupted else { return }
    }
  }

  private mutating func settle(_ place: Int) {
    let cell = cells[place]
    let isNamed = if case .cells(let range) = wish { range.contains(place) } else { false }
    if !isNamed {
      if cell.isValid(on: ground) {
        ground = cell.groundAfter ?? ground
        return
      }
      if cell.effect.writes, cell.serial != nil { return passOver(place) }
      if let kept = content.results[cell, on: ground], kept.areFilesSame {
        renew(place, with: kept)
        return
      }
    }
    switch wish {
    case .none: pass(place)
    case .cells(let range) where place > range.upperBound: pass(place)
    case .stale, .cells: run(place, isNamed: isNamed)
    }
  }

  /// The file of an earlier run stays what it is.
  private mutating func passOver(_ place: Int) {
    if cells[place].before != ground.identity { unwritten.append(place) }
    cells[place].stay(on: ground)
  }

  /// Leaves a cell stale. What comes after it is known only if it changes nothing.
  private mutating func pass(_ place: Int) {
    isKnown = cells[place].leavesGround
  }

  private mutating func renew(_ place: Int, with cell: NotebookCell) {
    renewed.append(place)
    let flags = cells[place].flags
    cells[place] = cell
    cells[place].flags = flags
    ground = cell.groundAfter ?? ground
  }

  private mutating func run(_ place: Int, isNamed: Bool) {
    guard let state = state(before: place) else { return }
    // Going on with a session writes none of its files again.
    let mayWrite = isNamed && !keeper.isResuming
    guard let (cell, after) = execute(cells[place], on: state, ground, mayWrite: mayWrite)
    else {
      wasInterrupted = true
      return
    }
    // Of several commands those behind the refusal were not run either, so that such a cell has failed.
    if cell.effect.writes, !mayWrite, Self.isOne(cell.source) {
      cells[place].effect = cell.effect
      return passOver(place)
    }
    cell.said.join(content.memory)
    content.results.keep(cell)
    if let identity = cell.after { content.states.keep(after, as: identity) }
    // What came to nothing for the first time leaves nothing to go on with below.
    let isExpected = cells[place].ending == .failed || cells[place].flags.contains(.error)
    renew(place, with: cell)
    if cell.ending == .failed, !isExpected { isKnown = false }
  }

  /// The state on which a cell is to be run: kept, or made again from the nearest that is.
  private mutating func state(before place: Int) -> SessionState? {
    if let state = content.states[ground.identity] { return state }
    var (nearest, way) = (content.origin.identity, [NotebookCell]())
    var reached = nearest
    // Of a cell that is stale it is known by now that it changes nothing.
    for cell in cells[..<place] where cell.before == reached && cell.after != reached {
      guard let after = cell.after else { continue }
      reached = after
      way.append(cell)
      if content.states.holds(after) { (nearest, way) = (after, []) }
    }
    var state =
      content.states[nearest]
      ?? content.origin.state(withUsersOwn: performance.state.settings)
    for cell in way {
      guard let before = cell.ground,
        let (again, after) = execute(cell, on: state, before, mayWrite: false)
      else {
        wasInterrupted = true
        return nil
      }
      state = after
      if let identity = again.after { content.states.keep(after, as: identity) }
    }
    return state
  }

  private static func isOne(_ source: String) -> Bool {
    ScriptParser().parse(source).count == 1
  }

  /// Runs a cell on a branch; nil where it was stopped.
  private func execute(
    _ cell: NotebookCell, on state: SessionState, _ ground: CellGround, mayWrite: Bool
  ) -> (NotebookCell, SessionState)? {
    var saying = Saying()
    var ended: [Execution] = []
    var begin = state
    begin.settings = state.settings.withUsersOwn(of: performance.state.settings)
    begin.settings.explain = ground.explain
    let branch = performance.branch(from: begin, file: cell.file, mayWrite: mayWrite) { output in
      saying.receive(output)
      if case .ended(let execution) = output { ended.append(execution) }
    }
    // A cell of a file may say anything; about the notebook it says nothing, which would be to itself.
    branch.gate = { command, syntax in command.obstacle(asCell: syntax) }
    // Of several commands only the first stands on this ground.
    let isOne = Self.isOne(cell.source)
    let began = ContinuousClock.now
    var earlier: KeptRun?
    branch.earlierRun = { [keeper] source in
      if isOne { earlier = keeper.earlierRun(source, on: ground) }
      return earlier?.earlierRun
    }
    guard branch.execute(cell.source) != .interrupted else { return nil }
    if branch.wasTakenUp, let earlier { saying.take(earlier.head.said) }
    if isOne, let execution = ended.last {
      keeper.note(
        execution, saying: saying.blocks, on: ground, in: branch,
        seconds: began.duration(to: .now) / .seconds(1))
    }
    guard
      var run = NotebookCell(
        Execution(joining: ended, as: cell.source), saying: saying.blocks, on: ground,
        leaving: branch.state.settings.explain)
    else { return nil }
    run.file = cell.file
    return (run, branch.state)
  }

  /// The state after the last cell, made again if it has gone.
  mutating func finalState() -> SessionState? { state(before: cells.count) }
}

extension Execution {
  /// Several commands, as a cell of a file that was opened may have them in a line: one that did what they
  /// did together and ended as the last did.
  fileprivate init(joining parts: [Execution], as source: String) {
    self.init(
      serial: parts.first?.serial ?? 0, source: source,
      outcome: parts.last.map { $0.outcome ?? .failed } ?? .done)
    effect = Effect(
      changesState: parts.contains { $0.effect.changesState },
      reads: parts.flatMap(\.effect.reads), writes: parts.contains { $0.effect.writes },
      looksOutside: parts.contains { $0.effect.looksOutside })
  }
}
