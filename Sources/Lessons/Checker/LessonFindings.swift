// What the checker has found in a lesson.
import Events
import Notebooks

package struct LessonFindings: Sendable {
  package var faults: [LessonFault] = []
  /// Output that stands under a command and is not what came out.
  package var replay = ReplayResult()
  /// How many seeds it was run with.
  package var seeds = 0

  package init() {}

  package var isGood: Bool { faults.isEmpty && replay.findings.isEmpty }
  package var wasInterrupted: Bool { replay.wasInterrupted }
}

/// Something found while a lesson ran with one seed.
struct SeedFault: Sendable {
  enum Kind: Sendable {
    /// Wrong whatever the seed.
    case always
    /// May be otherwise with a few seeds.
    case luck
  }

  var kind: Kind
  var fault: LessonFault

  /// By which it is known among those of other seeds.
  var place: Place { Place(id: fault.diagnostic.id, line: fault.line, column: fault.column) }

  struct Place: Hashable {
    var id: String
    var line: Int
    var column: Int
  }
}
