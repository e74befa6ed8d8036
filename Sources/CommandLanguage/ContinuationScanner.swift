// Where a command goes on in the next line. Each line is looked at once, however many came before it.
import Text

/// Finds, line by line, whether a `\` at the end continues the command: not in a comment.
package struct ContinuationScanner {
  /// Whether the line before ended inside quotes and is continued.
  private(set) var isInQuotes = false

  package init() {}

  /// Takes the next line, given without its line feed.
  package mutating func endsInContinuation(_ line: String) -> Bool {
    endsInContinuation(Array(line.utf8)[...])
  }

  /// - Parameter line: without its line feed.
  mutating func endsInContinuation(_ line: ArraySlice<UInt8>) -> Bool {
    var line = line
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    var isInWord = false
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      let isLast = index + 1 == line.endIndex
      switch byte {
      case UInt8(ascii: "\\"):
        if isLast { return true }
        if isInQuotes { index += 1 }
        isInWord = true
      case UInt8(ascii: "\""):
        isInQuotes.toggle()
        isInWord = true
      case UInt8(ascii: "#") where !isInQuotes && !isInWord:
        return false
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ";"):
        isInWord = isInQuotes
      case 0x80...:
        let length = blankLength(line, at: index)
        isInWord = isInQuotes || length == nil
        index += (length ?? 1) - 1
      default: isInWord = true
      }
      index += 1
    }
    isInQuotes = false
    return false
  }

  /// The bytes of a blank outside of ASCII.
  private func blankLength(_ line: ArraySlice<UInt8>, at index: Int) -> Int? {
    guard
      case .scalar(let scalar, let length) = decodeScalar(
        Array(line[index..<min(index + 4, line.endIndex)]), at: 0),
      isBlank(scalar)
    else { return nil }
    return length
  }
}
