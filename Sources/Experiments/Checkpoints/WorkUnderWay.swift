// Long work while it goes on, for whoever keeps it so that it can go on after the end of its process. What is
// kept is what there would be had its user ended it there; the work itself takes no notice.
import Events

package struct WorkUnderWay {
  /// Where it is, as `stop=` counts.
  package let place: Int
  /// What is said where it ends there; nil where that is nothing.
  package let ending: () -> LearningEvent?
  package let progress: WorkProgress
  package let remains: () -> [UInt8]?
}

/// How far it is.
package struct WorkProgress: Codable, Equatable, Sendable {
  /// "epochs" or "trials"
  package var unit: String
  package var done: Int
  package var planned: Int

  package init(unit: String, done: Int, planned: Int) {
    self.unit = unit
    self.done = done
    self.planned = planned
  }
}

package struct WorkKeeper {
  /// Asked often; whether it is time to keep something.
  package let isDue: () -> Bool
  package let keep: (WorkUnderWay) -> Void

  package init(isDue: @escaping () -> Bool, keep: @escaping (WorkUnderWay) -> Void) {
    self.isDue = isDue
    self.keep = keep
  }
}

/// Counts small pieces of work, so that the clock is asked once in about a millisecond of them.
struct WorkCounter {
  private let pieces: Int
  private var count = 0

  /// - Parameter cost: of a piece, in weights touched.
  init(cost: Int) { pieces = max(1, 1_000_000 / max(1, cost)) }

  mutating func isTime() -> Bool {
    count += 1
    guard count >= pieces else { return false }
    count = 0
    return true
  }
}
