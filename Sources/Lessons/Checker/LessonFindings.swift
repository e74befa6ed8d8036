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

/// What was found with several seeds. What the lesson's own seed shows is what its reader sees, so it counts alone; of
/// others, one in ten may be unlucky.
struct SeedFaults {
  private struct Place: Hashable {
    var id: String
    var line: Int
    var column: Int
  }

  private var found: [Place: (count: Int, isOwn: Bool, fault: LessonFault)] = [:]
  private var seeds = 0

  init() {}

  /// - Parameter isOwn: whether it ran with the lesson's own seed.
  mutating func add(_ faults: [LessonFault], isOwn: Bool) {
    seeds += 1
    var seen: Set<Place> = []
    for fault in faults {
      let place = Place(id: fault.diagnostic.id, line: fault.line, column: fault.column)
      guard seen.insert(place).inserted else { continue }
      found[place, default: (0, isOwn, fault)].count += 1
    }
  }

  var all: [LessonFault] {
    found.values.filter { $0.isOwn || $0.count > seeds / 10 }.map { count, isOwn, fault in
      guard seeds > 1 else { return fault }
      var fault = fault
      let which = isOwn && count == 1 ? "the lesson's own seed" : "\(count) of \(seeds) seeds"
      fault.diagnostic.message += " (with \(which))"
      return fault
    }
  }
}
