// What the page wants of the session: lines to be typed, and what is to become of the work under way. The server
// puts it there, and the session's thread takes it when it has time; nothing waits for it.
import JSON
import Synchronization

package final class PageInbox: Sendable {
  private struct Held {
    var lines: [String] = []
    /// How many of them waited already when the line under way began: they wait for its end.
    var earlierLines = 0
    /// Whether a run is under way that can be ended after an epoch and gone on with.
    var isTraining = false
    /// What is to become of the work under way.
    var control: PageControl?
    /// Whether a training was ended for that, or for a line.
    var hasPaused = false
    /// What is typed when no line waits any more.
    var onward: String?
    /// Whether that was typed last.
    var wasOnward = false
    /// What goes on with a run that waits for it.
    var resuming: String?
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

  /// - Returns: whether it can be done: what is no training has no place at which it could pause.
  func take(_ control: PageControl) -> Bool {
    let isTaken = held.withLock { held in
      switch control {
      case .resume:
        if let line = held.resuming { (held.resuming, held.onward) = (nil, line) }
      case .pause:
        guard held.isTraining else { return false }
        held.control = control
      case .stop: (held.control, held.onward, held.resuming) = (control, nil, nil)
      }
      return true
    }
    pulse.wake()
    return isTaken
  }

  /// In the order in which they will be typed.
  var waiting: [String] { held.withLock { $0.lines } }

  // MARK: The session's side

  /// Readable when there may be a line.
  package var descriptor: Int32 { pulse.descriptor }

  /// The next line to be typed, if there is one.
  package func next() -> String? {
    pulse.drain()
    let line: String? = held.withLock { held in
      held.wasOnward = held.lines.isEmpty && held.onward != nil
      if !held.lines.isEmpty { return held.lines.removeFirst() }
      defer { held.onward = nil }
      return held.onward
    }
    // There may be more.
    if line != nil { pulse.wake() }
    return line
  }

  func typeOnward(_ line: String?) {
    held.withLock { $0.onward = line }
    pulse.wake()
  }

  /// Whether lines wait.
  var isWaited: Bool { held.withLock { !$0.lines.isEmpty } }

  var isTraining: Bool {
    get { held.withLock { $0.isTraining } }
    set { held.withLock { $0.isTraining = newValue } }
  }

  var isResumable: Bool { held.withLock { $0.resuming != nil } }

  /// What `resume` is to type.
  func offer(resuming line: String?) { held.withLock { $0.resuming = line } }

  /// What is wanted from now on concerns the line that begins.
  func beginLine() {
    held.withLock {
      ($0.control, $0.hasPaused, $0.isTraining) = (nil, false, false)
      $0.earlierLines = $0.lines.count
    }
  }

  func endLine() -> (hasPaused: Bool, control: PageControl?, wasOnward: Bool) {
    held.withLock { held in
      defer { held.wasOnward = false }
      return (held.hasPaused, held.control, held.wasOnward)
    }
  }

  /// Whether the training under way is to end after the epoch that it has just ended.
  func takesPause() -> Bool {
    held.withLock { held in
      guard held.control != nil || held.lines.count > held.earlierLines else { return false }
      held.hasPaused = true
      return true
    }
  }

  /// Whether other work under way is to end as Ctrl-C ends it.
  var wantsStop: Bool { held.withLock { $0.control != nil && !$0.isTraining } }
}

/// Which lines wait when somebody reads it, for those who have not typed them or have forgotten.
struct PageWaiting: PageContent {
  let inbox: PageInbox
  var json: String { JSONValue.object([("lines", .strings(inbox.waiting))]).text }
}
