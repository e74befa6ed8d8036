// Single keys from a person at a terminal, without Enter: for what is steered by keys and edits no line. Signals
// act between two keys, as they do in the line editor, and the terminal is given back as it was however it ends.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import CLineEditor

package final class KeyReader {
  package enum Key: Equatable, Sendable {
    case character(Character)
    case enter, right, left, backspace, escape
    /// A key that is nothing here, and what was pasted.
    case other
  }

  package enum Event: Equatable, Sendable {
    case key(Key)
    /// Nothing was pressed in that time.
    case timeout
    /// Ctrl-C.
    case interrupted
    /// The process was stopped and goes on: what is on the line has to be shown again.
    case resumed
    /// Ctrl-D, or the terminal is gone.
    case endOfInput
    /// SIGTERM or SIGHUP.
    case terminate(Int32)
  }

  private let marksPastes: Bool
  private var outside = termios()
  private var decoder = KeyDecoder()
  private var isReading = false

  /// Nil when standard input and output are not both terminals.
  ///
  /// - Parameter escapes: whether escape sequences may be sent at all.
  package init?(escapes: Bool) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    marksPastes = escapes
    cle_install_signals()
  }

  deinit { end() }

  /// Takes the terminal. Keys that were pressed before, while something else was under way, are dropped: a
  /// Space too many would begin what its user has not seen yet.
  package func begin() {
    guard !isReading, tcgetattr(STDIN_FILENO, &outside) == 0 else { return }
    isReading = true
    _ = cle_take_signals()
    cle_forgive_interrupts()
    cle_begin_reading()
    decoder.clear()
    enter(TCSAFLUSH)
  }

  /// Gives the terminal back.
  package func end() {
    guard isReading else { return }
    isReading = false
    leave()
    cle_end_reading()
  }

  private func enter(_ when: Int32) {
    var modes = outside
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
    // Ctrl-C would empty the queue between waiting and reading, and reading would wait for good.
    modes.c_lflag |= tcflag_t(NOFLSH)
    withUnsafeMutableBytes(of: &modes.c_cc) { bytes in
      bytes[Int(VMIN)] = 1
      bytes[Int(VTIME)] = 0
    }
    tcsetattr(STDIN_FILENO, when, &modes)
    if marksPastes { cle_mark_pastes(true) }
  }

  private func leave() {
    cle_mark_pastes(false)
    tcsetattr(STDIN_FILENO, TCSANOW, &outside)
  }

  /// The next key or what else happens first. Flush every writer to the terminal before.
  ///
  /// - Parameter milliseconds: how long to wait; nil for as long as it takes.
  package func next(milliseconds: Int32? = nil) -> Event {
    var isComplete = false
    while true {
      if let event = actOnSignals() { return event }
      switch decoder.next(isComplete: isComplete) {
      case .key(.code(let code)): return event(for: code)
      case .key: return .key(.other)
      case .needsBytes(let wait):
        switch waitForBytes(milliseconds: wait ?? milliseconds) {
        case .some(true): isComplete = false
        case .some(false) where wait == nil: return .timeout
        case .some(false): isComplete = true
        case .none: return ended()
        }
      }
    }
  }

  private func event(for code: UInt32) -> Event {
    switch code {
    case 0x04: return .endOfInput
    case 0x0A, 0x0D: return .key(.enter)
    case 0x08, 0x7F: return .key(.backspace)
    case 0x1B:
      // The rest of a key's sequence would be taken for keys of its own.
      let isAlone = decoder.isEmpty
      decoder.clear()
      return .key(isAlone ? .escape : .other)
    case CLE_KEY_LEFT: return .key(.left)
    case CLE_KEY_RIGHT: return .key(.right)
    case 0..<0x20, 0x80..<0xA0: return .key(.other)
    default: return .key(Unicode.Scalar(code).map { .character(Character($0)) } ?? .other)
    }
  }

  /// Whether there are bytes, or the time has passed or a signal has come before; nil at their end.
  private func waitForBytes(milliseconds: Int32?) -> Bool? {
    var requests = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: cle_signal_descriptor(), events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&requests, 2, milliseconds ?? -1)
    if ready == 0 { return false }
    // The signals are looked at first: the loop comes back here for the bytes.
    guard ready > 0, requests[1].revents == 0, requests[0].revents != 0 else { return true }
    return withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { bytes in
      let count = read(STDIN_FILENO, bytes.baseAddress, bytes.count)
      if count > 0 { decoder.feed(bytes[..<count]) }
      return count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN) ? true : nil
    }
  }

  /// Reading failed or met the end. Mostly the terminal was closed, and SIGHUP is on its way.
  private func ended() -> Event {
    var request = pollfd(fd: cle_signal_descriptor(), events: Int16(POLLIN), revents: 0)
    poll(&request, 1, 50)
    return InterruptWatch.terminationSignal.map(Event.terminate) ?? .endOfInput
  }

  private func actOnSignals() -> Event? {
    let signals = cle_take_signals()
    if let number = InterruptWatch.terminationSignal { return .terminate(number) }
    if signals & CLE_SIGNAL_INTERRUPT != 0 {
      cle_forgive_interrupts()
      decoder.clear()
      return .interrupted
    }
    if signals & CLE_SIGNAL_STOP != 0 {
      leave()
      cle_send("\n")
      cle_stop_process()
      _ = cle_take_signals()
      enter(TCSANOW)
      return .resumed
    }
    if signals & CLE_SIGNAL_CONTINUE != 0 {
      // Stopped by a signal that cannot be caught; the shell has set the modes as it likes them.
      cle_mark_pastes(false)
      enter(TCSANOW)
      return .resumed
    }
    return nil
  }
}
