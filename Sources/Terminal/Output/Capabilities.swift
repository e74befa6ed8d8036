// What the three standard descriptors are and what may be sent to them, decided once at start from
// the descriptors, the environment and the `--color` flag.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

package struct Capabilities: Equatable, Sendable {
  /// The `--color` flag.
  package enum ColorChoice: String, CaseIterable, Sendable {
    case auto, always, never
  }

  package var stdinIsTerminal: Bool
  package var stdoutIsTerminal: Bool
  package var stderrIsTerminal: Bool
  /// The window's size in characters; 80 × 24 when nobody knows.
  package var columns: Int
  package var rows: Int
  /// Whether styles may be sent to standard output.
  package var color: Bool
  /// Whether styles may be sent to standard error.
  package var errorColor: Bool
  /// How many colors there are where there are any.
  package var colorDepth: ColorDepth
  /// Whether the locale's characters are Unicode's, so that blocks and braille can be shown.
  package var unicode: Bool
  /// Whether any escape sequence may be sent to the terminal: cursor movement, bracketed paste,
  /// the progress line. Off under TERM=dumb, and under NO_COLOR, where not one ESC goes out.
  package var escapes: Bool
  /// Whether the terminal takes marks and a title (`TerminalMark`): a console of the kernel and terminals of old would
  /// show them.
  package var takesMarks: Bool

  /// Whether a person sits at both ends, so that the line editor can work.
  package var isInteractive: Bool { stdinIsTerminal && stdoutIsTerminal }

  /// Looks at the standard descriptors. `environment` finds a variable's value.
  package static func detect(
    color choice: ColorChoice = .auto,
    environment: (String) -> String? = environmentVariable
  ) -> Capabilities {
    let size = windowSize() ?? (columns: nil, rows: nil)
    return Capabilities(
      terminals: (isatty(0) == 1, isatty(1) == 1, isatty(2) == 1),
      columns: size.columns, rows: size.rows, color: choice, environment: environment)
  }

  /// The decision by itself. `terminals` says which of standard input, output and error are one.
  package init(
    terminals: (Bool, Bool, Bool), columns: Int?, rows: Int?, color choice: ColorChoice,
    environment: (String) -> String?
  ) {
    (stdinIsTerminal, stdoutIsTerminal, stderrIsTerminal) = terminals
    self.columns = columns ?? Self.positive(environment("COLUMNS")) ?? 80
    self.rows = rows ?? Self.positive(environment("LINES")) ?? 24
    let type = environment("TERM") ?? ""
    let knowsEscapes = !type.isEmpty && type != "dumb" && type != "unknown"
    // As no-color.org has it: set and not empty; a flag given by hand is stronger.
    let refusesColor = !(environment("NO_COLOR") ?? "").isEmpty
    let mayEscape = knowsEscapes && (choice == .always || !refusesColor)
    escapes = stdoutIsTerminal && mayEscape
    takesMarks = escapes && type != "linux" && !type.hasPrefix("vt")
    colorDepth = ColorDepth(environment)
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment)
      .first { !$0.isEmpty }?.lowercased() ?? ""
    unicode = locale.hasSuffix("utf-8") || locale.hasSuffix("utf8") || locale.contains("utf-8@")
    switch choice {
    case .always: (color, errorColor) = (true, true)
    case .never: (color, errorColor) = (false, false)
    case .auto:
      color = stdoutIsTerminal && mayEscape
      errorColor = stderrIsTerminal && mayEscape
    }
  }

  private static func positive(_ text: String?) -> Int? {
    guard let text, let number = Int(text), (1...10_000).contains(number) else { return nil }
    return number
  }

  /// The size of the window now, from whichever standard descriptor is a terminal.
  package static func windowSize() -> (columns: Int?, rows: Int?)? {
    for descriptor in [Int32(1), 2, 0] {
      var size = winsize()
      // A fresh pseudo-terminal and a serial line say 0 × 0, which means "not known".
      if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 {
        return (
          size.ws_col > 0 ? Int(size.ws_col) : nil, size.ws_row > 0 ? Int(size.ws_row) : nil
        )
      }
    }
    return nil
  }
}

/// The value of a variable of the process's environment.
package func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
