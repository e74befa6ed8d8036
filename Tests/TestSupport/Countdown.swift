import Synchronization

/// Answers "stop" to all questions but the first `count`, whichever threads ask.
package final class Countdown: Sendable {
  private let left: Mutex<Int>
  private let count: Int

  package init(_ count: Int = .max) {
    left = Mutex(count)
    self.count = count
  }

  /// How often it was asked.
  package var asked: Int { left.withLock { count - $0 } }

  package func isOver() -> Bool {
    left.withLock {
      $0 -= 1
      return $0 < 0
    }
  }
}
