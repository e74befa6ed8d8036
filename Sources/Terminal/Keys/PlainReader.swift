// Standard input that is not a terminal: whole logical lines as bytes, with a limit on their
// length, and an end to waiting when the process is asked to stop.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import CLineEditor

/// Reads lines from a descriptor, each with what continues it after a trailing `\`.
package struct PlainReader {
  package enum Item: Equatable, Sendable {
    /// A logical line without its last newline, as the bytes stood: continuations keep their `\`
    /// and newline. `number` is the 1-based line of the file that it begins on.
    case line([UInt8], number: Int)
    /// A line longer than the limit. The rest of it was skipped.
    case tooLong(number: Int)
    case end
    /// Ctrl-C, or a signal that ends the process, came while waiting.
    case stopped
    /// read(2) failed with this errno.
    case failed(Int32)
  }

  /// Bytes in a line: 1 MiB.
  package static let defaultLimit = 1 << 20

  private let descriptor: Int32
  private let limit: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  private var lineNumber = 0

  package init(descriptor: Int32 = 0, limit: Int = PlainReader.defaultLimit) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// The next logical line. Waiting ends early when `stop` is raised.
  /// - Parameter isContinued: whether the text so far goes on in the next line; by default when it
  ///   ends in `\`.
  package mutating func next(
    stop: StopToken? = nil, isContinued: ([UInt8]) -> Bool = { $0.last == UInt8(ascii: "\\") }
  ) -> Item {
    var text: [UInt8] = []
    var first: Int?
    while true {
      var skipping = false
      switch physicalLine(stop: stop, into: &text, skipping: &skipping) {
      case .some(let item) where item == .end && first != nil:
        return .line(text, number: first ?? lineNumber)
      case .some(let item): return item
      case .none: break
      }
      let number = first ?? lineNumber
      first = number
      if skipping { return .tooLong(number: number) }
      if text.last == UInt8(ascii: "\r") { text.removeLast() }
      guard isContinued(text) else { return .line(text, number: number) }
      text.append(UInt8(ascii: "\n"))
    }
  }

  /// Appends one line of the file to `text`, or says why there is none.
  private mutating func physicalLine(
    stop: StopToken?, into text: inout [UInt8], skipping: inout Bool
  ) -> Item? {
    var found = false
    while true {
      let rest = buffer[start...]
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      let part = rest[..<(end ?? rest.endIndex)]
      found = found || !rest.isEmpty
      if text.count + part.count > limit { skipping = true }
      if !skipping { text.append(contentsOf: part) }
      if let end {
        start = end + 1
        lineNumber += 1
        return nil
      }
      buffer.removeAll(keepingCapacity: true)
      start = 0
      if isAtEnd {
        guard found else { return .end }
        lineNumber += 1
        return nil
      }
      if let problem = fill(stop: stop) { return problem }
    }
  }

  /// Reads one piece. The wait includes the signal pipe, so that a signal that comes just before
  /// it is not missed.
  private mutating func fill(stop: StopToken?) -> Item? {
    while true {
      if let stop, stop.isRaised() { return .stopped }
      var requests = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stop == nil ? -1 : cle_signal_descriptor(), events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&requests, 2, -1) >= 0 else {
        if errno == EINTR { continue }
        return .failed(errno)
      }
      if requests[1].revents != 0 { cle_drain_signals() }
      guard requests[0].revents != 0 else { continue }
      let size = 1 << 16
      let count = withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { bytes in
        let count = read(descriptor, bytes.baseAddress, size)
        if count > 0 { buffer.append(contentsOf: bytes[..<count]) }
        return count
      }
      if count > 0 { return nil }
      if count == 0 {
        isAtEnd = true
        return nil
      }
      if errno == EINTR || errno == EAGAIN { continue }
      return .failed(errno)
    }
  }
}
