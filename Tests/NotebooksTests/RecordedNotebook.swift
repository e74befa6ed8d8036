// A notebook whose output is kept.
import CommandLanguage
import Events
import Experiments
import Exports
import Layouts
import Lessons
import Notebooks
import Pictures
import Presentation
import Sessions
import TestSupport

final class RecordedNotebook {
  let notebook: Notebook
  private let log: Log

  private final class Log {
    var output: [NotebookOutput] = []
  }

  /// - Parameters:
  ///   - keep: as `set keep`, in bytes.
  ///   - folders: where cells go for which there is no room.
  ///   - sessions: those that are kept; none unless said.
  init(
    mayWrite: Bool = false, filePermissions: FilePermissions = FilePermissions(),
    seed: UInt64 = 1, keep: Int = SessionSettings().keep, folders: [String] = [],
    sessions: KeptSessions = RecordedNotebook.sessions(in: SessionFolder("/nowhere"))
  ) {
    let log = Log()
    self.log = log
    var settings = SessionSettings()
    settings.training.seed = seed
    settings.keep = keep
    notebook = NotebookKind.tested(settings, folders: folders, [SessionsCommand(sessions)]).make(
      environment: SessionEnvironment(
        lessonFolders: [checkout + "/lessons"], mayWrite: mayWrite,
        filePermissions: filePermissions)
    ) { log.output.append($0) }
  }

  /// Those of a folder, read in notebooks as these.
  static func sessions(in folder: SessionFolder?) -> KeptSessions {
    KeptSessions(in: folder) { kept, _ in
      RecordedNotebook(seed: kept.begin.seed).notebook.documentGoingOn(with: kept)
    }
  }

  /// Runs commands and forgets what they said before; the outcome of the last one.
  @discardableResult
  func run(_ commands: String...) -> LineOutcome { run(commands) }

  @discardableResult
  func run(_ commands: [String]) -> LineOutcome {
    var outcome = LineOutcome.done
    for command in commands {
      log.output = []
      outcome = notebook.execute(command)
    }
    return outcome
  }

  var events: [LearningEvent] {
    log.output.compactMap { if case .session(let output, _) = $0 { output.event } else { nil } }
  }

  /// What the last command said, made of the changes that were handed on.
  var said: Blocks {
    var blocks = Blocks()
    for case .session(_, let changes) in log.output {
      for change in changes { blocks.apply(change) }
    }
    return blocks
  }

  var change: NotebookChange? {
    events.compactMap { if case .notebookChanged(let change) = $0 { change } else { nil } }.last
  }

  /// The error that the last command was refused with.
  var refusal: String? {
    events.compactMap { if case .error(let report) = $0 { report.diagnostic.id } else { nil } }.last
  }

  /// What the commands were told beside their results.
  var hints: [String] {
    events.compactMap { if case .hint(let hint) = $0 { hint.text } else { nil } }
  }

  /// What `sessions` lists or has deleted.
  var sessions: SessionList? {
    events.compactMap { if case .sessions(let list) = $0 { list } else { nil } }.last
  }

  /// Where in an edited text that error lies.
  var refusedPlace: SourceLocation? {
    events.compactMap { if case .error(let report) = $0 { report.diagnostic.file } else { nil } }
      .last
  }

  /// Number, status and source of each cell.
  var list: [String] {
    run("cells")
    let cells = events.compactMap { if case .cells(let list) = $0 { list.cells } else { nil } }
    return cells.flatMap { $0 }.map { "\($0.number) \($0.status) \($0.source)" }
  }

  /// What the cells say, as text.
  var outputs: [[String]] {
    notebook.cells.map { TerminalText().lines(of: $0.output.blocks).map(\.text) }
  }

  /// What the last command put out once more.
  var again: Blocks? {
    log.output.compactMap { if case .again(let blocks, _) = $0 { blocks } else { nil } }.last
  }
}

extension NotebookKind {
  /// As the program has them.
  static func tested(
    _ settings: SessionSettings = SessionSettings(), folders: [String] = [],
    _ more: [any Command] = []
  ) -> NotebookKind {
    NotebookKind(
      version: "test", settings: settings, folders: folders,
      commands: { SessionCommands.all + PictureCommands.all + LessonCommands.all() + more },
      aboutCells: ExportCommands.all)
  }
}
