// The commands that libedit hands back, each bound to keys and to be bound in ~/.editrc: what they do to the line, and
// what they ask of the program.
import CLineEditor

extension LineEditor {
  func run(_ command: cle_command) -> cle_outcome {
    let outcome = perform(command)
    if command != CLE_INSERT_PENDING { last = (command, editedLine()) }
    return outcome
  }

  private func perform(_ command: cle_command) -> cle_outcome {
    var line = editedLine()
    switch command {
    case CLE_INSERT_PENDING: return insertPending()
    case CLE_COMPLETE, CLE_SEARCH, CLE_PREVIOUS, CLE_NEXT:
      // The answer to a question is no command.
      guard isAssisted else { return CLE_BEEP }
      return find(command)
    case CLE_SHOW_CURSOR: return CLE_MOVE_CURSOR
    case CLE_HELP: return help()
    case CLE_EDIT_OUTSIDE: return editElsewhere()
    case CLE_CLEAR_SCREEN: return clearScreen()
    case CLE_COMMENT: return comment()
    case CLE_DELETE_OR_END where line.scalars.isEmpty:
      // The command has begun in a row above.
      return earlierLines.isEmpty ? CLE_END : CLE_BEEP
    case CLE_FORWARD_CHARACTER, CLE_LINE_END, CLE_FORWARD_WORD:
      if takeSuggestion(wordsOnly: command == CLE_FORWARD_WORD) { return CLE_REFRESH }
    case CLE_UNDO, CLE_REDO:
      edits.note(line)
      guard let found = command == CLE_UNDO ? edits.undo() : edits.redo() else { return CLE_BEEP }
      put(found)
      return CLE_REFRESH
    case CLE_YANK, CLE_YANK_EARLIER: return yank(earlier: command == CLE_YANK_EARLIER)
    case CLE_LAST_ARGUMENT: return insertLastArgument()
    default: break
    }
    let before = line
    guard edit(&line, command) else { return CLE_BEEP }
    // At the end already it is no fault.
    guard line != before else { return command == CLE_LINE_END ? CLE_NOTHING : CLE_BEEP }
    put(line)
    return CLE_REFRESH
  }

  /// Whether the key before did something of that kind, and nothing else has happened to the line.
  private func goesOn(_ kind: [cle_command]) -> Bool {
    last.map { kind.contains($0.command) && $0.line == editedLine() } ?? false
  }

  private func find(_ command: cle_command) -> cle_outcome {
    switch command {
    case CLE_COMPLETE: complete()
    case CLE_SEARCH: openHistory()
    default: walk(back: command == CLE_PREVIOUS)
    }
  }

  private static let cuts = [
    CLE_KILL_WORD_BACKWARD, CLE_KILL_TO_BLANK, CLE_KILL_WORD, CLE_KILL_TO_END, CLE_KILL_TO_START,
  ]

  /// What a key does to the line alone; false where it can do nothing.
  private func edit(_ line: inout EditedLine, _ command: cle_command) -> Bool {
    switch command {
    case CLE_BACKWARD_CHARACTER: line.moveBack()
    case CLE_FORWARD_CHARACTER: line.moveOn()
    case CLE_BACKWARD_WORD: line.cursor = line.wordStart
    case CLE_FORWARD_WORD: line.cursor = line.wordEnd
    case CLE_LINE_END: line.cursor = line.scalars.count
    case CLE_DELETE_BACKWARD: line.deleteBack()
    case CLE_DELETE_FORWARD, CLE_DELETE_OR_END: line.deleteOn()
    case CLE_KILL_WORD_BACKWARD: cut(line.wordStart..<line.cursor, of: &line)
    case CLE_KILL_TO_BLANK: cut(line.blankStart..<line.cursor, of: &line)
    case CLE_KILL_TO_START: cut(0..<line.cursor, of: &line)
    case CLE_KILL_WORD: cut(line.cursor..<line.wordEnd, of: &line)
    case CLE_KILL_TO_END: cut(line.cursor..<line.scalars.count, of: &line)
    case CLE_TRANSPOSE_WORDS: return line.transposeWords()
    default: return false
    }
    return true
  }

