// Running the built program over pipes: short ways to say what tests say often, and a child that is
// still at work while the test signals it.
import TestSupport
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Descent {
  /// The program's lessons are the checkout's, wherever the program lies.
  static func pipeEnvironment(
    _ home: TemporaryFolder, _ extra: [String: String] = [:]
  ) -> [String: String] {
    environment(home: home, ["DESCENT_LESSONS": checkout + "/lessons"].merging(extra) { $1 })
  }

  /// Runs the program with these arguments in a home of its own.
  static func run(
    _ arguments: [String], input: String = "", _ extra: [String: String] = [:],
    timeout: Double = 30
  ) throws -> Process.Result {
    let home = TemporaryFolder()
    return try withExtendedLifetime(home) {
      try Process.run(
        path, arguments, input: Array(input.utf8), environment: pipeEnvironment(home, extra),
        timeout: timeout)
    }
  }

  /// What `-c commands` puts out with `--format jsonl`.
  static func objects(_ commands: String) throws -> (status: ExitStatus, lines: [JSONText]) {
    let result = try run(["--format", "jsonl", "-c", commands])
    guard result.errors.isEmpty else {
      throw JSONText.Malformed(offset: 0, text: "on standard error: " + result.errorText)
    }
    return (result.status, try JSONText.results(result.output))
  }

  /// Through `sh`, for what only a shell can set up; `"$@"` is the program and its arguments.
  static func shell(
    _ script: String, _ arguments: [String], timeout: Double = 10
  ) throws -> Process.Result {
    let home = TemporaryFolder()
    return try withExtendedLifetime(home) {
      try Process.run(
        "/bin/sh", ["-c", script, "sh", path] + arguments, environment: pipeEnvironment(home),
        timeout: timeout)
    }
  }
}

/// The program while it runs, with its standard output on a pipe.
final class RunningDescent {
  private let home: TemporaryFolder
  private let identifier: pid_t
  private var reading: Int32
  private(set) var output: [UInt8] = []
  private var status: ExitStatus?

  init(_ arguments: [String]) throws {
    home = TemporaryFolder()
    let pipe = try makePipe()
    identifier = try spawn(
      Descent.path, arguments, environment: Descent.pipeEnvironment(home),
      descriptors: [
        .open("/dev/null", O_RDONLY), .copy(of: pipe.writing), .open("/dev/null", O_WRONLY),
      ],
      newSession: false)
    close(pipe.writing)
    reading = pipe.reading
  }

  deinit {
    if reading >= 0 { close(reading) }
    if status == nil {
      kill(identifier, SIGKILL)
      _ = reap()
    }
  }

  /// Reads until `text` has come out.
  func waitForOutput(_ text: String, timeout: Double = 20) throws {
    let deadline = monotonicSeconds() + timeout
    while !String(decoding: output, as: UTF8.self).contains(text) {
      guard try readMore(until: deadline) else {
        throw SystemError(call: "waiting for \(text)", code: EPIPE)
      }
    }
  }

  func send(_ signal: Int32) { kill(identifier, signal) }

  /// Stops listening, as `head -1` does.
  func closeOutput() {
    close(reading)
    reading = -1
  }

  /// Reads to the end and waits for the process.
  func finish(timeout: Double = 20) throws -> ExitStatus {
    let deadline = monotonicSeconds() + timeout
    while reading >= 0, try readMore(until: deadline) {}
    while true {
      if let status { return status }
      var raw: Int32 = 0
      if waitpid(identifier, &raw, WNOHANG) == identifier {
        status = ExitStatus(waitStatus: raw)
      } else {
        guard monotonicSeconds() < deadline else {
          throw SystemError(call: "waiting for the end", code: ETIMEDOUT)
        }
        usleep(2000)
      }
    }
  }

  private func readMore(until deadline: Double) throws -> Bool {
    var request = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    let left = deadline - monotonicSeconds()
    guard left > 0, poll(&request, 1, Int32(left * 1000) + 1) != 0 else {
      throw SystemError(call: "reading the program's output", code: ETIMEDOUT)
    }
    guard let bytes = readSome(reading) else { return false }
    output += bytes
    return true
  }

  private func reap() -> Int32 {
    var raw: Int32 = 0
    while waitpid(identifier, &raw, 0) < 0, errno == EINTR {}
    return raw
  }
}
