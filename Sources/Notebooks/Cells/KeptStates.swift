// States and results that may be wanted again, found by the identity of what made them. They share a bound
// in bytes: what was wanted longest ago goes first, and is computed again when something needs it.
import Events
import Experiments

struct KeptStates {
  private struct Entry {
    var state: SessionState
    /// What it holds that the one kept before it does not.
    var bytes: Int
    var lastUse: Int
  }

  private let byteLimit: Int
  private var states: [Identity: Entry] = [:]
  private var bytes = 0
  private var uses = 0
  private var latest: SessionState?

  /// - Parameter byteLimit: how much they may hold together; the latest is kept in any case.
  init(byteLimit: Int) { self.byteLimit = byteLimit }

  subscript(identity: Identity) -> SessionState? {
    mutating get {
      uses += 1
      states[identity]?.lastUse = uses
      return states[identity]?.state
    }
  }

  mutating func keep(_ state: SessionState, as identity: Identity) {
    uses += 1
    guard states[identity] == nil else {
      states[identity]?.lastUse = uses
      return
    }
    // Beside its arrays a state holds some small values of its own.
    let own = 4096 + (latest.map { state.ownBytes(besides: $0) } ?? 0)
    latest = state
    states[identity] = Entry(state: state, bytes: own, lastUse: uses)
    bytes += own
    if bytes > byteLimit { shrink(to: byteLimit / 2, besides: identity) }
  }

  /// Lets go what was used longest ago; half at a time, so that it is sorted seldom.
  private mutating func shrink(to limit: Int, besides latest: Identity) {
    let oldest = states.filter { $0.key != latest }.sorted { $0.value.lastUse < $1.value.lastUse }
    for (identity, entry) in oldest where bytes > limit {
      states[identity] = nil
      bytes -= entry.bytes
    }
  }
}

/// What cells said, by what they were run on and what they say.
struct KeptResults {
  private struct Key: Hashable {
    var ground: CellGround
    var source: String
    /// The same words mean another file where another file says them.
    var file: String?
  }

  private static let most = 1000
  private var cells: [Key: NotebookCell] = [:]
  private var order: [Key] = []

  /// - Parameter cell: the words to say what of, and who says them.
  subscript(cell: NotebookCell, on ground: CellGround) -> NotebookCell? {
    cells[Key(ground: ground, source: cell.source, file: cell.file)]
  }

  /// Failed and interrupted ones, and what looked at the archive, may turn out otherwise the next time.
  mutating func keep(_ cell: NotebookCell) {
    guard let ground = cell.ground, cell.ending == .done, !cell.effect.looksOutside else { return }
    let key = Key(ground: ground, source: cell.source, file: cell.file)
    if cells.updateValue(cell, forKey: key) == nil { order.append(key) }
    if order.count > Self.most {
      for old in order.prefix(Self.most / 2) { cells[old] = nil }
      order.removeFirst(Self.most / 2)
    }
  }
}