  private func cut(_ range: Range<Int>, of line: inout EditedLine) {
    let isBack = range.upperBound == line.cursor && !range.isEmpty
    kills.add(line.cut(range), isBack ? .back : .on, goesOn: goesOn(Self.cuts))
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

  // MARK: - What was cut, and earlier lines

  private func yank(earlier: Bool) -> cle_outcome {
    var line = editedLine()
    if earlier {
      guard goesOn([CLE_YANK, CLE_YANK_EARLIER]), let range = inserted?.range,
        range.upperBound == line.cursor, let text = kills.earlier()
      else { return CLE_BEEP }
      line.cut(range)
      line.insert(text)
      inserted = (range.lowerBound..<line.cursor, 0)
    } else {
      guard let text = kills.newest() else { return CLE_BEEP }
      let start = line.cursor
      line.insert(text)
      inserted = (start..<line.cursor, 0)
    }
    put(line)
    return CLE_REFRESH
  }

  /// Again, that of the line before.
  private func insertLastArgument() -> cle_outcome {
    var line = editedLine()
    let rows = earlier.newestFirst
    var place = 0
    if goesOn([CLE_LAST_ARGUMENT]), let inserted, inserted.range.upperBound == line.cursor {
      place = inserted.place + 1
      guard place < rows.count else { return CLE_BEEP }
      line.cut(inserted.range)
    }
    guard place < rows.count, let word = EditedLine.lastArgument(of: rows[place]) else {
      return CLE_BEEP
    }
    let start = line.cursor
    line.insert(word.unicodeScalars.map(\.value))
    inserted = (start..<line.cursor, place)
    put(line)
    return CLE_REFRESH
  }

  private func walk(back: Bool) -> cle_outcome {
    catchUpOnHistory()
    let line = editedLine()
    let found =
      back
      ? search.previous(
        line: line.text, beforeCursor: line.beforeCursor, own: earlier.own, all: earlier.rows)
      : search.next(line: line.text)
    guard let found else { return CLE_BEEP }
    put(EditedLine(found))
    return CLE_REFRESH
  }

  // MARK: - The suggestion

  /// At the end of the line: all of it, or its next word. False where there is none.
  private func takeSuggestion(wordsOnly: Bool) -> Bool {
    guard painter != nil, menu == nil, helps(Window()), let ghost = ghost(after: editedLine())
    else { return false }
    var line = editedLine()
    var rest = EditedLine(ghost)
    rest.cursor = 0
    line.insert(wordsOnly ? rest.scalars[..<rest.wordEnd] : rest.scalars[...])
    put(line)
    return true
  }

  // MARK: - What the program does

  /// Shows help as if it had been typed here; the line stands at the next prompt.
  private func help() -> cle_outcome {
    let line = editedLine()
    let cursor = earlierLines.utf8.count + line.beforeCursor.utf8.count
    guard earlierLines.isEmpty, isAssisted, let command = aids.help(line.text, cursor) else {
      return CLE_BEEP
    }
    isAside = true
    end(with: command)
    return CLE_NOTHING
  }

  /// The line comes back as the editor leaves it, and is not run.
  private func editElsewhere() -> cle_outcome {
    guard let editOutside, let handle else { return CLE_BEEP }
    let line = editedLine()
    cle_mark_pastes(false)
    cle_send(painter?.erase() ?? "\n")
    cle_set_raw(handle, false)
    let text = editOutside(line.text)
    enter()
    if let text { put(EditedLine(Self.oneRow(text))) }
    return CLE_REFRESH
  }

  private func comment() -> cle_outcome {
    var line = editedLine()
    line.scalars.insert(contentsOf: [0x23, 0x20], at: 0)
    put(EditedLine(line.scalars))
    pendingKeys.append(0x0D)
    return CLE_REFRESH
  }

  private func clearScreen() -> cle_outcome {
    if painter != nil {
      cle_send("\u{1B}[H\u{1B}[2J")
      painter?.forget()
      painted = nil
    }
    return CLE_REFRESH
  }
}

extension LineEditor {
  /// A text of several lines as one.
  package static func oneRow(_ text: String) -> String { EarlierLines.oneRow(text) }
}
