// Where the editor's keys come from: standard input, the signals and whoever else gives lines, waited for
// together. A signal acts here, between two keys, never in its handler.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import CLineEditor

extension LineEditor {
  private static let keyRead: Int32 = 1
  private static let endOfInput: Int32 = 0
  private static let lineGivenUp: Int32 = -1

  /// The next key for libedit: see `cle_callbacks`.
  func nextKey(_ code: inout UInt32) -> Int32 {
    if let ending { return giveUp(ending, &code) }
    noteKey()
    if offerPendingText(&code) { return Self.keyRead }
    var isComplete = false
    while true {
      actOnSignals()
      if let ending { return giveUp(ending, &code) }
      if !pendingKeys.isEmpty {
        code = pendingKeys.removeFirst()
        return Self.keyRead
      }
      switch decoder.next(isComplete: isComplete) {
      case .key(let key):
        guard let key = passedOn(key) else { continue }
        catchUpOnHistory()
        switch key {
        case .code(let value):
          code = isVi ? viKey(value) : value
          return Self.keyRead
        case .run(let scalars): pendingText = scalars[...]
        case .paste(let block): pendingText = pasted(block)[...]
        }
        if offerPendingText(&code) { return Self.keyRead }
      case .needsBytes(let wait):
        isComplete = waitForBytes(milliseconds: wait)
      }
    }
  }

  /// Enter leaves the insert mode first: libedit's `.` would type again what was inserted, and run it, with an Enter
  /// among it.
  private func viKey(_ code: UInt32) -> UInt32 {
    if code == 0x1B { decoder.recognizesRuns = false }
    guard code == 0x0D || code == 0x0A, !isSearchingInLibedit else { return code }
    pendingKeys.append(code)
    return CLE_KEY_COMMAND_MODE
  }

  /// What the key before has done of which libedit says nothing.
  private func noteKey() {
    guard let handle, painter != nil else { return }
    if cle_take_bell(handle) { cle_send("\u{7}") }
    if !isSearchingInLibedit { edits.note(editedLine()) }
  }

  /// Keys for the next line that is read, and those after it, before any from the keyboard: what was typed before there
  /// was a prompt to type at.
  package func takeTypedAhead(_ bytes: [UInt8]) { decoder.feed(bytes) }

  /// First the cursor is shown at the end of the line, so that what is written next does not stand
  /// in the middle of it; at the key after that, the line is given up.
  private func giveUp(_ ending: Ending, _ code: inout UInt32) -> Int32 {
    guard case .input(let input) = ending, isEditing else {
      return ending == .input(.endOfFile) ? Self.endOfInput : Self.lineGivenUp
    }
    self.ending = .shown(input)
    let line = editedLine()
    put(EditedLine(line.scalars))
    code = CLE_KEY_SHOW_CURSOR
    return Self.keyRead
  }

  /// Has libedit call back for the text that waits. A command that reads a key of its own (such as
  /// the end of a search) may swallow the call, so it is made again.
  private func offerPendingText(_ code: inout UInt32) -> Bool {
    guard !pendingText.isEmpty else { return false }
    if !isEditing {
      code = pendingText.removeFirst()
      return true
    }
    pendingAttempts += 1
    guard pendingAttempts <= 4 else {
      (pendingText, pendingBehind) = ([], 0)
      pendingAttempts = 0
      return false
    }
    code = CLE_KEY_INSERT_PENDING
    return true
  }

  private func pasted(_ block: String) -> [UInt32] {
    let text = (pasteTransformer ?? unwrapPastedTranscript)(block)
    return text.unicodeScalars.compactMap { scalar in
      switch scalar {
      case "\n", "\t": 0x20
      case _ where isUnsafe(scalar): nil
      default: scalar.value
      }
    }
  }

  // MARK: - Waiting

