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
  /// By the text of their identities: for a key of our own type each start would look through all that types
  /// of the program conform to.
  private var states: [String: Entry] = [:]
  private var bytes = 0
  private var uses = 0
  private var latest: String?

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  subscript(identity: Identity) -> SessionState? {
    mutating get {
      let name = identity.text
      uses += 1
      states[name]?.lastUse = uses
      return states[name]?.kept.state
    }
  }

  /// Whether it is there; that is no use of it.
  func holds(_ identity: Identity) -> Bool { states[identity.text] != nil }

  mutating func keep(_ state: SessionState, as identity: Identity) {
    let name = identity.text
    uses += 1
    guard states[name] == nil else {
      states[name]?.lastUse = uses
      return
    }
    // Only now it is known what the one before does not share with the session any more.
    if let latest, let before = states[latest]?.kept.state {
      let own = before.ownBytes(besides: state)
      states[latest]?.bytes += own
      bytes += own
    }
    latest = name
    states[name] = Entry(kept: Kept(state), bytes: Self.small, lastUse: uses)
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
    for (name, entry) in oldest where bytes > limit {
      states[name] = nil
      bytes -= entry.bytes
    }
  }
}

/// What cells said, by what they were run on and what they say.
struct KeptResults {
  /// By what it is run on and its words; those mean another file where another file says them.
  private static func key(_ cell: NotebookCell, on ground: CellGround) -> String {
    [ground.identity.text, ground.explain.rawValue, cell.file ?? "", cell.source]
      .joined(separator: "\n")
  }

  private static let most = 1000
  private var cells: [String: NotebookCell] = [:]
  private var order: [String] = []

  /// - Parameter cell: the words to say what of, and who says them.
  subscript(cell: NotebookCell, on ground: CellGround) -> NotebookCell? {
    cells[Self.key(cell, on: ground)]
      .flatMap { $0.said.isGone ? nil : $0 }
  }

  /// Failed and interrupted ones, and what looked at the archive, may turn out otherwise the next time.
  mutating func keep(_ cell: NotebookCell) {
    guard let ground = cell.ground, cell.ending == .done, !cell.effect.looksOutside else { return }
    let key = Self.key(cell, on: ground)
    if cells.updateValue(cell, forKey: key) == nil { order.append(key) }
    if order.count > Self.most {
      for old in order.prefix(Self.most / 2) { cells[old] = nil }
      order.removeFirst(Self.most / 2)
    }
  }
}
