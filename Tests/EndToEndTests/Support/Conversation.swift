// `descent asktell` as a program that talks with it line by line meets it.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport

/// The program with both pipes open, for talking line by line.
final class Conversation {
  private let home: TemporaryFolder
  private let identifier: pid_t
  private var writing: Int32
  private var reading: Int32
  private var buffer: [UInt8] = []
  private var isReaped = false

  /// - Parameter errors: where its standard error goes.
  init(_ arguments: [String], errors: String = "/dev/null") throws {
    home = TemporaryFolder()
    let inward = try makePipe()
    let outward = try makePipe()
    identifier = try spawn(
      Descent.path, arguments, environment: Descent.pipeEnvironment(home),
      descriptors: [
        .copy(of: inward.reading), .copy(of: outward.writing), .open(errors, O_WRONLY),
      ], newSession: false)
    for end in [inward.reading, outward.writing] { close(end) }
    (writing, reading) = (inward.writing, outward.reading)
  }

  deinit {
    for end in [writing, reading] where end >= 0 { close(end) }
    guard !isReaped else { return }
    kill(identifier, SIGKILL)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
  }

  func write(_ text: String) throws {
    let bytes = Array(text.utf8)
    guard bytes.withUnsafeBytes({ sendQuietly($0, to: writing) }) == bytes.count else {
      throw SystemError(call: "write", code: errno)
    }
  }

  /// Writes a line and waits for the answer.
  func say(_ line: String) throws -> String {
    try write(line + "\n")
    let deadline = monotonicSeconds() + 20
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        defer { buffer.removeSubrange(...end) }
        return String(decoding: buffer[..<end], as: UTF8.self)
      }
      var request = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      let left = deadline - monotonicSeconds()
      guard left > 0, poll(&request, 1, Int32(left * 1000) + 1) > 0 else {
        throw SystemError(call: "waiting for an answer", code: ETIMEDOUT)
      }
      guard let bytes = readSome(reading) else { throw SystemError(call: "read", code: EPIPE) }
      buffer += bytes
    }
  }

  func send(_ signal: Int32) { kill(identifier, signal) }

  func closeOutput() {
    close(reading)
    reading = -1
  }

  /// Ends the input and waits.
  func finish() throws -> ExitStatus {
    close(writing)
    writing = -1
    return try waitForEnd()
  }

  func waitForEnd() throws -> ExitStatus {
    let deadline = monotonicSeconds() + 20
    var status: Int32 = 0
    while waitpid(identifier, &status, WNOHANG) != identifier {
      guard monotonicSeconds() < deadline else {
        throw SystemError(call: "waiting for the end", code: ETIMEDOUT)
      }
      usleep(2000)
    }
    isReaped = true
    return ExitStatus(waitStatus: status)
  }
}
