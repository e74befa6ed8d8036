// Where events go: the layout the user chose, standard output for results, standard error for
// errors, a progress line where someone watches.
import CommandLanguage
import Events
import Experiments
import Files
import HyperparameterSearch
import Layouts
import Lessons
import Notebooks
import Page
import Pictures
import Presentation
import Sessions
import Terminal
import Text

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

final class Console {
  let options: CommonOptions
  let capabilities: Capabilities
  let output: OutputWriter
  let errors: OutputWriter
  private let progress: ProgressLine
  /// Whether what is shown is read aloud: nothing is drawn over then.
  var isReadAloud = false
  /// The keyboard while a command runs.
  var keyboard: QuietKeyboard?
  /// What is typed meanwhile; nil where the terminal shows it itself.
  var typeAhead: TypeAhead?
  /// Of the window; nil where it has its own.
  var title: String?
  /// The latest picture of the work under way, where pictures are shown.
  private var pictureLines: [StyledText]?
  /// When the work under way was first heard of, and how much was done by then.
  private var workBegan: (time: ContinuousClock.Instant, done: Double)?
  private let json = JSONLines()
  /// What of the execution under way is on the screen, and how many lines that takes with the command.
  private var shown = GrowingText()
  private var shownLines = 0
  private var curve = TrainingCurve()
  /// Whether a training's curve is shown beside its table: a lesson asks for its pictures itself.
  var showsCurves = true
  /// Whether headings stand in letters of double width where the terminal has them.
  var hasWideHeadings = false
  /// Whether pictures are pixels.
  var hasImages = false
  let lessonFolders = LessonFolders.find()
  let studies = StateFolder.makeStudies()
  let sessions = KeptSessions.find()
  let pages = PageHost()
  let recorder = LessonRecorder(
    in: StateFolder.path.map { RecordFolder($0 + "/lessons") }, version: Descent.version)
  /// Whether what the session says is to be heard by nobody.
  var isQuiet = false
  /// Who else hears what a session says.
  var listener: ((NotebookOutput) -> Void)?
  /// Columns before a line typed at the prompt, for carets; nil when nothing was typed.
  var promptWidth: Int?
  /// The line that stands at the prompt right above what is written next; nil when something else does.
  var lineAbove: String?
  /// Shows what is taller than the window; nil where nothing is to be held back for it.
  var pager: Pager?
  /// Notes the wish to go through a document step by step; nil where nobody could.
  var beginStepping: (@Sendable (_ path: String) -> Void)?
  /// What the execution under way has said, while it may go through the pager.
  private var held: [TextLine]?

  init(_ options: CommonOptions) {
    self.options = options
    openMissingDescriptors()
    OutputWriter.ignoreBrokenPipes()
    // A file that may not grow (`ulimit -f`) is an error of the write, not the end of the session.
    signal(SIGXFSZ, SIG_IGN)
    InterruptWatch.install()
    capabilities = Capabilities.detect(color: options.color)
    output = OutputWriter(descriptor: 1, color: capabilities.color)
    errors = OutputWriter(descriptor: 2, color: capabilities.errorColor)
    progress = ProgressLine(on: output, alsoBefore: [errors], capabilities: capabilities)
    let isUnicode = capabilities.unicode
    progress.typed = { [unowned self] in typeAhead?.look(isUnicode: isUnicode) ?? "" }
  }

  /// The columns of the window as it is now: people change it while the session runs.
  var windowColumns: Int { Capabilities.windowSize()?.columns ?? capabilities.columns }

  private var windowRows: Int { Capabilities.windowSize()?.rows ?? capabilities.rows }

  /// Text for the window as it is now.
  private var text: TerminalText {
    let columns = capabilities.stdoutIsTerminal ? windowColumns : 80
    var text = TerminalText(columns: columns)
    text.promptWidth = promptWidth ?? 2
    text.rows = capabilities.stdoutIsTerminal ? windowRows : nil
    text.errorColumns = capabilities.stderrIsTerminal ? windowColumns : nil
    text.drawing = drawing
    text.hasImages = hasImages
    text.hasSigns = drawing != .letters
    return text
  }

  var drawing: Drawing { isReadAloud ? .letters : capabilities.drawing }

