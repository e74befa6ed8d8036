// While a command runs, the terminal itself would show what is typed wherever the cursor is, which would stand in
// what the command says and shift the line that is written next. So it is kept from that.
import CLineEditor

/// That the terminal is kept from it, until `end`.
package struct QuietKeyboard: Sendable {
  private let isSilent: Bool

  /// Nil where standard input is no terminal.
  ///
  /// - Parameter isSilent: whether no key is shown at all, since whoever types sees them elsewhere (`TypeAhead`);
  ///   else control characters alone are not.
  package static func begin(isSilent: Bool) -> QuietKeyboard? {
    cle_begin_work(isSilent) ? QuietKeyboard(isSilent: isSilent) : nil
  }

  package func end() { cle_end_work() }

  /// Does something with the terminal as it was before.
  package func lifted<Result>(_ work: () -> Result) -> Result {
    cle_end_work()
    defer { _ = cle_begin_work(isSilent) }
    return work()
  }
}
