// A person at a terminal, for tests: a program runs on a pseudo-terminal of its own, the test types
// and looks at the screen. Every wait has a deadline and polls; nothing sleeps to be on the safe side.
import TestSupport
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct TerminalTimeout: Error, CustomStringConvertible {
  var waitedFor: String
  var screen: String

  var description: String { "waited in vain for \(waitedFor); the screen was:\n\(screen)" }
}

final class PseudoTerminal {
  /// Every byte that the program sent.
  private(set) var transcript: [UInt8] = []
  private(set) var screen: TerminalScreen
  let child: pid_t
  private let master: Int32
  /// The program's side, kept open so that the modes it leaves behind can be looked at.
  private let slave: Int32
  private var isOpen = true
  private var exitStatus: ExitStatus?
  /// Where `waitFor` begins to look: behind what an earlier wait found.
  private var searched = 0

  static let defaultTimeout = 20.0

  init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
    rows: Int = 24, columns: Int = 80
  ) throws {
    let path: String
    (master, path) = try Self.open()
    slave = Self.openFile(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    screen = TerminalScreen(rows: rows, columns: columns)
    var size = winsize()
    size.ws_row = UInt16(rows)
    size.ws_col = UInt16(columns)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    // The first terminal that a new session's leader opens becomes its controlling terminal.
    child = try spawn(
      program, arguments, environment: environment,
      descriptors: [.open(path, O_RDWR), .copy(of: 0), .copy(of: 0)], newSession: true)
  }

  /// A new pseudo-terminal: its person's side, and the path of its program's side.
  private static func open() throws -> (master: Int32, path: String) {
    #if canImport(Darwin)
      return try descriptorLock.withLock { _ in
        let master = posix_openpt(O_RDWR | O_NOCTTY)
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let path = ptsname(master)
        else { throw SystemError(call: "posix_openpt", code: errno) }
        return (master, String(cString: path))
      }
    #else
      // What posix_openpt, unlockpt and ptsname do: they are hidden without _GNU_SOURCE.
      let master = openFile("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var locked: Int32 = 0
      var number: Int32 = 0
      let unlock: UInt = 0x4004_5431  // TIOCSPTLCK
      let getNumber: UInt = 0x8004_5430  // TIOCGPTN
      guard master >= 0, ioctl(master, unlock, &locked) == 0, ioctl(master, getNumber, &number) == 0
      else { throw SystemError(call: "/dev/ptmx", code: errno) }
      return (master, "/dev/pts/\(number)")
    #endif
  }

  private static func openFile(_ path: String, _ flags: Int32) -> Int32 {
    #if canImport(Darwin)
      Darwin.open(path, flags)
    #else
      Glibc.open(path, flags)
    #endif
  }

  deinit {
    if exitStatus == nil {
      // The whole session, so that a job of a shell under test does not outlive it.
      kill(-child, SIGKILL)
      kill(child, SIGKILL)
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
    }
    if isOpen { close(master) }
    close(slave)
  }

  var transcriptText: String { String(decoding: transcript, as: UTF8.self) }

  // MARK: - Typing

  /// Types `keys`, taking in what the program sends meanwhile.
  func send(_ keys: String) throws {
    try send(Array(keys.utf8))
  }

  func send(_ bytes: [UInt8], timeout: Double = defaultTimeout) throws {
    var rest = bytes[...]
    let deadline = monotonicSeconds() + timeout
    while !rest.isEmpty {
      guard monotonicSeconds() < deadline else { throw timedOut("room to type") }
      let events = wait(POLLIN | POLLOUT, until: deadline)
      if events & Int16(POLLIN) != 0 { takeIn() }
      if events & Int16(POLLOUT) != 0 { try sendSome(of: &rest) }
    }
  }

  private func sendSome(of rest: inout ArraySlice<UInt8>) throws {
    // A pseudo-terminal takes 4 KiB at a time.
    let count = Array(rest.prefix(1024)).withUnsafeBytes {
      write(master, $0.baseAddress, $0.count)
    }
    guard count > 0 || errno == EAGAIN || errno == EINTR else {
      throw SystemError(call: "write", code: errno)
    }
    rest = rest.dropFirst(max(0, count))
  }

  /// The key that Control and `letter` make together.
  func control(_ letter: Character) throws {
    try send([(letter.asciiValue ?? 0) & 0x1F])
  }

  // MARK: - Looking

  /// Waits until the program has sent `text`, after what the last wait found.
  func waitFor(_ text: String, timeout: Double = defaultTimeout) throws {
    let wanted = Array(text.utf8)
    try waitUntil("\"\(text)\"", timeout: timeout) {
      guard let end = Self.end(of: wanted, in: transcript, from: searched) else { return false }
      searched = end
      return true
    }
  }

  /// Waits until the screen looks as `condition` says.
  func waitForScreen(
    _ description: String, timeout: Double = defaultTimeout,
    _ condition: (TerminalScreen) -> Bool
  ) throws {
    try waitUntil(description, timeout: timeout) { condition(screen) }
  }

  /// Takes in output for a while: for what cannot be waited for, such as that nothing happens.
  func observe(seconds: Double = 0.3) {
    let deadline = monotonicSeconds() + seconds
    while isOpen, monotonicSeconds() < deadline {
      if wait(POLLIN, until: deadline) != 0 { takeIn() }
    }
  }

  private func waitUntil(
    _ description: String, timeout: Double, _ isMet: () -> Bool
  ) throws {
    let deadline = monotonicSeconds() + timeout
    while !isMet() {
      guard isOpen, monotonicSeconds() < deadline else { throw timedOut(description) }
      if wait(POLLIN, until: deadline) != 0 { takeIn() }
    }
  }

  private func timedOut(_ description: String) -> TerminalTimeout {
    TerminalTimeout(waitedFor: description, screen: screen.text)
  }

  private static func end(of wanted: [UInt8], in bytes: [UInt8], from: Int) -> Int? {
    guard let first = wanted.first else { return from }
    var start = from
    while let found = bytes[start...].firstIndex(of: first) {
      if bytes[found...].starts(with: wanted) { return found + wanted.count }
      start = found + 1
    }
    return nil
  }

  // MARK: - What happens to a terminal

  func resize(rows: Int, columns: Int, wraps: Bool = true) {
    screen.resize(rows: rows, columns: columns, wraps: wraps)
    var size = winsize()
    size.ws_row = UInt16(rows)
    size.ws_col = UInt16(columns)
    // The kernel sends SIGWINCH to the foreground group.
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Whether the terminal is in the line mode that a shell expects: echo on, lines, signals.
  var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(slave, &modes) == 0 else { return false }
    let wanted = tcflag_t(ICANON) | tcflag_t(ECHO) | tcflag_t(ISIG)
    return modes.c_lflag & wanted == wanted
  }

  /// Sends a signal to the program.
  func signal(_ number: Int32) { kill(child, number) }

  /// Closes the person's side: the program is hung up.
  func hangUp() {
    guard isOpen else { return }
    close(master)
    isOpen = false
  }

  /// - Parameter keys: what is typed meanwhile, as far as the program lives to take it.
  func waitForExit(
    typing keys: String = "", timeout: Double = defaultTimeout
  ) throws -> ExitStatus {
    var rest = Array(keys.utf8)[...]
    let deadline = monotonicSeconds() + timeout
    while true {
      if let exitStatus { return exitStatus }
      var status: Int32 = 0
      if waitpid(child, &status, WNOHANG) == child {
        while isOpen, wait(POLLIN, until: monotonicSeconds()) & Int16(POLLIN) != 0 { takeIn() }
        exitStatus = ExitStatus(waitStatus: status)
        continue
      }
      guard monotonicSeconds() < deadline else { throw timedOut("the program's end") }
      if isOpen {
        let wanted = rest.isEmpty ? POLLIN : POLLIN | POLLOUT
        let events = wait(wanted, until: monotonicSeconds() + 0.02)
        if events & Int16(POLLOUT) != 0 { try sendSome(of: &rest) }
        if events & ~Int16(POLLOUT) != 0 { takeIn() }
      } else {
        usleep(5000)
      }
    }
  }

  // MARK: - Bytes

  private func wait(_ events: Int32, until deadline: Double) -> Int16 {
    var request = pollfd(fd: isOpen ? master : -1, events: Int16(events), revents: 0)
    let milliseconds = Int32(max(0, min(3600, deadline - monotonicSeconds())) * 1000)
    return poll(&request, 1, milliseconds) > 0 ? request.revents : 0
  }

  private func takeIn() {
    guard let bytes = readSome(master) else {
      // Waiting in poll(2) would not wait any more.
      hangUp()
      return
    }
    transcript += bytes
    screen.feed(bytes)
  }
}
