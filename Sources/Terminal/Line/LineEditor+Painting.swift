// What is seen while a line is typed. Before the editor waits for a key it paints the prompt, the line with what is
// known of it, and below it a menu or a hint: over what it painted before, so that only what differs is sent.
import CLineEditor

/// The window as it is now.
struct Window: Equatable {
  var columns: Int
  var rows: Int

  init() {
    let size = Capabilities.windowSize()
    (columns, rows) = (size?.columns ?? 80, size?.rows ?? 24)
  }
}

extension LineEditor {
  /// What was painted last, to know whether it is to be painted again.
  struct Painted: Equatable {
    var line: EditedLine
    var menu: Menu?
    var window: Window
  }

  /// Narrower windows have the line alone.
  static let leastColumns = 24

  func paint() {
    guard painter != nil, ending == nil else { return }
    refreshMenu()
    let now = Painted(line: editedLine(), menu: menu, window: Window())
    guard now != painted else { return }
    if let painted, painted.window != now.window { clear(for: now.window) }
    if painter?.isEmpty == true { paintPrompt(now.window) }
    painted = now
    send(frame(now))
  }

  private func send(_ frame: LineFrame) {
    var frame = frame
    let window = painted?.window ?? Window()
    frame.fit(rows: window.rows)
    if let text = painter?.paint(frame, columns: window.columns), !text.isEmpty { cle_send(text) }
  }

  /// First the prompt alone is on the screen, with marks around it for terminals that jump from one to the next, and
  /// other sessions' lines are looked for.
  private func paintPrompt(_ window: Window) {
    var frame = LineFrame(columns: window.columns)
    frame.add(prompt)
    frame.markCursor()
    frame.fit(rows: window.rows)
    let text = painter?.paint(frame, columns: window.columns) ?? ""
    let isMarked = configuration.marksPrompts && isAssisted && showsAids
    cle_send(isMarked ? "\u{1B}]133;A\u{1B}\\" + text + "\u{1B}]133;B\u{1B}\\" : text)
    if isAssisted, earlierLines.isEmpty { catchUpOnHistory() }
  }

  /// Takes off what was painted in a window of another size.
  func clear(for window: Window) {
    let text = painter?.leave(for: window.columns, wraps: configuration.wrapsRows) ?? ""
    painted = nil
    cle_send(text)
  }

  // MARK: What is painted

  private func frame(_ now: Painted) -> LineFrame {
    let (line, window) = (now.line, now.window)
    var frame = LineFrame(columns: window.columns)
    frame.add(prompt)
    let hasAids = helps(window)
    let checked = hasAids ? check(line) : ([], nil)
    let styles = styles(of: line, checked.0)
    for (place, scalar) in line.scalars.enumerated() {
      if place == line.cursor { frame.markCursor() }
      frame.add(scalar, styles.isEmpty ? .plain : styles[place])
    }
    if line.isAtEnd { frame.markCursor() }
    if hasAids, now.menu == nil, let ghost = ghost(after: line) {
      // It never breaks a row.
      let text = shortened(
        safeForTerminal(ghost), columns: frame.room - 1, unicode: cle_shows_unicode())
      frame.add(text, ghostStyle)
    }
    let room = window.rows - frame.rows.count
    if menu != nil {
      menu?.scroll(room: room)
      let rows = menu?.rows(columns: window.columns, room: room, unicode: cle_shows_unicode())
      for row in rows ?? [] { frame.addRow(row) }
    } else if hasAids, room > 0,
      let hint = hint(for: line, orFault: checked.1, columns: window.columns - 1)
    {
      frame.addRow(hint)
    }
    return frame
  }

  /// Longer lines were pasted, and to look through them at every key would be felt.
  private static let longestHelped = 500

  /// Whether more than the line is shown.
  func helps(_ window: Window) -> Bool {
    guard showsAids, isAssisted, configuration.color, window.columns >= Self.leastColumns
    else { return false }
    let length = editedLine().scalars.count + earlierLines.utf8.count
    return length <= Self.longestHelped && !isSearchingInLibedit
  }

  /// libedit's own search stands in the line, behind a newline.
  var isSearchingInLibedit: Bool { editedLine().scalars.contains(0x0A) }

