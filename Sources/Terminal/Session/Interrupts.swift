// Signals as values. The handlers (in CLineEditor) only count and write to a pipe; here the counts
// become a token that a training loop polls and an answer to "what does the person want now".
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import CLineEditor

/// Polled by long work, once a mini-batch: one atomic load. Can be handed to other threads.
package struct StopToken: Sendable {
  private let baseline: UInt32

  init(baseline: UInt32) { self.baseline = baseline }

  /// Whether the work should stop: Ctrl-C was pressed since the command began, or the process is
  /// to end.
  package func isRaised() -> Bool {
    cle_interrupt_count() &- baseline > 0 || cle_termination_signal() != 0
  }
}

/// Watches Ctrl-C while one command runs. An interrupt belongs to the command that was running:
/// make a watch when the command starts, and drop it when the command ends.
package struct InterruptWatch: Sendable {
  /// What the presses so far ask for.
  package enum Request: Int, Comparable, Sendable {
    case none
    /// Once: stop at the next mini-batch and keep the last whole step.
    case stop
    /// Twice within two seconds: leave the step and go back to where it began.
    case abandon
    /// Three times: flush, restore the terminal, exit with status 130.
    case exit

    package static func < (left: Request, right: Request) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  private let baseline: UInt32

  /// Begins now; whatever was pressed before does not count.
  package init() {
    cle_forgive_interrupts()
    baseline = cle_interrupt_count()
  }

  package var token: StopToken { StopToken(baseline: baseline) }

  /// Ctrl-C presses since the command began.
  package var presses: Int { Int(cle_interrupt_count() &- baseline) }

  package var request: Request {
    let count = presses
    if count == 0 { return .none }
    if count >= 3 { return .exit }
    let gap = cle_interrupt_gap_milliseconds()
    return count == 2 && gap <= 2000 ? .abandon : .stop
  }

  /// The SIGTERM or SIGHUP that asks the process to end, if one came (at any time).
  package static var terminationSignal: Int32? {
    let signal = cle_termination_signal()
    return signal == 0 ? nil : signal
  }

  /// Installs the handlers for SIGINT, SIGTERM and SIGHUP, once, at start. A signal that was
  /// ignored when the process started (`nohup`, a job in the background) stays ignored.
  package static func install() {
    cle_install_signals()
  }
}

/// Ends the process by the signal's default action, after putting the terminal back as it was, so
/// that a parent sees what ended it. The caller has flushed everything.
package func endProcess(bySignal number: Int32) -> Never {
  cle_end_work()
  cle_restore_terminal()
  signal(number, SIG_DFL)
  var set = sigset_t()
  sigemptyset(&set)
  sigaddset(&set, number)
  sigprocmask(SIG_UNBLOCK, &set, nil)
  kill(getpid(), number)
  // Reached only when the signal's default action is not to end the process.
  exit(128 + number)
}

/// Ends with a status, after putting the terminal back as it was.
package func endProcess(status: Int32) -> Never {
  cle_end_work()
  cle_restore_terminal()
  exit(status)
}
