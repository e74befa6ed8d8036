// What is told a terminal beside the text: where the output of a command begins and ends, so that it can jump from
// one to the next (OSC 133, the marks of FinalTerm), and the title of its window.

package enum TerminalMark: Equatable, Sendable {
  /// Of the command that was typed.
  case outputBegins
  case outputEnded(status: Int32)
  case title(String)
  /// Puts the title aside that the window has, to be given back.
  case titleKept, titleBack
}

extension OutputWriter {
  /// Only for terminals that know them: `Capabilities.takesMarks`.
  package func mark(_ mark: TerminalMark) {
    sendRaw(mark.sequence)
    flush()
  }
}

extension TerminalMark {
  /// Of xterm's control sequences.
  fileprivate var sequence: String {
    switch self {
    case .outputBegins: "\u{1B}]133;C\u{1B}\\"
    case .outputEnded(let status): "\u{1B}]133;D;\(status)\u{1B}\\"
    case .title(let text):
      "\u{1B}]2;" + safeForTerminal(text).filter { $0 != "\n" && $0 != "\t" } + "\u{1B}\\"
    case .titleKept: "\u{1B}[22;2t"
    case .titleBack: "\u{1B}[23;2t"
    }
  }
}
