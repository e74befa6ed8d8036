// The second half of a command: what is left to do once nothing about it can be refused any more.
import Events
import NeuralNetwork

/// What a command will do. It cannot throw: what could be refused was refused while it was prepared.
package struct Work {
  let perform: (Performance) -> Void
  /// Puts what it left in an earlier process there, in place of doing it; nil where it leaves nothing that
  /// is kept. Error: what it cannot read, so that it is to be done after all.
  let takeUp: ((Performance, [UInt8]) throws(UnreadableCheckpoint) -> Void)?

  package init(
    takingUp takeUp: ((Performance, [UInt8]) throws(UnreadableCheckpoint) -> Void)? = nil,
    _ perform: @escaping (Performance) -> Void
  ) {
    self.perform = perform
    self.takeUp = takeUp
  }

  /// Changes nothing, and says this.
  package static func say(_ event: LearningEvent) -> Work { Work { $0.emit(event) } }
}

/// How the commands of a line ended.
package enum LineOutcome: Sendable, Equatable {
  case done, failed, interrupted, quit
}
