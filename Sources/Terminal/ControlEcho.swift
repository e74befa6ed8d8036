// While a command runs, the terminal itself shows what is typed, and Ctrl-C as `^C` wherever the cursor is,
// which would shift the line that is written next. So control characters are not shown then.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The modes of a terminal from which `^C` was kept, to be given back.
package struct ControlEcho {
  private let before: termios

  /// Keeps the terminal at standard input from showing control characters; nil where there is none, or where
  /// it shows none anyway.
  package static func off() -> ControlEcho? {
    var modes = termios()
    guard tcgetattr(STDIN_FILENO, &modes) == 0, modes.c_lflag & tcflag_t(ECHOCTL) != 0 else {
      return nil
    }
    let before = modes
    modes.c_lflag &= ~tcflag_t(ECHOCTL)
    guard tcsetattr(STDIN_FILENO, TCSANOW, &modes) == 0 else { return nil }
    return ControlEcho(before: before)
  }

  package func restore() {
    var modes = before
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
  }

  /// Does something with the terminal as it was before.
  package func lifted<Result>(_ work: () -> Result) -> Result {
    restore()
    defer { _ = Self.off() }
    return work()
  }
}
