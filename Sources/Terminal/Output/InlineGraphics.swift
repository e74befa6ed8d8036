// Pictures in a terminal, by Kitty's graphics protocol: whether the terminal knows it, and how one is put over
// cells that are there already.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

package enum InlineGraphics {
  /// Asks for a picture of one pixel that is not to be shown, and then for what every terminal says of itself: who
  /// answers the second has read the first.
  package static let question = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[c"

  /// What an answer so far says: true or false, nil while more may come.
  package static func verdict(on answer: [UInt8]) -> Bool? {
    let text = String(decoding: answer, as: UTF8.self)
    if let start = text.range(of: "\u{1B}_Gi=31;"), text[start.upperBound...].contains("\u{1B}\\") {
      return text[start.upperBound...].hasPrefix("OK")
    }
    if let start = text.range(of: "\u{1B}[?"), text[start.upperBound...].contains("c") {
      return false
    }
    return nil
  }

  /// Whether the terminal shows pictures; where it has not said so in time it does not. What is typed meanwhile is
  /// lost, so it is asked while a command runs.
  ///
  /// - Parameter milliseconds: how long to wait.
  package static func isAnswered(milliseconds: Int = 100) -> Bool {
    var before = termios()
    guard isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &before) == 0 else { return false }
    var modes = before
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(STDIN_FILENO, TCSANOW, &modes) == 0 else { return false }
    defer { tcsetattr(STDIN_FILENO, TCSANOW, &before) }
    let isSent = Array(question.utf8).withUnsafeBytes { writeFully($0, to: STDOUT_FILENO) } == nil
    guard isSent else { return false }
    return readAnswer(until: monotonicSeconds() + Double(milliseconds) / 1000)
  }

  private static func readAnswer(until end: Double) -> Bool {
    var answer: [UInt8] = []
    while answer.count < 4096 {
      let left = Int32(((end - monotonicSeconds()) * 1000).rounded(.up))
      guard left > 0 else { return false }
      var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&request, 1, left) > 0 else { continue }
      let count = withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { bytes in
        let count = read(STDIN_FILENO, bytes.baseAddress, bytes.count)
        if count > 0 { answer += bytes[..<count] }
        return count
      }
      guard count > 0 || count < 0 && errno == EINTR else { return false }
      if let verdict = verdict(on: answer) { return verdict }
    }
    return false
  }

  /// A PNG over so many cells, from the left edge of the line the cursor is in, which stays there.
  ///
  /// - Parameters:
  ///   - base64: its bytes in letters.
  ///   - up: lines from the cursor to its first.
  package static func sequence(
    base64: String, columns: Int, rows: Int, up: Int, column: Int
  ) -> String {
    let bytes = Array(base64.utf8)
    var text = "\u{1B}[\(up)A\r" + (column > 0 ? "\u{1B}[\(column)C" : "")
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + 4096)
      // Shown at once, no answer asked for, the cursor not moved.
      let keys = start == 0 ? "a=T,f=100,q=2,C=1,c=\(columns),r=\(rows)," : ""
      text += "\u{1B}_G\(keys)m=\(end < bytes.count ? 1 : 0);"
      text += String(decoding: bytes[start..<end], as: UTF8.self) + "\u{1B}\\"
      start = end
    }
    return text + "\r\u{1B}[\(up)B"
  }
}

extension String {
  /// The first place of a text.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) {
        return start..<index(start, offsetBy: text.count)
      }
      start = index(after: start)
    }
    return nil
  }
}

extension OutputWriter {
  /// Shows a picture over lines that were written last.
  ///
  /// - Parameters:
  ///   - base64: a PNG file in letters.
  ///   - up: how many lines above the cursor its first is.
  package func place(base64: String, columns: Int, rows: Int, up: Int, column: Int) {
    let isText = base64.utf8.allSatisfy {
      $0 > 0x2A && $0 < 0x7B  // "+" to "z"
    }
    guard isText, up > 0 else { return }
    sendRaw(
      InlineGraphics.sequence(
        base64: base64, columns: columns, rows: rows, up: up, column: column))
  }
}
