// One browser that looks on: what the board has, as server-sent events. It holds nothing but the message that is
// being sent, and is used by the server's thread alone; only `wake` comes from another.

final class PageStream: @unchecked Sendable {
  private let board: PageBoard
  private let connection: PageConnection
  private var bytes: ArraySlice<UInt8>
  private var number = 0
  private let begin: Int
  private var beat = 0

  /// Nil where too many look on already.
  init?(of board: PageBoard, on connection: PageConnection) {
    guard let begin = board.join() else { return nil }
    (self.board, self.connection, self.begin) = (board, connection, begin)
    // A browser that lost the connection asks again after a second.
    bytes = Array("retry: 1000\n\n".utf8)[...]
  }

  /// Puts what fits there; 0 where it rests now, nil at the end.
  func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int? {
    while bytes.isEmpty {
      let next = board.next(
        after: number, since: begin, beat: beat, for: self,
        rest: { connection.suspend() })
      switch next {
      case .posting(let posting):
        number = posting.number
        bytes = Array(Self.text(of: posting).utf8)[...]
      case .beat(let beat):
        self.beat = beat
        bytes = Array(":\n\n".utf8)[...]
      case .rest: return 0
      case .end: return nil
      }
    }
    let count = min(buffer.count, bytes.count)
    _ = buffer.update(fromContentsOf: bytes.prefix(count))
    bytes = bytes.dropFirst(count)
    return count
  }

  private static func text(of posting: PagePosting) -> String {
    "id: \(posting.number)\nevent: \(posting.name.event)\ndata: \(posting.content.json)\n\n"
  }

  /// Called by the board, with its lock, of one that rests.
  func wake() { connection.resume() }

  func leave() { board.leave(self) }
}
