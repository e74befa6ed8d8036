// What Tab does with a list of candidates: which text it puts into the line, and how the list looks where it can
// only be printed.

package enum CompletionMenu {
  /// What to put in place of the word, nil when nothing more is certain.
  package static func insertion(for candidates: [MenuCandidate], typed: String) -> String? {
    guard let first = candidates.first else { return nil }
    if candidates.count == 1 {
      let text = first.text + (first.appendsSpace ? " " : "")
      return text == typed ? nil : text
    }
    let prefix = commonPrefix(candidates.map(\.text))
    return prefix.count > typed.count ? prefix : nil
  }

  /// The longest beginning that all texts share.
  package static func commonPrefix(_ texts: [String]) -> String {
    guard var prefix = texts.first.map(Array.init) else { return "" }
    for text in texts.dropFirst() {
      var length = 0
      for (left, right) in zip(prefix, text) {
        guard left == right else { break }
        length += 1
      }
      prefix.removeLast(prefix.count - length)
    }
    return String(prefix)
  }

  /// The rows of the list from candidate `first` on, fitted into the window, and how many of the
  /// candidates they show.
  package static func rows(
    _ candidates: [MenuCandidate], from first: Int, columns: Int, rows: Int
  ) -> (lines: [StyledText], shown: Int) {
    let rest = candidates.dropFirst(first)
    // Room for the line above, the note below, and the prompt with two rows of line.
    let room = max(3, rows - 4)
    let width = max(10, columns - 1)
    if rest.allSatisfy(\.description.isEmpty) { return grid(rest, width: width, room: room) }
    let shown = rest.prefix(room)
    let textWidth = min(
      width / 2, shown.map { displayColumns(safeForTerminal($0.text)) }.max() ?? 0)
    let lines = shown.map { candidate in
      let text = cut(safeForTerminal(candidate.text), columns: width)
      var line = StyledText(text)
      let gap = max(0, textWidth - displayColumns(text)) + 2
      let left = width - displayColumns(text) - gap
      if left > 3, !candidate.description.isEmpty {
        line.append(String(repeating: " ", count: gap))
        line.append(cut(oneLine(candidate.description), columns: left), .dim)
      }
      return line
    }
    return (lines, shown.count)
  }

  /// Names alone, in as many columns as fit, ordered downwards.
  private static func grid(
    _ candidates: ArraySlice<MenuCandidate>, width: Int, room: Int
  ) -> (lines: [StyledText], shown: Int) {
    let cell = 2 + (candidates.map { displayColumns(safeForTerminal($0.text)) }.max() ?? 0)
    let across = max(1, (width + 2) / cell)
    let shown = Array(candidates.prefix(across * room))
    let down = (shown.count + across - 1) / across
    let lines = (0..<down).map { row in
      var line = ""
      for index in stride(from: row, to: shown.count, by: down) {
        let text = cut(safeForTerminal(shown[index].text), columns: width)
        line += text
        if index + down < shown.count {
          line += String(repeating: " ", count: max(0, cell - displayColumns(text)))
        }
      }
      return StyledText(line)
    }
    return (lines, shown.count)
  }
}

/// Without what would break a row.
func oneLine(_ text: String) -> String {
  safeForTerminal(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
}
