// A program of the user's own that has the terminal while it runs.
import CLineEditor

package enum ForegroundProgram {
  package enum Ending: Equatable, Sendable {
    case exited(Int32)
    /// The errno for which it did not start.
    case notStarted(Int32)
  }

  /// Runs it and waits for its end. Flush every writer to the terminal before.
  ///
  /// - Parameters:
  ///   - command: for the system's shell; nothing of it may come from a file.
  ///   - argument: what the program is given, which no shell reads.
  package static func run(_ command: String, with argument: String) -> Ending {
    let status = cle_run_program(command + " \"$1\"", argument)
    return status < 0 ? .notStarted(-status) : .exited(status)
  }
}
