// Leafing through what is taller than the window. Only what was typed at a prompt and says all at once is held
// back for it; what grows row by row is shown as it comes.
import Events
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct Pager {
  /// A command for the system's shell.
  private let command: String

  /// What the last line of `less` says; it takes colons as its own unless they are escaped.
  private static let prompt = #"Space\: more, q\: back to descent"#

  /// `$PAGER`, or `less` where there is one; nil where `$PAGER` is set to nothing.
  init?(environment: (String) -> String? = environmentVariable) {
    switch environment("PAGER") {
    case nil:
      // Short pages it only prints, and what it printed stays. Whoever takes it for the prompt and types on writes no
      // file and runs no program.
      command = """
        command -v less >/dev/null || exit 127; \
        LESSSECURE=1 LESSHISTFILE=- LESSCHARSET=${LESSCHARSET:-utf-8} exec less -FRX '-Ps\(Self.prompt)'
        """
    case .some(let own) where own.allSatisfy(\.isWhitespace): return nil
    case .some(let own): command = own
    }
  }

  /// False where there is no such program.
  func show(_ text: String) -> Bool {
    // Ctrl-\ is for neither of them: without its reader this process would leave the pager behind.
    let quit = signal(SIGQUIT, SIG_IGN)
    defer { signal(SIGQUIT, quit) }
    guard let pipe = popen(command, "w") else { return false }
    // Whoever has seen enough leaves before the end.
    fputs(text, pipe)
    let status = pclose(pipe)
    return status >> 8 & 0xFF != 127
  }
}

extension LearningEvent {
  /// Whether it says all at once, so that it may be held until its command has ended.
  var isPage: Bool {
    switch self {
    case .help, .topics, .topic, .settings, .lessons, .confusion, .calibration, .forward, .backward,
      .step,
      .gradientCheck, .weights, .history, .trials, .trialShown, .studies, .searchOverview,
      .importance, .hint, .assumed:
      true
    default: false
    }
  }
}
