// Choosing from a list below the line: Tab's ways to complete a word, and Ctrl-R's earlier lines. While it is open
// its keys do not reach libedit; every other key closes or narrows it and does what it always does.
import CLineEditor

extension LineEditor {
  // MARK: - Completion

  func complete() -> cle_outcome {
    if menu != nil {
      choose(by: 1)
      return CLE_REFRESH
    }
    var line = editedLine()
    guard let (range, all) = candidates(for: line), !all.isEmpty else { return CLE_BEEP }
    let candidates = all.filter { !$0.isShownOnly }
    // Below a line that is painted the hint says it.
    if candidates.isEmpty, opensLists { return CLE_NOTHING }
    let typed = EditedLine.text(of: line.scalars[range])
    if let text = CompletionMenu.insertion(for: candidates, typed: typed) {
      line.replace(range, with: text)
      put(line)
      listing = nil
      return CLE_REFRESH
    }
    guard all.count > 1 else { return CLE_NOTHING }
    if opensLists, hasRoomForList {
      guard candidates.count > 1 else { return CLE_NOTHING }
      menu = Menu(.completion(range), over: line, candidates.map(Menu.Item.init))
      return CLE_REFRESH
    }
    show(all, line)
    return CLE_NOTHING
  }

  private func candidates(for line: EditedLine) -> (Range<Int>, [Candidate])? {
    guard let completer else { return nil }
    let before = earlierLines.utf8.count
    let list = completer(earlierLines + line.text, before + line.beforeCursor.utf8.count)
    guard list.replace.lowerBound >= before,
      let range = Self.scalarRange(
        (list.replace.lowerBound - before)..<(list.replace.upperBound - before), in: line.scalars)
    else { return nil }
    return (range, list.candidates)
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

  /// Where nothing is painted: the candidates below the line, and the line below them. Pressed again on the
  /// same line, Tab goes on where the window was full.
  private func show(_ candidates: [Candidate], _ line: EditedLine) {
    guard let handle else { return }
    let window = Window()
    var first = 0
    if let listing, listing.line == line.text, listing.cursor == line.cursor,
      listing.next < candidates.count
    {
      first = listing.next
    }
    let (rows, shown) = CompletionMenu.rows(
      candidates, from: first, columns: window.columns, rows: window.rows)
    if painter == nil { cle_send("\r\n") } else { leaveLine(line, "") }
    for row in rows { cle_send(row.encoded(color: configuration.color) + "\r\n") }
    let next = first + shown
    if next < candidates.count {
      let dots = cle_shows_unicode() ? "…" : "..."
      cle_send("\(dots) and \(candidates.count - next) more (Tab)\r\n")
    }
    listing = Listing(line: line.text, cursor: line.cursor, next: next)
    if painter == nil { cle_redraw(handle) }
  }

  // MARK: - Earlier lines

  func openHistory() -> cle_outcome {
    guard opensLists, hasRoomForList else { return CLE_BEEP }
    catchUpOnHistory()
    let line = editedLine()
    searchHistory(for: line.text, over: line)
    return CLE_REFRESH
  }

  /// More than anybody looks through.
  private static let mostFound = 500

  private func searchHistory(for pattern: String, over base: EditedLine) {
    let items = earlier.found(pattern, most: Self.mostFound).map { entry in
      Menu.Item(
        text: Self.oneRow(entry),
        block: entry.contains("\n") ? entry.split(separator: "\n").map(String.init) : [])
    }
    menu = Menu(
      .history(pattern), over: base, items,
      chosen: items.isEmpty ? nil : 0)
    showChoice()
  }

  /// Below the line, for one that is chosen and one more.
  private var hasRoomForList: Bool {
    let window = Window()
    var frame = LineFrame(columns: window.columns)
    frame.add(prompt)
    for scalar in editedLine().scalars { frame.add(scalar) }
    frame.markCursor()
    return window.columns >= Self.leastColumns && frame.rows.count + 3 <= window.rows
  }

  // MARK: - Keys

  /// The key, unless the menu has taken it.
  func passedOn(_ key: KeyDecoder.Key) -> KeyDecoder.Key? {
    guard let open = menu else { return isNothing(key) ? nil : key }
    if case .history(let pattern) = open.kind { return searching(key, pattern, open) }
    guard case .code(let code) = key else { return accepting(key) }
    switch code {
    case 0x09, 0x0E, CLE_KEY_NEXT: choose(by: 1)
    case 0x10, CLE_KEY_BACK_TAB, CLE_KEY_PREVIOUS: choose(by: -1)
    case CLE_KEY_PAGE_DOWN: choose(by: Menu.page)
    case CLE_KEY_PAGE_UP: choose(by: -Menu.page)
    case 0x1B where !decoder.isEmpty: return accepting(key)
    case 0x1B, 0x07: closeMenu(keeping: false)
    case 0x0D, 0x0A:
      guard let chosen = open.chosen else {
        menu = nil
        return key
      }
      closeMenu(keeping: true)
      if open.items[chosen].appendsSpace { appendBlank() }
    default: return accepting(key)
    }
    return nil
  }

  /// What has a meaning in lists alone, and an escape of which nothing comes: in emacs mode it would go with
  /// whatever key is next.
  private func isNothing(_ key: KeyDecoder.Key) -> Bool {
    switch key {
    case .code(CLE_KEY_PAGE_UP), .code(CLE_KEY_PAGE_DOWN): true
    case .code(0x1B): painter != nil && !isVi && decoder.isEmpty && !isSearchingInLibedit
    default: false
    }
  }

  /// What is chosen stays in the line, and the key does what it does.
  private func accepting(_ key: KeyDecoder.Key) -> KeyDecoder.Key {
    if menu?.chosen != nil {
      closeMenu(keeping: true)
    } else if !Self.narrows(key) {
      menu = nil
    }
    return key
  }

  private static func narrows(_ key: KeyDecoder.Key) -> Bool {
    if case .code(let code) = key {
      return code == 0x7F || code == 0x08 || code > 0x20 && code < 0x7F || code >= 0xA0
    }
    return false
  }

  private func searching(
    _ key: KeyDecoder.Key, _ pattern: String, _ open: Menu
  ) -> KeyDecoder.Key? {
    var pattern = pattern
    switch key {
    case .run(let scalars): pattern += EditedLine.text(of: scalars)
    case .paste(let text): pattern += text.filter { !$0.isNewline }
    case .code(0x12), .code(0x0E), .code(0x09), .code(CLE_KEY_NEXT): return move(1)
    case .code(0x13), .code(0x10), .code(CLE_KEY_BACK_TAB), .code(CLE_KEY_PREVIOUS):
      return move(-1)
    case .code(CLE_KEY_PAGE_DOWN): return move(Menu.page)
    case .code(CLE_KEY_PAGE_UP): return move(-Menu.page)
    case .code(0x1B) where !decoder.isEmpty:
      closeMenu(keeping: true)
      return key
    case .code(0x1B), .code(0x07):
      closeMenu(keeping: false)
      return nil
    case .code(CLE_KEY_RIGHT), .code(CLE_KEY_END), .code(0x05), .code(0x06):
      closeMenu(keeping: true)
      return nil
    case .code(0x7F), .code(0x08):
      if pattern.isEmpty { return nil }
      pattern.removeLast()
    case .code(let code) where code >= 0x20 && code < 0x80 || code >= 0xA0:
      pattern += EditedLine.text(of: [code])
    default:
      closeMenu(keeping: true)
      return key
    }
    searchHistory(for: pattern, over: open.base)
    return nil
  }

  private func move(_ step: Int) -> KeyDecoder.Key? {
    choose(by: step)
    return nil
  }

  private func choose(by step: Int) {
    menu?.move(by: step)
    showChoice()
  }

  /// In the line, as if it were typed.
  private func showChoice() {
    if let line = menu?.line { put(line) }
  }

  func closeMenu(keeping: Bool) {
    if let menu { put(keeping ? menu.line : menu.base) }
    menu = nil
  }

  private func appendBlank() {
    var line = editedLine()
    if line.isAtEnd || line.scalars[line.cursor] != 0x20 { line.insert([0x20]) }
    put(line)
  }

  /// What was typed meanwhile narrows the list.
  func refreshMenu() {
    guard let open = menu, case .completion = open.kind, open.chosen == nil else { return }
    let line = editedLine()
    guard line != open.base else { return }
    guard let (range, all) = candidates(for: line), !range.isEmpty,
      case let candidates = all.filter({ !$0.isShownOnly }), !candidates.isEmpty,
      candidates.count > 1 || candidates[0].text != EditedLine.text(of: line.scalars[range])
    else {
      menu = nil
      return
    }
    menu = Menu(.completion(range), over: line, candidates.map(Menu.Item.init))
  }
}

extension Menu.Item {
  fileprivate init(_ candidate: LineEditor.Candidate) {
    self.init(
      text: candidate.text, description: candidate.description,
      appendsSpace: candidate.appendsSpace)
  }
}