  /// Whether the line that an error is about stands in one row at the prompt above it.
  private func isLineAbove(_ error: ErrorReport) -> Bool {
    guard let line = lineAbove, line == error.source.text, error.file == nil, let promptWidth,
      capabilities.stdoutIsTerminal, capabilities.stderrIsTerminal, !line.contains("\t")
    else { return false }
    // Of what terminals differ about, nobody knows where it stands.
    let columns = DisplayWidth.columns(of: line)
    return columns == displayColumns(line) && promptWidth + columns < windowColumns
  }

  /// Whether somebody at a terminal reads sentences, and no program events.
  var saysText: Bool { capabilities.stdoutIsTerminal && options.format == .text }

  var showsProgress: Bool { drawsOver && !isReadAloud }

  private var drawsOver: Bool { saysText && capabilities.escapes }

  /// - Parameter changes: what it adds to what its execution says.
  private func receive(_ sessionOutput: SessionOutput, _ changes: [BlockChange]) {
    if case .progress(let report) = sessionOutput { return show(report) }
    if options.format == .jsonl { return write(json.object(for: sessionOutput)?.text) }
    if case .event(let event, _) = sessionOutput { return writeText(event, changes) }
    if case .began = sessionOutput { (held, shownLines) = (pager == nil ? nil : [], 1) }
    if case .ended = sessionOutput { finishProgress() }
    put(shown.lines(for: changes, text))
    if case .ended = sessionOutput { leafThroughHeld() }
    deliver()
  }

  /// What belongs to no session, such as the outcome of a replay.
  func receive(_ event: LearningEvent) {
    if options.format == .jsonl { return write(json.object(for: event).text) }
    var presenter = Presenter()
    writeText(event, presenter.receive(event))
  }

  /// Writes lines, or holds them back for the pager.
  private func put(_ lines: [TextLine]) {
    shownLines += lines.count
    if held == nil { return write(lines, to: output) }
    held?.append(contentsOf: lines)
  }

  private func writeHeld() {
    guard let lines = held else { return }
    held = nil
    write(lines, to: output)
  }

  /// Through the pager if it is taller than the window with the next prompt.
  private func leafThroughHeld() {
    if let pager, let held, held.count >= windowRows, held.allSatisfy(\.images.isEmpty) {
      output.flush()
      let text = held.map { line in
        line.styled(capabilities.colorDepth).encoded(color: capabilities.color) + "\n"
      }
      let show = { pager.show(text.joined()) }
      if keyboard?.lifted(show) ?? show() { (self.held, lineAbove) = (nil, nil) }
    }
    writeHeld()
  }

  private func write(_ json: String?) {
    if let json { output.writeLine(json: json) }
    deliver()
  }

  private func writeText(_ event: LearningEvent, _ changes: [BlockChange]) {
    if case .cleared = event, drawsOver { output.clearScreen() }
    if event.endsWork { finishProgress() }
    if !event.isPage { writeHeld() }
    var text = text
    if case .error(let error) = event { text.isLineAbove = isLineAbove(error) }
    let lines = shown.lines(for: changes, text)
    if case .error = event {
      output.flush()
      write(lines, to: errors)
      errors.flush()
      return
    }
    if case .document(let report) = event, !report.differences.isEmpty {
      write(lines, to: errors)
    } else {
      put(lines)
    }
    if let figure = curve.receive(event), showsCurves { showBeside(figure) }
    deliver()
  }

  /// Below what an execution has said, a picture that is no part of it: on a terminal whose window has room for
  /// that and the next prompt. Pipes, transcripts and exports have the table's numbers alone.
  /// Lines that the end of a training and the prompt take.
  private static let closingLines = 8

  private func showBeside(_ figure: Figure) {
    guard capabilities.stdoutIsTerminal, !isReadAloud else { return }
    // What was said before it is to stay on the screen, with the sentences that come after.
    put(text.lines(of: figure, atMost: windowRows - shownLines - Self.closingLines))
  }

  /// Whoever reads the other end wants each result when it is there; when nobody reads any more there
  /// is no point in going on.
  private func deliver() {
    output.flush()
    errors.flush()
    progress.drawAgain()
    if output.failure != nil { finish(.status(1)) }
  }

  /// A sentence of the shell's own.
  func say(_ sentence: Spans) {
    write(text.lines(of: .paragraph(Paragraph(sentence))), to: output)
  }

