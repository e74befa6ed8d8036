// Lines typed earlier, kept so that those that begin with a text are found at once, and first those that came after the
// same line before.

package struct LineHistory: Sendable {
  /// The oldest first.
  private var lines: [String] = []
  /// The first bytes of each, so that most are told apart without being looked at.
  private var heads: [UInt64] = []
  /// The places of the lines that came after a line, in order.
  private var following: [String: [Int]] = [:]

  /// - Parameter lines: the oldest first.
  package init(_ lines: [String] = []) {
    for line in lines { append(line) }
  }

  package mutating func append(_ line: String) {
    let place = lines.count
    heads.append(Self.head(of: line))
    if let previous = lines.last { following[previous, default: []].append(place) }
    lines.append(line)
  }

  /// What came after the last line when that was typed before, the latest first, each once.
  func following(beginningWith typed: String, atMost limit: Int) -> [String] {
    guard let last = lines.last else { return [] }
    return found(in: following[last] ?? [], beginningWith: typed, atMost: limit)
  }

  /// The lines that begin with a text and go on, the latest first, each once.
  func lines(beginningWith typed: String, atMost limit: Int) -> [String] {
    typed.isEmpty ? [] : found(in: lines.indices, beginningWith: typed, atMost: limit)
  }

  private func found(
    in places: some BidirectionalCollection<Int>, beginningWith typed: String, atMost limit: Int
  ) -> [String] {
    var found: [String] = []
    var looked = 0
    let head = Self.head(of: typed)
    let mask = typed.utf8.count < 8 ? ~(UInt64.max >> (8 * typed.utf8.count)) : UInt64.max
    for place in places.reversed() where heads[place] & mask == head {
      let line = lines[place]
      guard line.utf8.count > typed.utf8.count, line.utf8.starts(with: typed.utf8),
        !line.utf8.contains(0x0A), !found.contains(line)
      else { continue }
      found.append(line)
      looked += 1
      if looked == limit { break }
    }
    return found
  }

  /// Its first eight bytes as a number, the first one highest.
  private static func head(of text: String) -> UInt64 {
    var head: UInt64 = 0
    var shift: UInt64 = 64
    for byte in text.utf8.prefix(8) {
      shift -= 8
      head |= UInt64(byte) << shift
    }
    return head
  }
}
