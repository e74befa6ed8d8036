// Each line of a record ends in a check value over itself and the line before, so that a line that was changed, left out or
// put elsewhere by hand is noticed. Whoever means to deceive can compute it too: what counts is what the commands give
// when they are run.
import JSON
import Notebooks

struct RecordChain: Sendable, Equatable {
  private var value: UInt32 = 0

  /// A value as a line with its check value.
  mutating func add(_ content: some Encodable) -> String {
    guard case .object(let members)? = try? JSONValue(encoding: content) else { return "" }
    add(body: JSONValue.object(members).text)
    return JSONValue.object(members + [("chain", .string(text))]).text
  }

  /// Whether a line continues those before it; the next is held against it in any case.
  mutating func take(_ line: String) -> Bool {
    let bytes = Array(line.utf8)
    let open = Array(",\"chain\":\"".utf8)
    let length = open.count + 8 + 2
    let tail = bytes.suffix(length)
    guard bytes.count > length, tail.starts(with: open), bytes.suffix(2) == Array("\"}".utf8)[...]
    else {
      add(body: line)
      return false
    }
    add(body: String(decoding: bytes.dropLast(length), as: UTF8.self) + "}")
    let said = String(decoding: tail.dropFirst(open.count).prefix(8), as: UTF8.self)
    defer { value = UInt32(said, radix: 16) ?? value }
    return said == text
  }

  private mutating func add(body: String) {
    var sum = Checksum(after: value)
    sum.add(Array(body.utf8)[...])
    value = sum.value
  }

  private var text: String {
    let hex = String(value, radix: 16)
    return String(repeating: "0", count: 8 - hex.count) + hex
  }
}
