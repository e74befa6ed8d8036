// What the coach remembers of having said.
import Events

/// What was said since the weights were made. A part of the session's state, so that `undo` takes it
/// back too.
package struct CoachMemory: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package let epoch: Int
    package let about: String
    package let measure: Double
  }

  private var entries: [CoachNote.Kind: Entry] = [:]

  package init() {}

  init(_ entries: [(kind: CoachNote.Kind, entry: Entry)]) {
    for (kind, entry) in entries { self.entries[kind] = entry }
  }

  /// In a fixed order.
  var all: [(kind: CoachNote.Kind, entry: Entry)] {
    CoachNote.Kind.allCases.compactMap { kind in entries[kind].map { (kind, $0) } }
  }

  package subscript(kind: CoachNote.Kind) -> Entry? { entries[kind] }

  package mutating func note(_ note: CoachNote) {
    entries[note.kind] = Entry(epoch: note.epoch, about: note.about, measure: note.measure)
  }

  /// So that it may be said again.
  package mutating func forget(_ kind: CoachNote.Kind) { entries[kind] = nil }
}
