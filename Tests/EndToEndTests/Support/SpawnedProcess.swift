// Starting a program for a test, without Foundation: its arguments, its environment, and what its
// descriptors are. Every descriptor of the test process closes in the child, so that tests can run
// side by side.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Synchronization
import TestSupport

/// Held while a descriptor is made that must not reach another test's child, and while one is
/// started: between making it and marking it no other child may come to be.
let descriptorLock = Mutex(())

/// How a process ended.
enum ExitStatus: Equatable, CustomStringConvertible {
  case exited(Int32)
  case signaled(Int32)

  init(waitStatus status: Int32) {
    let signal = status & 0x7F
    self = signal == 0 ? .exited(status >> 8 & 0xFF) : .signaled(signal)
  }

  var description: String {
    switch self {
    case .exited(let status): "exited with status \(status)"
    case .signaled(let number): "ended by signal \(number)"
    }
  }
}

/// What becomes of a descriptor in the child.
enum ChildDescriptor {
  case copy(of: Int32)
  case open(String, Int32)
}

/// Starts `program` in an environment of exactly `environment`, with default signal actions.
func spawn(
  _ program: String, _ arguments: [String], environment: [String: String],
  descriptors: [ChildDescriptor], newSession: Bool
) throws -> pid_t {
  #if canImport(Glibc)
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #else
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (number, descriptor) in descriptors.enumerated() {
    switch descriptor {
    case .copy(let source): posix_spawn_file_actions_adddup2(&actions, source, Int32(number))
    case .open(let path, let flags):
      posix_spawn_file_actions_addopen(&actions, Int32(number), path, flags, 0)
    }
  }
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var all = sigset_t()
  sigfillset(&all)
  posix_spawnattr_setsigdefault(&attributes, &all)
  var none = sigset_t()
  sigemptyset(&none)
  posix_spawnattr_setsigmask(&attributes, &none)
  var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
  #if canImport(Darwin)
    if newSession { flags |= Int32(POSIX_SPAWN_SETSID) }
    flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
  #else
    // POSIX_SPAWN_SETSID of spawn.h, which hides it without _GNU_SOURCE.
    if newSession { flags |= 0x80 }
  #endif
  posix_spawnattr_setflags(&attributes, Int16(flags))

  var identifier: pid_t = 0
  let code = withCStrings([program] + arguments) { argv in
    withCStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) {
      let environment = $0
      return descriptorLock.withLock { _ in
        posix_spawn(&identifier, program, &actions, &attributes, argv, environment)
      }
    }
  }
  guard code == 0 else { throw SystemError(call: "posix_spawn \(program)", code: code) }
  return identifier
}

private func withCStrings<R>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
) -> R {
  let copies = strings.map { strdup($0) }
  defer { copies.forEach { free($0) } }
  return body(copies + [nil])
}

/// A pipe whose ends close in children.
func makePipe() throws -> (reading: Int32, writing: Int32) {
  var ends: [Int32] = [-1, -1]
  try descriptorLock.withLock { _ in
    guard pipe(&ends) == 0 else { throw SystemError(call: "pipe", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }
  return (ends[0], ends[1])
}

/// A program run to its end over pipes.
enum Process {
  struct Result {
    var status: ExitStatus
    var output: [UInt8]
    var errors: [UInt8]

    var outputText: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  /// Runs `program`, feeding it `input`; it is killed when it takes longer than `timeout` seconds.
  static func run(
    _ program: String, _ arguments: [String] = [], input: [UInt8] = [],
    environment: [String: String] = [:], timeout: Double = 60
  ) throws -> Result {
    let inward = try makePipe()
    let outward = try makePipe()
    let errors = try makePipe()
    let child = try spawn(
      program, arguments, environment: environment,
      descriptors: [
        .copy(of: inward.reading), .copy(of: outward.writing), .copy(of: errors.writing),
      ], newSession: false)
    for end in [inward.reading, outward.writing, errors.writing] { close(end) }
    // Small pieces never block a pipe that poll(2) calls writable.
    _ = fcntl(inward.writing, F_SETFL, O_NONBLOCK)
    let collected = exchange(
      input, writing: inward.writing, reading: [outward.reading, errors.reading],
      until: monotonicSeconds() + timeout)
    if collected == nil { kill(child, SIGKILL) }
    for end in [outward.reading, errors.reading] { close(end) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard let collected else { throw SystemError(call: "\(program) \(arguments)", code: ETIMEDOUT) }
    return Result(
      status: ExitStatus(waitStatus: status), output: collected[0], errors: collected[1])
  }

  /// Writes and reads until both outputs have ended; nil when the time is over.
  private static func exchange(
    _ input: [UInt8], writing: Int32, reading: [Int32], until deadline: Double
  ) -> [[UInt8]]? {
    var rest = input[...]
    var writer = writing
    var readers = reading
    var collected = reading.map { _ in [UInt8]() }
    defer { if writer >= 0 { close(writer) } }
    while readers.contains(where: { $0 >= 0 }) {
      if rest.isEmpty, writer >= 0 {
        close(writer)
        writer = -1
      }
      let left = deadline - monotonicSeconds()
      guard left > 0 else { return nil }
      var requests = readers.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      requests.append(pollfd(fd: writer, events: Int16(POLLOUT), revents: 0))
      poll(&requests, nfds_t(requests.count), Int32(left * 1000) + 1)
      if requests[readers.count].revents != 0 {
        let count = Array(rest.prefix(4096)).withUnsafeBytes { sendQuietly($0, to: writer) }
        // The child closed its input: what it did not want is dropped.
        rest = count < 0 && errno != EAGAIN ? [] : rest.dropFirst(max(0, count))
      }
      for index in readers.indices where requests[index].revents != 0 {
        guard let bytes = readSome(readers[index]) else {
          readers[index] = -1
          continue
        }
        collected[index] += bytes
      }
    }
    return collected
  }
}

/// write(2) that reports a closed pipe instead of ending the test process by SIGPIPE.
func sendQuietly(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int {
  var pipeSignal = sigset_t()
  sigemptyset(&pipeSignal)
  sigaddset(&pipeSignal, SIGPIPE)
  var previous = sigset_t()
  pthread_sigmask(SIG_BLOCK, &pipeSignal, &previous)
  let count = write(descriptor, bytes.baseAddress, bytes.count)
  let code = errno
  if count < 0, code == EPIPE {
    var pending = sigset_t()
    var number: Int32 = 0
    sigpending(&pending)
    if sigismember(&pending, SIGPIPE) == 1 { sigwait(&pipeSignal, &number) }
  }
  pthread_sigmask(SIG_SETMASK, &previous, nil)
  errno = code
  return count
}

func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
