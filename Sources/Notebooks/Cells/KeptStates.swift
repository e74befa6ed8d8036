// States and results that may be wanted again, found by the identity of what made them. States have a bound in
// bytes: what was wanted longest ago goes first, and is computed again when something needs it.
import Events
import Experiments

struct KeptStates {
  private struct Entry {
    var kept: Kept
    /// What it holds that the one kept after it does not.
    var bytes: Int
    var lastUse: Int
  }

  /// Apart from the table, which is copied as a whole.
  private final class Kept: Sendable {
    let state: SessionState

    init(_ state: SessionState) { self.state = state }
  }

  /// How much they may hold together beside the latest, which is kept in any case.
  var byteLimit: Int { didSet { makeRoom() } }
  private var states: [Identity: Entry] = [:]
  private var bytes = 0
  private var uses = 0
  private var latest: Identity?

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  subscript(identity: Identity) -> SessionState? {
    mutating get {
      uses += 1
      states[identity]?.lastUse = uses
      return states[identity]?.kept.state
    }
  }

  /// Whether it is there; that is no use of it.
  func holds(_ identity: Identity) -> Bool { states[identity] != nil }

  mutating func keep(_ state: SessionState, as identity: Identity) {
    uses += 1
    guard states[identity] == nil else {
      states[identity]?.lastUse = uses
      return
    }
    // Only now it is known what the one before does not share with the session any more.
    if let latest, let before = states[latest]?.kept.state {
      let own = before.ownBytes(besides: state)
      states[latest]?.bytes += own
      bytes += own
    }
    latest = identity
    states[identity] = Entry(kept: Kept(state), bytes: Self.small, lastUse: uses)
    bytes += Self.small
    makeRoom()
  }

  /// What a state holds beside its large arrays.
  private static let small = 4096

  private mutating func makeRoom() {
    if bytes > byteLimit { shrink(to: byteLimit / 2) }
  }

  /// Lets go what was used longest ago; half at a time, so that it is sorted seldom.
  private mutating func shrink(to limit: Int) {
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
      .flatMap { $0.said.isGone ? nil : $0 }
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
