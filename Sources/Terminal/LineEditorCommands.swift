// The commands that libedit hands back: completing the word, walking through earlier lines, and
// inserting a block.
import CLineEditor

extension LineEditor {
  func run(_ command: cle_command) -> cle_outcome {
    switch command {
    case CLE_COMPLETE: return complete()
    case CLE_PREVIOUS: return walk(back: true)
    case CLE_NEXT: return walk(back: false)
    case CLE_INSERT_PENDING: return insertPending()
    default: return CLE_MOVE_CURSOR
    }
  }

  private func insertPending() -> cle_outcome {
    guard let handle, !pendingText.isEmpty else { return CLE_NOTHING }
    pendingText.append(0)
    pendingText.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { cle_insert(handle, base) }
    }
    if pendingBehind > 0 { cle_move_cursor(handle, -pendingBehind) }
    pendingBehind = 0
    pendingText = []
    pendingAttempts = 0
    return CLE_REFRESH
  }

  private func walk(back: Bool) -> cle_outcome {
    let (scalars, cursor) = currentLine()
    let line = Self.string(scalars)
    let found =
      if back {
        search.previous(
          line: line, beforeCursor: Self.string(scalars[..<cursor]), entries: recalled)
      } else {
        search.next(line: line, entries: recalled)
      }
    guard let found else { return CLE_BEEP }
    replace(0..<scalars.count, of: cursor, with: found)
    return CLE_REFRESH
  }

  // MARK: - Completion

  private func complete() -> cle_outcome {
    guard let completer else { return CLE_BEEP }
    let (scalars, cursor) = currentLine()
    let line = Self.string(scalars)
    let cursorByte = Self.string(scalars[..<cursor]).utf8.count
    let list = completer(line, cursorByte)
    guard !list.candidates.isEmpty, let range = Self.scalarRange(list.replace, in: scalars) else {
      return CLE_BEEP
    }
    let typed = Self.string(scalars[range])
    if var text = CompletionMenu.insertion(for: list, typed: typed) {
      // The blank that is to follow may be there already.
      let isFollowedByBlank = range.upperBound < scalars.count && scalars[range.upperBound] == 0x20
      if isFollowedByBlank, list.candidates.count == 1, text.last == " " { text.removeLast() }
      replace(range, of: cursor, with: text)
      listing = nil
      return CLE_REFRESH
    }
    guard list.candidates.count > 1 else { return CLE_NOTHING }
    show(list.candidates, line: line, cursor: cursor)
    return CLE_NOTHING
  }

  /// Writes the candidates below the line, and the line below them. Pressed again on the same line,
  /// Tab goes on where the window was full.
  private func show(_ candidates: [Candidate], line: String, cursor: Int) {
    guard let handle else { return }
    let size = Capabilities.windowSize()
    var first = 0
    if let listing, listing.line == line, listing.cursor == cursor,
      listing.next < candidates.count
    {
      first = listing.next
    }
    let (rows, shown) = CompletionMenu.rows(
      candidates, from: first, columns: size?.columns ?? 80, rows: size?.rows ?? 24)
    let place = cursorPlace()
    var text = String(repeating: "\r\n", count: place.lastRow - place.row + 1)
    let isStyled = configuration.color && configuration.escapes
    for row in rows { text += row.encoded(color: isStyled) + "\r\n" }
    let next = first + shown
    if next < candidates.count {
      let dots = cle_shows_unicode() ? "…" : "..."
      text += "\(dots) and \(candidates.count - next) more (Tab)\r\n"
    }
    listing = Listing(line: line, cursor: cursor, next: next)
    cle_send(text)
    cle_redraw(handle)
  }

  /// Puts `text` in place of a part of the line; `cursor` is where the cursor stands before.
  private func replace(_ range: Range<Int>, of cursor: Int, with text: String) {
    guard let handle else { return }
    cle_move_cursor(handle, range.upperBound - cursor)
    cle_delete_backward(handle, range.count)
    Self.withScalars(text) { cle_insert(handle, $0) }
  }

  /// A range in UTF-8 bytes as one in scalars; nil when it does not lie in the line or cuts a
  /// character.
  private static func scalarRange(_ bytes: Range<Int>, in scalars: [UInt32]) -> Range<Int>? {
    var offset = 0
    var lower: Int?
    for (index, value) in (scalars + [0]).enumerated() {
      if offset == bytes.lowerBound, lower == nil { lower = index }
      if offset == bytes.upperBound, let lower { return lower..<index }
      offset += UTF8.width(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return nil
  }
}
