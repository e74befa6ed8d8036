// One line from a person at a terminal: what the rest of the program sees of libedit. Keys, completion
// and the walk through earlier lines are in the extensions beside this file.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import CLineEditor

/// Edits lines on standard input and output. Use it from one thread, and make one only.
package final class LineEditor {
  package struct Configuration: Sendable {
    /// Lines of ~/.editrc that begin with this name and a colon are meant for this program.
    package var programName: String
    /// Where lines are kept between sessions; nil keeps none.
    package var historyFile: String?
    /// Whether the prompt and the list of candidates may have styles.
    package var color: Bool
    /// Whether escape sequences may be sent at all; without them not one ESC byte goes out.
    package var escapes: Bool

    package init(
      programName: String = "descent", historyFile: String? = nil, color: Bool, escapes: Bool
    ) {
      self.programName = programName
      self.historyFile = historyFile
      self.color = color
      self.escapes = escapes
    }
  }

  package enum Input: Equatable, Sendable {
    /// The line without its newline.
    case line(String)
    /// Ctrl-C: the line is dropped, show a new prompt.
    case interrupted
    /// Ctrl-D on an empty line, or the terminal is gone.
    case endOfFile
    /// SIGTERM or SIGHUP: flush what must be kept, then `endProcess(bySignal:)`.
    case terminate(Int32)
  }

  /// One way to go on, with a few words on what it is.
  package struct Candidate: Equatable, Sendable {
    package var text: String
    package var description: String
    package var appendsSpace: Bool

    package init(text: String, description: String = "", appendsSpace: Bool = true) {
      self.text = text
      self.description = description
      self.appendsSpace = appendsSpace
    }
  }

  package struct CompletionList: Equatable, Sendable {
    /// The part of the line that a candidate replaces, in UTF-8 bytes.
    package var replace: Range<Int>
    package var candidates: [Candidate]

    package init(replace: Range<Int>, candidates: [Candidate]) {
      self.replace = replace
      self.candidates = candidates
    }
  }

  /// Where lines come from beside the keyboard.
  package struct Source {
    /// Readable when there may be a line.
    let descriptor: Int32
    /// Takes the next one, if there is one.
    let next: () -> String?

    package init(descriptor: Int32, next: @escaping () -> String?) {
      (self.descriptor, self.next) = (descriptor, next)
    }
  }

  /// Finds the ways to go on at a cursor, given in UTF-8 bytes.
  package var completer: ((_ line: String, _ cursorByte: Int) -> CompletionList)?
  /// Turns a pasted block into what is inserted; `unwrapPastedTranscript` when nil.
  package var pasteTransformer: ((String) -> String)?

  let configuration: Configuration
  /// Where a line ends without Enter.
  enum Ending: Equatable {
    case input(Input)
    /// libedit got the key that shows the cursor at the line's end, and gives up at the next one.
    case shown(Input)
  }
  var ending: Ending?
  var decoder = KeyDecoder()
  /// Text that the editor was told to insert but has not yet.
  var pendingText: ArraySlice<UInt32> = []
  var pendingAttempts = 0
  var promptScalars: [UInt32] = []
  var search = HistorySearch()
  /// Earlier lines as the arrow keys show them: one row each.
  var recalled: [String] = []
  var listing: Listing?
  /// Of the line that is being read.
  var source: Source?
  /// A line from there, with the row of the cursor that its place on the screen is counted from.
  var sent: (line: String, row: Int)?
  /// What its user had typed when it came, for the next prompt, and how much of it stood behind the cursor.
  var draft = (text: "", behind: 0)
  /// How far the cursor goes back when the pending text has been inserted.
  var pendingBehind = 0
  /// The list that Tab showed last, to go on with it.
  struct Listing: Equatable {
    var line: String
    var cursor: Int
    var next: Int
  }

  private var history: History
  private var historyTaken = 0
  /// Whether other sessions may have added lines since the last look.
  private var historyIsStale = true
  /// Where keys are read. Between poll(2) and read(2) Ctrl-C may empty the terminal's queue, and
  /// read would wait, deaf to the signal; so the terminal is opened once more, without blocking,
  /// which a flag on standard input itself would do to every program that shares it.
  let keyboard: Int32
  private(set) var handle: OpaquePointer?
  private(set) var isEditing = true

  /// Nil when standard input and output are not both terminals, or libedit cannot start.
  package init?(_ configuration: Configuration) {
    self.configuration = configuration
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    cle_install_signals()
    let path = ttyname(STDIN_FILENO)
    let own = path.map { open($0, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) } ?? -1
    keyboard = own >= 0 ? own : STDIN_FILENO
    history = History(path: configuration.historyFile, readsLater: true)
    let callbacks = cle_callbacks(
      context: Unmanaged.passUnretained(self).toOpaque(),
      next_key: { context, code in
        guard let context, let code else { return 0 }
        let editor = Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
        return editor.nextKey(&code.pointee)
      },
      run: { context, command in
        guard let context else { return CLE_NOTHING }
        return Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue().run(command)
      })
    guard
      let handle = cle_open(configuration.programName, !configuration.escapes, callbacks)
    else { return nil }
    self.handle = handle
    isEditing = cle_is_editing(handle)
    decoder.mapsMovementKeys = isEditing && cle_is_vi(handle)
    decoder.recognizesPastes = isEditing
  }

  deinit {
    if let handle { cle_close(handle) }
    if keyboard != STDIN_FILENO { close(keyboard) }
  }

  /// Why lines are not kept between sessions; nil when they are.
  package var historyWarning: String? { history.warning }

  /// Remembers a command, with the newlines of a command that was continued.
  package func addHistory(_ line: String) {
    history.append(line)
    historyIsStale = true
  }

  /// Earlier lines that contain `pattern`, oldest first.
  package func history(matching pattern: String = "") -> [String] {
    catchUpOnHistory()
    return pattern.isEmpty ? history.entries : history.entries.filter { $0.contains(pattern) }
  }

  /// Reads one line. Flush every writer to the terminal before.
  /// - Parameters:
  ///   - prompt: what stands before the line.
  ///   - continuation: whether the line goes on an earlier one: other sessions' lines are then not
  ///     looked for.
  ///   - initialText: what stands on the line already.
  ///   - source: may give a line too, which then stands at the prompt as if it had been typed there; what
  ///     has been typed so far stands at the next.
  package func readLine(
    prompt: StyledText, continuation: Bool = false, initialText: String = "",
    orFrom source: Source? = nil
  ) -> Input {
    guard let handle else { return .endOfFile }
    if let number = InterruptWatch.terminationSignal { return .terminate(number) }
    if !continuation { historyIsStale = true }
    ending = nil
    search.reset()
    listing = nil
    self.source = source
    defer { self.source = nil }
    let text = continuation ? initialText : draft.text + initialText
    pendingBehind = continuation ? 0 : draft.behind
    if !continuation { draft = ("", 0) }
    pendingText =
      text.unicodeScalars.filter { !isUnsafe($0) && $0 != "\n" }
      .map(\.value)[...]
    pendingAttempts = 0
    showPrompt(prompt)

    // Presses of Ctrl-C up to here belonged to the command before.
    _ = cle_take_signals()
    cle_forgive_interrupts()
    cle_begin_reading()
    defer { cle_end_reading() }
    cle_set_raw(handle, true)
    if configuration.escapes, isEditing { cle_mark_pastes(true) }

    var count: Int32 = 0
    let read = cle_read_line(handle, &count)
    cle_set_raw(handle, false)
    if let sent { return finish(sent, at: prompt) }
    if let ending { return finish(ending) }
    guard let read, count > 0 else {
      cle_send("\n")
      return .endOfFile
    }
    return .line(Self.line(UnsafeBufferPointer(start: read, count: Int(count))))
  }

  private func finish(_ ending: Ending) -> Input {
    switch ending {
    case .input(let input), .shown(let input):
      cle_send(input == .interrupted ? "^C\n" : "\n")
      return input
    }
  }

  /// Shows a line that came from elsewhere where its user's own was.
  private func finish(_ sent: (line: String, row: Int), at prompt: StyledText) -> Input {
    self.sent = nil
    let isDrawn = configuration.escapes && isEditing
    let up = sent.row > 0 ? "\u{1B}[\(sent.row)A" : ""
    let isStyled = configuration.color && configuration.escapes
    let line = (prompt + StyledText(sent.line)).encoded(color: isStyled)
    cle_send((isDrawn ? "\r\(up)\u{1B}[J" : "\n") + line + "\n")
    return .line(sent.line)
  }

  /// The text of a line that was read: without newlines, and without the codes of keys that a
  /// command such as "quote the next key" took as characters.
  private static func line(_ scalars: UnsafeBufferPointer<UInt32>) -> String {
    let isKept: (UInt32) -> Bool = { $0 != 0x0A && !(0x80...0x9F).contains($0) }
    return string(scalars.filter(isKept))
  }

  /// Looks for lines of other sessions: at the first key, when the prompt is on the screen already
  /// and nobody waits for it.
  func catchUpOnHistory() {
    guard historyIsStale else { return }
    historyIsStale = false
    history.refresh()
    takeHistory()
  }

  /// Hands libedit what is new, for incremental search.
  private func takeHistory() {
    guard let handle else { return }
    let new = history.entries.suffix(min(history.added - historyTaken, history.entries.count))
    historyTaken = history.added
    for entry in new {
      let row = Self.oneRow(entry)
      recalled.append(row)
      Self.withScalars(row) { cle_history_append(handle, $0) }
    }
    if recalled.count > 2 * History.defaultLimit {
      recalled.removeFirst(recalled.count - History.defaultLimit)
    }
  }

  /// An entry as one row: continued lines joined, other newlines as `; `.
  package static func oneRow(_ entry: String) -> String {
    guard entry.contains("\n") else { return entry }
    var row = ""
    for line in entry.split(separator: "\n") {
      let isContinued = row.hasSuffix("\\")
      if isContinued { row.removeLast() }
      while row.last == " " { row.removeLast() }
      if !row.isEmpty { row += isContinued ? " " : "; " }
      row += line.drop { $0 == " " }
    }
    return row
  }

  // MARK: - The prompt

  private func showPrompt(_ prompt: StyledText) {
    guard let handle else { return }
    let isStyled = configuration.color && configuration.escapes
    let encoded = Self.encodedPrompt(prompt, color: isStyled, unicode: cle_shows_unicode())
    promptScalars = encoded.visible
    (encoded.prompt + [0]).withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { cle_set_prompt(handle, base) }
    }
  }

  /// The prompt with each escape sequence between two U+0001, which libedit does not count as
  /// columns. A sequence must stand before a character, so what ends a style goes before the last.
  package static func encodedPrompt(
    _ prompt: StyledText, color: Bool, unicode: Bool
  ) -> (prompt: [UInt32], visible: [UInt32]) {
    var result: [UInt32] = []
    var visible: [UInt32] = []
    var current = Style.plain
    let spans = prompt.spans.filter { !$0.text.isEmpty }
    for (number, span) in spans.enumerated() {
      let scalars = safeForTerminal(span.text).unicodeScalars.map { scalar in
        unicode || scalar.isASCII ? scalar.value : 0x3F
      }
      for (index, scalar) in scalars.enumerated() {
        let isLast = number == spans.count - 1 && index == scalars.count - 1
        let style = isLast ? Style.plain : span.style
        if color, style != current {
          let sequence = (current == .plain ? "" : Style.reset) + style.escapeSequence
          result.append(1)
          result += sequence.unicodeScalars.map(\.value)
          result.append(1)
          current = style
        }
        result.append(scalar)
        visible.append(scalar)
      }
    }
    return (result, visible)
  }

  // MARK: - Text across the border to C

  package static func string(_ scalars: some Sequence<UInt32>) -> String {
    var text = String.UnicodeScalarView()
    for value in scalars { text.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
    return String(text)
  }

  static func withScalars(_ text: String, _ body: (UnsafePointer<UInt32>) -> Void) {
    (text.unicodeScalars.map(\.value).filter { $0 != 0 } + [0]).withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { body(base) }
    }
  }
}
