// The one way out: everything the program writes to standard output or standard error passes here.
// It buffers, checks every write(2), remembers a failure, and lets no control character through
// that the shell did not ask for.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import CLineEditor

/// Writes to one descriptor. After a failure, output is dropped and `failure` says why.
package final class OutputWriter {
  package enum Failure: Error, Equatable, Sendable {
    /// The reader went away (`descent | head -1`): stop, flush what must be kept, then call
    /// `endByBrokenPipe()`.
    case brokenPipe
    /// write(2) failed with this errno, such as ENOSPC on a full disk: end with a failing status.
    case failed(Int32)
  }

  package let descriptor: Int32
  /// Whether styles become escape sequences.
  package let color: Bool
  package private(set) var failure: Failure?
  /// Called before something is written; the progress line erases itself here.
  package var beforeWriting: (() -> Void)?

  private var buffer: [UInt8] = []
  private static let bufferLimit = 1 << 16

  package init(descriptor: Int32, color: Bool) {
    self.descriptor = descriptor
    self.color = color
  }

  /// Text from anywhere: control characters are shown, never sent.
  package func write(_ text: String) {
    send(safeForTerminal(text))
  }

  package func writeLine(_ text: String = "") {
    send(safeForTerminal(text) + "\n")
  }

  /// The shell's own styled text: the only way to get an escape sequence out.
  package func write(styled text: StyledText) {
    send(text.encoded(color: color))
  }

  /// - Parameter isWide: in letters of double width (DECDWL) where the terminal has them.
  package func writeLine(styled text: StyledText, isWide: Bool = false) {
    send((isWide ? "\u{1B}#6" : "") + text.encoded(color: color) + "\n")
  }

  /// Empties the window of a terminal that takes escape sequences.
  package func clearScreen() {
    send("")
    sendRaw("\u{1B}[2J\u{1B}[H")
  }

  /// One object of JSON Lines: controls inside strings become `\u001B` and the like, so that the
  /// text means the same.
  package func writeLine(json text: String) {
    send(safeJSON(text) + "\n")
  }

  /// Writes out what is buffered. True unless a write failed, now or earlier.
  @discardableResult
  package func flush() -> Bool {
    guard failure == nil else {
      buffer.removeAll(keepingCapacity: true)
      return false
    }
    failure = buffer.withUnsafeBytes { writeFully($0, to: descriptor) }
    buffer.removeAll(keepingCapacity: true)
    return failure == nil
  }

  /// Call once at start: a write to a closed pipe then fails with EPIPE instead of ending the
  /// process before the session is saved.
  package static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }

  /// Ends the process as a closed pipe would have (status 141 to a shell).
  package static func endByBrokenPipe() -> Never {
    endProcess(bySignal: SIGPIPE)
  }

  /// Ends the process after a write that failed, with status 1; standard error says why, if it can.
  /// - Parameter code: the errno of the write.
  package static func endByFailure(_ code: Int32) -> Never {
    let errors = OutputWriter(descriptor: 2, color: false)
    errors.writeLine("the output could not be written: \(String(cString: strerror(code)))")
    errors.flush()
    endProcess(status: 1)
  }

  private func send(_ text: String) {
    beforeWriting?()
    sendRaw(text)
  }

  /// For the progress line, which must not erase itself while it is drawn.
  func sendRaw(_ text: String) {
    guard failure == nil, !text.isEmpty else { return }
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.bufferLimit { flush() }
  }
}

/// Writes all of `bytes`, going on after short writes and interrupted calls.
package func writeFully(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> OutputWriter
  .Failure?
{
  var offset = 0
  while offset < bytes.count {
    let written = write(
      descriptor, UnsafeRawBufferPointer(rebasing: bytes[offset...]).baseAddress,
      bytes.count - offset)
    if written >= 0 {
      offset += written
      continue
    }
    switch errno {
    case EINTR: continue
    case EAGAIN: waitUntilWritable(descriptor)
    case EPIPE: return .brokenPipe
    case let code: return .failed(code)
    }
  }
  return nil
}

/// The other end of a terminal or pipe may have been made non-blocking by another program.
private func waitUntilWritable(_ descriptor: Int32) {
  var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
  poll(&request, 1, 1000)
}
