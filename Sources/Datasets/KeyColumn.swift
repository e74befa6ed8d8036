// The column that divides the rows, kept as it stands in the file: its texts may all differ, which no input's
// may.

struct KeyColumn {
  let name: String
  /// Which field of a record it is, from 0.
  let position: Int
  /// The fields of all rows, one behind the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Rows without a value.
  private(set) var missingRows: [Int] = []

  init(name: String, position: Int) {
    (self.name, self.position) = (name, position)
  }

  var rowCount: Int { ends.count }

  mutating func append(_ field: UnsafeBufferPointer<UInt8>) {
    if isMissing(field) { missingRows.append(ends.count) } else { bytes += field }
    ends.append(bytes.count)
  }

  /// What a row has; empty where it has nothing.
  func text(_ row: Int) -> String {
    String(decoding: bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]], as: UTF8.self)
  }

  /// Leaves some rows out.
  mutating func keep(_ isKept: [Bool]) {
    var kept = KeyColumn(name: name, position: position)
    for row in ends.indices where isKept[row] {
      let field = bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]]
      field.withUnsafeBufferPointer { kept.append($0) }
    }
    self = kept
  }

  /// The rows with values of their own, each with a number by the order of first rows.
  func groups() -> [Int32] {
    var numbers: [String: Int32] = [:]
    return (0..<rowCount).map { row in
      let next = Int32(numbers.count)
      let text = text(row)
      if let number = numbers[text] { return number }
      numbers[text] = next
      return next
    }
  }
}

/// The line on which each row of a file begins, kept as where it is not the one after the last row's.
struct LineNumbers: Equatable, Sendable {
  private var starts: [(row: Int, line: Int)] = []
  private var next = 0

  mutating func append(_ line: Int) {
    if starts.last.map({ line - $0.line != next - $0.row }) ?? true { starts.append((next, line)) }
    next += 1
  }

  /// Of each row, from 1.
  var all: [Int] {
    var lines: [Int] = []
    lines.reserveCapacity(next)
    for (place, start) in starts.enumerated() {
      let end = place + 1 < starts.count ? starts[place + 1].row : next
      for row in start.row..<end { lines.append(start.line + row - start.row) }
    }
    return lines
  }

  static func == (left: LineNumbers, right: LineNumbers) -> Bool {
    left.next == right.next && left.starts.elementsEqual(right.starts) { $0 == $1 }
  }
}
