// The cells there are, the state that they come to, and what is kept to be taken again.
import Events
import Experiments
import Presentation

package struct NotebookContent: Sendable {
  /// With what the notebook begins.
  private(set) var origin: NotebookOrigin
  package private(set) var cells = CellArray()
  /// Of the state in which the session is.
  private(set) var identity: Identity
  /// Whether the session is in the state that the cells make.
  private(set) var isSettled = true
  var states: KeptStates
  var results = KeptResults()
  /// What the cells take, and where they go when it is too much.
  let memory: CellMemory
  /// What undoing and doing again an execution does to the cells, by its serial number.
  private var revisions: [Int: Revision] = [:]
  private var revised: [Int] = []

  private enum Revision: Sendable {
    /// It put a cell there.
    case cell(NotebookCell, at: Int)
    /// It changed the notebook itself.
    case notebook(before: NotebookCells, after: NotebookCells)
  }

  /// - Parameters:
  ///   - state: of a session with that beginning.
  ///   - folders: where cells go for which there is no room in memory.
  init(origin: NotebookOrigin, begin state: SessionState, folders: [String]) {
    self.origin = origin
    identity = origin.identity
    let share = Self.share(of: state.settings)
    memory = CellMemory(byteLimit: share, file: SpillFile(folders: folders))
    states = KeptStates(byteLimit: share)
    states.keep(state, as: identity)
  }

  /// States and cells may each take a quarter of the user's bound; what can be undone has the other half.
  private static func share(of settings: SessionSettings) -> Int { settings.keep / 4 }

  /// Follows the user's bound.
  private mutating func makeRoom(_ settings: SessionSettings) {
    let share = Self.share(of: settings)
    guard share != memory.byteLimit else { return }
    memory.byteLimit = share
    states.byteLimit = share
  }

  /// What a cell said, by its number.
  func output(ofCell number: Int) -> Blocks? {
    cells.indices.contains(number - 1) ? cells[number - 1].output : nil
  }

  /// The cells as they are, to be changed and put back.
  var present: NotebookCells {
    NotebookCells(origin: origin, cells: cells, identity: identity, isSettled: isSettled)
  }

  /// Takes a command in that was run where the session is.
  mutating func append(_ cell: NotebookCell, leaving state: SessionState) {
    if cell.effect.changesState || cell.explain != cell.explainAfter {
      note(.cell(cell, at: cells.count), of: cell.serial ?? 0)
    }
    if cell.effect.changesState, let after = cell.after {
      identity = after
      states.keep(state, as: after)
    }
    makeRoom(state.settings)
    results.keep(cell)
    append(cell)
  }

  /// Takes a command in that left the session as it was.
  mutating func append(_ cell: NotebookCell) {
    cells.append(cell)
    cells.joinLast(memory)
  }

  /// Puts changed cells in the place of those there are.
  mutating func take(_ changed: NotebookCells, by serial: Int) {
    changed.cells.join(memory)
    note(.notebook(before: present, after: changed), of: serial)
    put(changed)
  }

  private mutating func put(_ changed: NotebookCells) {
    origin = changed.origin
    cells = changed.cells
    identity = changed.identity
    isSettled = changed.isSettled
  }

  /// Those that were typed since then and changed nothing stay where they are: at the end.
  private mutating func put(_ changed: NotebookCells, inPlaceOf present: NotebookCells) {
    let later = Array(cells.dropFirst(present.cells.count))
    put(changed)
    for cell in later { append(cell) }
  }

  /// Follows the session to another of its times.
  mutating func follow(_ travel: Execution.Travel) {
    for serial in travel.serials {
      switch (revisions[serial], travel.direction) {
      case (.notebook(let before, let after), .undo): put(before, inPlaceOf: after)
      case (.notebook(let before, let after), .redo): put(after, inPlaceOf: before)
      case (.cell(let cell, _), .undo):
        // The last ones are near, and those before may be in the file.
        if let place = cells.lastIndex(where: { $0.serial == serial }) { cells.remove(at: place) }
        identity = cell.before ?? identity
      case (.cell(let cell, let place), .redo):
        cells.insert(cell, at: min(place, cells.count))
        identity = cell.after ?? identity
      case (nil, _): break
      }
    }
  }

  /// As many as `undo` goes back.
  private mutating func note(_ revision: Revision, of serial: Int) {
    revisions[serial] = revision
    revised.append(serial)
    if revised.count > 200 {
      for old in revised.prefix(100) { revisions[old] = nil }
      revised.removeFirst(100)
    }
  }
}

/// What a change of the notebook makes of it.
struct NotebookCells: Sendable {
  var origin: NotebookOrigin
  var cells: CellArray
  var identity: Identity
  var isSettled: Bool
}

/// What a notebook begins with: the same beginning and the same cells give the same bits.
package struct NotebookOrigin: Sendable, Equatable {
  /// Of the program.
  package var version: String
  /// Of the session.
  package var seed: UInt64
  package var explain: ExplainLevel

  package init(version: String, seed: UInt64, explain: ExplainLevel) {
    (self.version, self.seed, self.explain) = (version, seed, explain)
  }

  var ground: CellGround { CellGround(identity: identity, explain: explain) }

  /// Of the state before the first cell.
  var identity: Identity { Identity(version: version, seed: seed) }

  /// That state.
  /// - Parameter settings: those of which the user's own are taken.
  func state(withUsersOwn settings: SessionSettings) -> SessionState {
    var state = SessionState()
    state.settings = SessionSettings().withUsersOwn(of: settings)
    state.settings.training.seed = seed
    state.settings.explain = explain
    return state
  }
}
