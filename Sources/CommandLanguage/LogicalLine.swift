// The lines of a script as commands see them: a line that ends in `\` and the one after it are one.
// The text keeps its line feeds, which the parser reads as blanks, so that ranges need no
// translation to be found in the file.

package struct LogicalLine: Equatable, Sendable {
  /// As in the file, inner line ends included, the last one not; U+FFFD stands where it is not
  /// UTF-8.
  package var text: String
  package var bytes: [UInt8]
  /// The number of its first line, from 1.
  package var line: Int

  package init(bytes: [UInt8], line: Int) {
    self.bytes = bytes
    self.line = line
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// The line and column, both from 1 and the column in characters, of a UTF-8 offset into this
  /// logical line.
  package func position(of offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), bytes.count)
    let head = bytes[..<offset]
    let breaks = head.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    let start = head.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return (line + breaks, String(decoding: head[start...], as: UTF8.self).count + 1)
  }

  /// The one line of the file in which an offset lies, and the offset into it: what carets are
  /// drawn under.
  package func physicalLine(at offset: Int) -> (text: String, offset: Int) {
    let offset = min(max(offset, 0), bytes.count)
    let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    return (String(decoding: bytes[start..<end], as: UTF8.self), offset - start)
  }

  /// On one line, as the parser reads it: a continuation is a blank, inside quotes nothing. For
  /// histories.
  package var joined: String {
    guard bytes.contains(UInt8(ascii: "\n")) else { return text }
    var result: [UInt8] = []
    var scanner = ContinuationScanner()
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let isContinued = scanner.endsInContinuation(line)
      var line = line
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if isContinued, line.endIndex < bytes.count {
        line.removeLast()
        result += line
        if !scanner.isInQuotes { result.append(UInt8(ascii: " ")) }
      } else {
        result += line
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// A script's bytes as logical lines, empty ones included. A byte order mark at the start is left
/// out.
package func splitLogicalLines(_ bytes: [UInt8]) -> [LogicalLine] {
  var bytes = bytes[...]
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
  var lines: [LogicalLine] = []
  var scanner = ContinuationScanner()
  var current: [UInt8] = []
  var number = 1
  var first = 1
  for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
    if first != number { current.append(UInt8(ascii: "\n")) }
    current += line
    number += 1
    if scanner.endsInContinuation(line) { continue }
    lines.append(LogicalLine(bytes: current, line: first))
    current = []
    first = number
  }
  if first != number { lines.append(LogicalLine(bytes: current, line: first)) }
  // What follows the last line feed is a line only when there is something in it.
  if let last = lines.last, last.bytes.isEmpty { lines.removeLast() }
  return lines
}
