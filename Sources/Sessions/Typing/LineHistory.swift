// Lines typed earlier, kept so that those that begin with a text are found at once, and first those that came after the
// same line before.

package struct LineHistory: Sendable {
  /// The oldest first.
  private var lines: [String] = []
  /// The places of the lines that begin with a byte, in order.
  private var beginning: [UInt8: [Int]] = [:]
  /// The places of the lines that came after a line, in order.
  private var following: [String: [Int]] = [:]

  /// - Parameter lines: the oldest first.
  package init(_ lines: [String] = []) {
    for line in lines { append(line) }
  }

  package mutating func append(_ line: String) {
    let place = lines.count
    if let first = line.utf8.first { beginning[first, default: []].append(place) }
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
    guard let first = typed.utf8.first else { return [] }
    return found(in: beginning[first] ?? [], beginningWith: typed, atMost: limit)
  }

  private func found(
    in places: [Int], beginningWith typed: String, atMost limit: Int
  ) -> [String] {
    var found: [String] = []
    var looked = 0
    for place in places.reversed() {
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
}