  /// What belongs to no command, such as the prose of a document.
  func show(_ blocks: [Block]) { write(text.lines(of: blocks), to: output) }

  private func write(_ lines: [TextLine], to writer: OutputWriter) {
    if !lines.isEmpty { lineAbove = nil }
    // They lie over cells, all of which have to be there first.
    var images: [(TextLine.PlacedImage, up: Int)] = []
    for (place, line) in lines.enumerated() {
      let isWide =
        hasWideHeadings && line.tone == .heading && 2 * line.text.count <= windowColumns
      writer.writeLine(
        styled: line.styled(capabilities.colorDepth), isWide: isWide && showsProgress)
      for image in line.images { images.append((image, lines.count - place)) }
    }
    for (image, up) in images where up < windowRows {
      writer.place(
        base64: PNG.base64(image.image.bytes), columns: image.image.columns,
        rows: image.image.rows, up: up, column: image.column)
    }
  }

  /// Takes the progress line away, the work that it stands for having ended.
  func finishProgress() {
    progress.finish()
    (workBegan, pictureLines) = (nil, nil)
  }

  private func show(_ report: ProgressReport) {
    guard report.total > 0, !isReadAloud else { return }
    let began = workBegan ?? (.now, report.done)
    workBegan = began
    if let figure = report.figure { pictureLines = lines(of: figure) }
    let seconds = began.time.duration(to: .now) / .seconds(1)
    let rate = seconds > 0.2 ? (report.done - began.done) / seconds : nil
    progress.update(
      fraction: report.done / report.total, label: report.label,
      rate: rate.map { "\(NumberText.significant($0, 3)) \(report.unit)/s" },
      above: pictureLines ?? lines(above: report))
  }

  /// How the trials stand, beside the last column.
  private func lines(above report: ProgressReport) -> [StyledText] {
    SearchBoard(report).lines(columns: windowColumns).map {
      StyledText(String($0.prefix(max(0, windowColumns - 1))))
    }
  }

  /// A picture that was asked for, above the line that says how far it is.
  private func lines(of figure: Figure) -> [StyledText] {
    var text = TerminalText(columns: windowColumns - 1)
    text.drawing = drawing
    let lines = text.lines(of: figure, atMost: windowRows - 2)
    guard lines.isEmpty else { return lines.map { $0.styled(capabilities.colorDepth) } }
    let sentence = "The window is too small for a picture."
    return sentence.count < windowColumns && windowRows > 2 ? [StyledText(sentence)] : []
  }

  func receive(_ output: NotebookOutput) {
    if isQuiet { return }
    listener?(output)
    switch output {
    case .session(let output, let changes): receive(output, changes)
    case .again(let blocks, let execution): show(blocks, in: execution)
    }
  }

  /// Once more what a cell has said.
  private func show(_ blocks: Blocks, in execution: Execution) {
    if options.format == .jsonl { return write(json.object(for: blocks, in: execution).text) }
    put(text.lines(of: blocks.blocks))
  }

  /// Ends the process: what was written goes out first, and a write that failed counts.
  func finish(_ ending: Ending) -> Never {
    progress.finish()
    // Where the terminal is gone, writing to it would be another failure.
    if ending != .signal(SIGHUP) { giveTitleBack() }
    output.flush()
    errors.flush()
    studies.close()
    for writer in [output, errors] {
      switch writer.failure {
      case .brokenPipe: OutputWriter.endByBrokenPipe()
      case .failed(let code): OutputWriter.endByFailure(code)
      case nil: break
      }
    }
    switch ending {
    case .status(let status): endProcess(status: status)
    case .signal(let signal): endProcess(bySignal: signal)
    }
  }
}

extension LearningEvent {
  /// Whether the work that a progress line stands for has ended.
  fileprivate var endsWork: Bool {
    switch self {
    case .trainingEnded, .searchEnded, .raceEnded, .data, .error, .trainingStarted, .searchStarted,
      .raceStarted:
      true
    default: false
    }
  }
}

/// How the process ends.
enum Ending: Equatable {
  case status(Int32)
  case signal(Int32)

  init(_ outcome: LineOutcome) {
    switch outcome {
    case .done, .quit: self = .status(0)
    case .failed: self = .status(1)
    case .interrupted: self = .status(130)
    }
  }
}
