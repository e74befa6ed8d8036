// How one thread wakes another that sleeps: a byte in a pipe, which poll(2) also waits for beside the keyboard.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

final class PagePulse: Sendable {
  /// The end that is polled; -1 where the system had no pipe to give, and then nothing is ever woken early.
  let descriptor: Int32
  private let input: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      (descriptor, input) = (-1, -1)
      return
    }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (descriptor, input) = (ends[0], ends[1])
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if input >= 0 { close(input) }
  }

  /// A full pipe is as good as one more byte in it.
  func wake() {
    var byte: UInt8 = 0
    _ = write(input, &byte, 1)
  }

  /// Takes the bytes away.
  func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while descriptor >= 0, read(descriptor, &bytes, bytes.count) > 0 {}
  }

  /// Sleeps until it is woken, or that time has passed; below 0 there is none.
  func wait(milliseconds: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&request, 1, milliseconds)
    drain()
  }

  /// Sleeps for a moment, whatever comes.
  func pause(milliseconds: Int32 = 50) { _ = poll(nil, 0, milliseconds) }
}