  var ghostStyle: Style {
    configuration.colorDepth == .sixteen ? .dim : .color(.palette(243))
  }

  private func check(_ line: EditedLine) -> ([PaintedMark], String?) {
    aids.check(earlierLines + line.text, earlierLines.utf8.count + line.beforeCursor.utf8.count)
  }

  private func hint(for line: EditedLine, orFault fault: String?, columns: Int) -> StyledText? {
    let cursor = earlierLines.utf8.count + line.beforeCursor.utf8.count
    guard let hint = aids.hint(earlierLines + line.text, cursor) ?? fault.map({ StyledText($0) })
    else { return nil }
    var left = columns
    var row = StyledText()
    for span in hint.spans {
      let text = shortened(
        safeForTerminal(span.text), columns: left, unicode: cle_shows_unicode())
      row.append(text, span.style == .plain ? ghostStyle : span.style)
      left -= displayColumns(text)
      // The rest has no room.
      if text.count < safeForTerminal(span.text).count { break }
    }
    return row
  }

  // MARK: The suggestion

  /// What is suggested behind the line, where the cursor is at its end.
  func ghost(after line: EditedLine) -> String? {
    guard line.isAtEnd else { return nil }
    let command = earlierLines + line.text
    guard let whole = aids.suggestion(command), whole.hasPrefix(command) else { return nil }
    let rest = whole.dropFirst(command.count)
    return rest.isEmpty ? nil : LineEditor.oneRow(String(rest))
  }

  // MARK: Colours

  /// One for each scalar.
  private func styles(of line: EditedLine, _ marks: [PaintedMark]) -> [Style] {
    guard !marks.isEmpty else { return [] }
    var styles = [Style](repeating: .plain, count: line.scalars.count)
    var byte = earlierLines.utf8.count
    var next = marks.startIndex
    for (place, value) in line.scalars.enumerated() {
      while next < marks.endIndex, marks[next].range.upperBound <= byte { next += 1 }
      guard next < marks.endIndex else { break }
      if marks[next].range.contains(byte) { styles[place] = style(of: marks[next].role) }
      byte += UTF8.width(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return styles
  }

  /// With a palette, colours that are as far from black as from white (4.5 to 1 or nearly); with sixteen, whose looks
  /// are their user's choice, little more than weight and lines.
  private func style(of role: PaintedMark.Role) -> Style {
    let isPlain = configuration.colorDepth == .sixteen
    return switch role {
    case .command: .bold
    case .keyword: isPlain ? .plain : .color(.palette(30))
    case .name: .color(isPlain ? .magenta : .palette(63))
    case .number: isPlain ? .plain : .color(.palette(29))
    case .value, .text: isPlain ? .plain : .color(.palette(130))
    case .comment: Style(color: isPlain ? nil : .palette(243), italic: true)
    case .fault: Style(color: isPlain ? .red : .palette(163), underlined: true)
    }
  }

  // MARK: Leaving

  /// What stays on the screen of a line that has ended: prompt and line, broken by the terminal itself, so that
  /// they are copied in one piece.
  func leaveLine(_ line: EditedLine, _ mark: String) {
    guard painter != nil else { return cle_send(mark + "\n") }
    let window = Window()
    let styles = helps(window) ? styles(of: line, check(line).0) : []
    var text = prompt
    for (place, scalar) in line.scalars.enumerated() {
      text.append(EditedLine.text(of: [scalar]), styles.isEmpty ? .plain : styles[place])
    }
    text.append(mark)
    var frame = LineFrame(columns: window.columns)
    frame.add(text)
    frame.markCursor()
    if frame.rows.count == 1, painter?.isEmpty == false {
      send(frame)
      cle_send(painter?.goBelow() ?? "\n")
    } else {
      cle_send((painter?.erase() ?? "") + text.joined.encoded(color: configuration.color) + "\r\n")
    }
    painted = nil
  }
}

extension StyledText {
  /// With neighbours of one style in one piece: characters must not be torn apart.
  fileprivate var joined: StyledText {
    var result = StyledText()
    for span in spans {
      if let last = result.spans.indices.last, result.spans[last].style == span.style {
        result.spans[last].text += span.text
      } else {
        result.spans.append(span)
      }
    }
    return result
  }
}
