// What the page wants of the session: lines to be typed, and what is to become of the training under way. The
// server puts it there, and the session's thread takes it when it has time; nothing waits for it.
import Synchronization

package final class PageInbox: Sendable {
  private struct Held {
    var lines: [String] = []
    /// Whether a run is under way that can be ended after an epoch and gone on with.
    var isTraining = false
    /// What ends the work under way.
    var control: PageControl?
    /// What is typed when no line waits any more.
    var onward: String?
    /// Whether a run waits to be gone on with because its user wanted that.
    var isPaused = false
  }

  private let held = Mutex(Held())
  private let pulse = PagePulse()
  /// The most lines that may wait.
  package static let mostLines = 16

  package init() {}

  // MARK: The server's side

  /// Lets a line be typed; how many wait then, or nil where too many do.
  func add(_ line: String) -> Int? {
    let count: Int? = held.withLock { held in
      guard held.lines.count < Self.mostLines else { return nil }
      held.lines.append(line)
      return held.lines.count
    }
    if count != nil { pulse.wake() }
    return count
  }

  func take(_ control: PageControl) {
    held.withLock { held in
      switch control {
      case .resume:
        guard held.isPaused, held.control == nil else { return }
        held.isPaused = false
        held.onward = "train"
      case .pause, .stop:
        if held.isTraining || control == .stop { held.control = control }
        if control == .stop { (held.onward, held.isPaused) = (nil, false) }
      }
    }
    pulse.wake()
  }

  // MARK: The session's side

  /// Readable when there may be a line.
  package var descriptor: Int32 { pulse.descriptor }

  /// The next line to be typed, if there is one.
  package func next() -> String? {
    pulse.drain()
    let line: String? = held.withLock { held in
      if held.lines.isEmpty {
        defer { held.onward = nil }
        return held.onward
      }
      return held.lines.removeFirst()
    }
    // There may be more.
    if line != nil { pulse.wake() }
    return line
  }

  /// Whether the training under way is to end after its epoch: one atomic step and a look, asked there alone.
  package var wantsPause: Bool {
    held.withLock { $0.control != nil || !$0.lines.isEmpty }
  }

  /// Whether other work under way is to end as Ctrl-C ends it.
  package var wantsStop: Bool { held.withLock { $0.control == .stop && !$0.isTraining } }
}
