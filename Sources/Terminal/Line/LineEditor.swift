// One line from a person at a terminal: what the rest of the program sees of libedit, which has the line, the key
// maps and the modes of emacs and vi. What is seen of the line is painted here (LineEditor+Painting), so that it can be
// coloured, suggested and explained while it is typed; on a terminal without escape sequences libedit echoes it.
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
    package var colorDepth: ColorDepth
    /// Whether the terminal breaks rows anew when its window changes.
    package var wrapsRows: Bool
    /// Whether prompts may be marked for it (OSC 133).
    package var marksPrompts: Bool

    package init(
      programName: String = "descent", historyFile: String? = nil, color: Bool, escapes: Bool,
      colorDepth: ColorDepth = .sixteen, wrapsRows: Bool = true, marksPrompts: Bool = false
    ) {
      self.programName = programName
      self.historyFile = historyFile
      (self.color, self.escapes, self.colorDepth) = (color, escapes, colorDepth)
      (self.wrapsRows, self.marksPrompts) = (wrapsRows, marksPrompts)
    }
  }

  package enum Input: Equatable, Sendable {
    /// The line without its newline.
    case line(String)
    /// A line that was not typed, to be run and not remembered: help, for which a key was pressed.
    case aside(String)
    /// Ctrl-C: the line is dropped, show a new prompt.
    case interrupted
    /// Ctrl-D on an empty line, or the terminal is gone.
    case endOfFile
    /// SIGTERM or SIGHUP: flush what must be kept, then `endProcess(bySignal:)`.
    case terminate(Int32)
  }

  package typealias Candidate = MenuCandidate

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

  /// Finds the ways to go on at a cursor, given in UTF-8 bytes of the whole command.
  package var completer: ((_ command: String, _ cursorByte: Int) -> CompletionList)?
  /// What is known of a line while it is typed.
  package var aids = LineAids()
  /// Whether more than the line itself is painted; lists are printed otherwise.
  package var showsAids = true {
    didSet { if showsAids != oldValue { chooseSearch() } }
  }
  /// Turns a pasted block into what is inserted; `unwrapPastedTranscript` when nil.
  package var pasteTransformer: ((String) -> String)?
  /// Has a text edited by another program: what it became, or nil where it stays.
  package var editOutside: ((String) -> String?)?

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
  /// Keys of the editor's own making, for libedit.
  var pendingKeys: [UInt32] = []

  // What is read.
  var prompt = StyledText()
  /// The lines of the command before this one, each with its newline.
  var earlierLines = ""
  /// Whether it is a command, which is helped with.
  var isAssisted = false
  /// Of the line that is being read.
  var source: Source?
  /// A line that was not typed here.
  var sent: String?
  /// Whether it is the editor's own.
  var isAside = false
  /// What its user had typed when it came, for the next prompt, and how much of it stood behind the cursor.
  var draft = (text: "", behind: 0)
  /// How far the cursor goes back when the pending text has been inserted.
  var pendingBehind = 0

  // How it is edited.
  var edits = EditHistory()
  var kills = KillRing()
  /// The command that the key before ran, and the line as it left it.
  var last: (command: cle_command, line: EditedLine)?
  /// What Alt-. or Ctrl-Y inserted, and of which entry.
  var inserted: (range: Range<Int>, place: Int)?
  var search = HistorySearch()

  // What is seen of it.
  var painter: LinePainter?
  var painted: Painted?
  var menu: Menu?
  /// The list that Tab showed last, where lists are printed, to go on with it.
  var listing: Listing?
  struct Listing: Equatable {
    var line: String
    var cursor: Int
    var next: Int
  }

  var earlier: EarlierLines
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
    earlier = EarlierLines(path: configuration.historyFile)
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
      let handle = cle_open(
        configuration.programName,
        configuration.escapes ? CLE_DRAWING_OWN : CLE_DRAWING_DUMB, callbacks)
    else { return nil }
    self.handle = handle
    isEditing = cle_is_editing(handle)
    if configuration.escapes, isEditing { painter = LinePainter(color: configuration.color) }
    if !opensLists { chooseSearch() }
    decoder.decodesSequences = isEditing
    decoder.recognizesPastes = isEditing
  }

  deinit {
    if let handle { cle_close(handle) }
    if keyboard != STDIN_FILENO { close(keyboard) }
  }

  var isVi: Bool { handle.map { cle_is_vi($0) } ?? false }

  /// Whether lists open below the line.
  var opensLists: Bool { painter != nil && showsAids }

  private func chooseSearch() {
    if let handle { cle_search_in_list(handle, opensLists) }
  }
}