  /// Waits for bytes, a signal, or the time to pass; true when it passed.
  private func waitForBytes(milliseconds: Int32?) -> Bool {
    paint()
    var requests = [
      pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0),
      pollfd(fd: cle_signal_descriptor(), events: Int16(POLLIN), revents: 0),
      // Not in the middle of a key. What is negative is passed over.
      pollfd(
        fd: milliseconds == nil ? source?.descriptor ?? -1 : -1, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&requests, 3, milliseconds ?? -1)
    if ready == 0 { return true }
    if ready == 1, requests[2].revents != 0 {
      takeLine()
      return false
    }
    // The signals are looked at first: the loop comes back here for the bytes.
    guard ready > 0, requests[1].revents == 0, requests[0].revents != 0 else { return false }
    let size = 1 << 14
    let count = withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { bytes in
      let count = read(keyboard, bytes.baseAddress, size)
      if count > 0 { decoder.feed(bytes[..<count]) }
      return count
    }
    if count == 0 || count < 0 && errno != EINTR && errno != EAGAIN { terminalIsGone() }
    return false
  }

  /// Takes a line from elsewhere, in the place of the one that is being typed.
  private func takeLine() {
    if let line = source?.next() { end(with: line) }
  }

  /// Ends with a line that was not typed; what was is kept for the next prompt.
  func end(with line: String) {
    let typed = isSearchingInLibedit ? EditedLine() : editedLine()
    draft = (typed.text, typed.scalars.count - typed.cursor)
    let safe = line.unicodeScalars.filter { !isUnsafe($0) && $0 != "\n" }
    let text = String(String.UnicodeScalarView(safe))
    sent = text
    ending = .input(.line(text))
  }

  /// Reading failed or met the end. Mostly the terminal was closed, and SIGHUP is on its way.
  private func terminalIsGone() {
    var request = pollfd(fd: cle_signal_descriptor(), events: Int16(POLLIN), revents: 0)
    poll(&request, 1, 50)
    ending =
      if let number = InterruptWatch.terminationSignal {
        .shown(.terminate(number))
      } else { .input(.endOfFile) }
  }

  // MARK: - Signals

  private func actOnSignals() {
    let signals = cle_take_signals()
    if let number = InterruptWatch.terminationSignal {
      ending = .input(.terminate(number))
    } else if signals & CLE_SIGNAL_INTERRUPT != 0 {
      cle_forgive_interrupts()
      ending = .input(.interrupted)
    }
    if ending != nil {
      decoder.clear()
      (pendingText, pendingBehind) = ([], 0)
    } else if signals & CLE_SIGNAL_STOP != 0 {
      stop()
    } else if signals & CLE_SIGNAL_CONTINUE != 0 {
      // Stopped by a signal that cannot be caught; the shell has set the modes as it likes them.
      enter()
    } else if signals & CLE_SIGNAL_RESIZE != 0 {
      redrawAfterResize()
    }
  }

  /// Ctrl-Z: the terminal is as it was outside while the process is stopped.
  private func stop() {
    guard let handle else { return }
    closeMenu(keeping: true)
    cle_mark_pastes(false)
    if painter == nil { cle_send("\n") } else { leaveLine(editedLine(), "") }
    cle_set_raw(handle, false)
    cle_stop_process()
    // SIGCONT has come too.
    _ = cle_take_signals()
    enter()
  }

  /// Takes the terminal again, which something else may have used.
  func enter() {
    guard let handle else { return }
    cle_set_raw(handle, false)
    cle_set_raw(handle, true)
    if configuration.escapes, isEditing {
      cle_mark_pastes(false)
      cle_mark_pastes(true)
    }
    cle_resize(handle)
    painter?.forget()
    painted = nil
    guard painter == nil else { return }
    cle_send("\r")
    cle_redraw(handle)
  }

  private func redrawAfterResize() {
    guard let handle else { return }
    cle_resize(handle)
    guard painter != nil else {
      cle_send("\n")
      cle_redraw(handle)
      return
    }
    clear(for: Window())
  }
}
