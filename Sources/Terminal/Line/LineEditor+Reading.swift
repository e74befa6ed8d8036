// Reading a line: from the prompt to its end, which may be Enter, Ctrl-C, Ctrl-D, a signal, or a line that comes from
// elsewhere.
import CLineEditor

extension LineEditor {
  /// Reads one line. Flush every writer to the terminal before.
  /// - Parameters:
  ///   - prompt: what stands before the line.
  ///   - earlierLines: of the command that the line goes on, each with its newline; other sessions' lines are
  ///     not looked for then.
  ///   - assisted: whether it is a command, with all that is known of such while it is typed.
  ///   - initialText: what stands on the line already.
  ///   - source: may give a line too, which then stands at the prompt as if it had been typed there; what
  ///     has been typed so far stands at the next.
  package func readLine(
    prompt: StyledText, goingOnFrom earlierLines: String = "", assisted: Bool = false,
    initialText: String = "", orFrom source: Source? = nil
  ) -> Input {
    guard let handle else { return .endOfFile }
    if let number = InterruptWatch.terminationSignal { return .terminate(number) }
    begin(prompt, earlierLines, assisted, initialText, source)
    defer { self.source = nil }

    // Presses of Ctrl-C up to here belonged to the command before.
    _ = cle_take_signals()
    cle_forgive_interrupts()
    cle_begin_reading()
    defer { cle_end_reading() }
    cle_set_raw(handle, true)
    if configuration.escapes, isEditing { cle_mark_pastes(true) }

    var count: Int32 = 0
    let read = cle_read_line(handle, &count)
    menu = nil
    let line = read.map { Self.line(UnsafeBufferPointer(start: $0, count: Int(max(0, count)))) }
    defer { cle_set_raw(handle, false) }
    if let sent { return finish(sent) }
    if let ending { return finish(ending) }
    guard let line, count > 0 else {
      leaveLine(EditedLine(), "")
      return .endOfFile
    }
    // libedit has ended the row already where it echoes the line.
    if painter != nil { leaveLine(EditedLine(line), "") }
    return .line(line)
  }

  private func begin(
    _ prompt: StyledText, _ earlierLines: String, _ assisted: Bool, _ initialText: String,
    _ source: Source?
  ) {
    let goesOn = !earlierLines.isEmpty || !assisted
    (self.prompt, self.earlierLines, isAssisted) = (prompt, earlierLines, assisted)
    if !goesOn { earlier.expectNew() }
    (ending, isAside) = (nil, false)
    search.reset()
    (listing, menu, inserted, last, painted) = (nil, nil, nil, nil, nil)
    edits.begin(EditedLine())
    self.source = source
    let text = goesOn ? initialText : draft.text + initialText
    pendingBehind = goesOn ? 0 : draft.behind
    if !goesOn { draft = ("", 0) }
    pendingText =
      text.unicodeScalars.filter { !isUnsafe($0) && $0 != "\n" }
      .map(\.value)[...]
    pendingAttempts = 0
    pendingKeys = []
    decoder.recognizesRuns = true
    if painter == nil { givePrompt() }
  }

  private func finish(_ ending: Ending) -> Input {
    switch ending {
    case .input(let input), .shown(let input):
      leaveLine(editedLine(), input == .interrupted ? "^C" : "")
      return input
    }
  }

  /// Shows a line that came from elsewhere where its user's own was.
  private func finish(_ line: String) -> Input {
    sent = nil
    if painter == nil {
      cle_send("\n" + (prompt + StyledText(line)).encoded(color: false))
    }
    leaveLine(EditedLine(line), "")
    return isAside ? .aside(line) : .line(line)
  }

  /// The text of a line that was read: without newlines, and without the codes of keys that a
  /// command such as "quote the next key" took as characters.
  private static func line(_ scalars: UnsafeBufferPointer<UInt32>) -> String {
    let isKept: (UInt32) -> Bool = { $0 != 0x0A && !(0x80...0x9F).contains($0) }
    return EditedLine.text(of: scalars.filter(isKept))
  }

  // MARK: - Earlier lines

  /// Why lines are not kept between sessions; nil when they are.
  package var historyWarning: String? { earlier.warning }

  /// Remembers a command, with the newlines of a command that was continued.
  package func addHistory(_ line: String) { earlier.add(line) }

  /// Earlier lines that contain `pattern`, oldest first.
  package func history(matching pattern: String = "") -> [String] {
    catchUpOnHistory()
    return earlier.entries(containing: pattern)
  }

  /// Looks for lines of other sessions: when the prompt is on the screen already and nobody waits for it.
  func catchUpOnHistory() {
    guard let handle else { return }
    for row in earlier.takeNew() { Self.withScalars(row) { cle_history_append(handle, $0) } }
  }

  // MARK: - The line

  func editedLine() -> EditedLine {
    guard let handle else { return EditedLine() }
    var text: UnsafePointer<UInt32>?
    var count = 0
    var cursor = 0
    cle_line(handle, &text, &count, &cursor)
    return EditedLine(Array(UnsafeBufferPointer(start: text, count: count)), cursor: cursor)
  }

  /// Makes libedit's line equal to `line`, touching only what differs.
  func put(_ line: EditedLine) {
    guard let handle else { return }
    let old = editedLine()
    var start = 0
    while start < min(old.scalars.count, line.scalars.count),
      old.scalars[start] == line.scalars[start]
    {
      start += 1
    }
    var (oldEnd, end) = (old.scalars.count, line.scalars.count)
    while oldEnd > start, end > start, old.scalars[oldEnd - 1] == line.scalars[end - 1] {
      (oldEnd, end) = (oldEnd - 1, end - 1)
    }
    cle_move_cursor(handle, oldEnd - old.cursor)
    if oldEnd > start { cle_delete_backward(handle, oldEnd - start) }
    if end > start {
      (line.scalars[start..<end] + [0]).withUnsafeBufferPointer { buffer in
        if let base = buffer.baseAddress { cle_insert(handle, base) }
      }
    }
    cle_move_cursor(handle, line.cursor - end)
  }

  // MARK: - Text across the border to C

  /// libedit's own prompt, where it echoes the line.
  private func givePrompt() {
    guard let handle else { return }
    let scalars = safeForTerminal(prompt.plainText).unicodeScalars.map { scalar in
      cle_shows_unicode() || scalar.isASCII ? scalar.value : 0x3F
    }
    (scalars + [0]).withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { cle_set_prompt(handle, base) }
    }
  }

  static func withScalars(_ text: String, _ body: (UnsafePointer<UInt32>) -> Void) {
    (text.unicodeScalars.map(\.value).filter { $0 != 0 } + [0]).withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { body(base) }
    }
  }
}
