// The second half of a command: what is left to do once nothing about it can be refused any more.
import Events

/// What a command will do. It cannot throw: what could be refused was refused while it was prepared.
package struct Work {
  let perform: (Performance) -> Void

  package init(_ perform: @escaping (Performance) -> Void) { self.perform = perform }

  /// Changes nothing, and says this.
  package static func say(_ event: LearningEvent) -> Work { Work { $0.emit(event) } }
}

/// How the commands of a line ended.
package enum LineOutcome: Sendable, Equatable {
  case done, failed, interrupted, quit
}
