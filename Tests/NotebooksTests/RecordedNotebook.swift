// A notebook whose output is kept.
import Events
import Experiments
import Exports
import Layouts
import Lessons
import Notebooks
import Presentation
import Sessions
import TestSupport

final class RecordedNotebook {
  let notebook: Notebook
  private let log: Log

  private final class Log {
    var output: [NotebookOutput] = []
  }

  init(
    mayWrite: Bool = false, filePermissions: FilePermissions = FilePermissions(), seed: UInt64 = 1
  ) {
    let log = Log()
    self.log = log
    var settings = SessionSettings()
    settings.training.seed = seed
    notebook = Notebook(
      settings: settings,
      environment: SessionEnvironment(
        lessonFolders: [checkout + "/lessons"], mayWrite: mayWrite,
        filePermissions: filePermissions),
      version: "test", commands: SessionCommands.all + LessonCommands.all(),
      aboutCells: ExportCommands.all
    ) { log.output.append($0) }
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
    log.output.compactMap { if case .session(let output) = $0 { output.event } else { nil } }
  }

  var change: NotebookChange? {
    events.compactMap { if case .notebookChanged(let change) = $0 { change } else { nil } }.last
  }

  /// The error that the last command was refused with.
  var refusal: String? {
    events.compactMap { if case .error(let report) = $0 { report.diagnostic.id } else { nil } }.last
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
