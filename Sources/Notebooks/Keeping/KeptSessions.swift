// What the commands about kept sessions share with the shell: where they lie, which one it has, and to which
// it is to go over when the command has ended.
import Sessions
import Synchronization

package final class KeptSessions: Sendable {
  /// Runs what a kept session holds as far as it can be run, where it changes nothing, and gives it as a
  /// document.
  package typealias Reader =
    @Sendable (SessionJournal.Kept, SessionEnvironment) -> NotebookDocument

  private struct Held: Sendable {
    var present: String?
    var isShell = false
    var wanted: Int?
  }

  /// Nil where nothing outlives the program.
  package let folder: SessionFolder?
  let read: Reader
  private let held = Mutex(Held())

  package init(in folder: SessionFolder?, read: @escaping Reader) {
    (self.folder, self.read) = (folder, read)
  }

  /// Notes that an interactive shell has a session.
  ///
  /// - Parameter present: the path of its journal; nil where it is not kept.
  package func shellHas(_ present: String?) {
    held.withLock {
      $0.isShell = true
      $0.present = present
    }
  }

  var present: String? { held.withLock { $0.present } }
  var isShell: Bool { held.withLock { $0.isShell } }

  func want(_ number: Int) { held.withLock { $0.wanted = number } }

  /// The number of the session that the command just run wants; asked once.
  package func takeWanted() -> Int? {
    held.withLock { held in
      defer { held.wanted = nil }
      return held.wanted
    }
  }
}
