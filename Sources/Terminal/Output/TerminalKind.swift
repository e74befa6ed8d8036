// What terminals differ in that nobody can ask them: told from the environment.

package struct TerminalKind: Equatable, Sendable {
  /// Whether rows that have become too wide are broken anew. xterm, the Linux console and screen cut them.
  package let wrapsRows: Bool

  /// - Parameter environment: finds a variable's value.
  package init(_ environment: (String) -> String?) {
    let type = environment("TERM") ?? ""
    let isInTmux = environment("TMUX") != nil
    let cuts =
      type.hasPrefix("linux") || environment("XTERM_VERSION") != nil || environment("STY") != nil
    wrapsRows = isInTmux || !cuts
  }
}
