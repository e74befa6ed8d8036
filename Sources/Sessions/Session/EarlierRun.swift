// What is known of a command that was run in an earlier process, so that it need not be run again.
import Events
import Experiments

package enum EarlierRun {
  /// It changed nothing.
  case changedNothing(Execution.Effect)
  /// What it left; without it nothing of that is to be done.
  case left([UInt8])
}

/// What a session says of the command under way to whoever keeps it, beside its events.
package struct KeptWork {
  /// The words that give as much as is done by now.
  package let again: String
  package let work: WorkUnderWay
}

/// Who keeps long work under way.
package struct KeepWork {
  let isDue: () -> Bool
  let keep: (KeptWork) -> Void

  package init(isDue: @escaping () -> Bool, keep: @escaping (KeptWork) -> Void) {
    self.isDue = isDue
    self.keep = keep
  }
}
