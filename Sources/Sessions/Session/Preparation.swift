// The first half of a command: finding out whether it holds, and what it comes to. A preparation reads
// everything and changes nothing but a draft of the state, in which what the user has not said can be
// assumed. The session takes the draft over when the command holds, and forgets it when it does not; so a
// command that is refused leaves no trace and has no output but its error.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import NeuralNetwork

package struct Preparation {
  /// The session's state with what was assumed.
  package private(set) var state: SessionState
  package let settings: SettingCatalog
  package let catalog: CommandCatalog
  let undoStack: UndoStack
  /// The commands before this one, as they were typed.
  let history: [HistoryReport.Entry]
  private(set) var environment: SessionEnvironment
  private let showProgress: (ProgressReport) -> Void
  /// What has to be said before the command's own events: what was assumed, and what came of it.
  private(set) var remarks: [LearningEvent] = []
  /// Whether what was assumed is something to undo.
  private(set) var isChanged = false
  private(set) var wasInterrupted = false
  /// The files it read or will write, and whether it looked at the archive.
  private(set) var reads: [String] = []
  private(set) var writes = false
  private(set) var looksOutside = false
  /// What came back from an editor.
  private(set) var edited: String?

  init(
    state: SessionState, settings: SettingCatalog, catalog: CommandCatalog, undoStack: UndoStack,
    history: [HistoryReport.Entry], environment: SessionEnvironment,
    showProgress: @escaping (ProgressReport) -> Void
  ) {
    self.state = state
    self.settings = settings
    self.catalog = catalog
    self.undoStack = undoStack
    self.history = history
    self.environment = environment
    self.showProgress = showProgress
  }

  // MARK: The world, to look at

  package var lessonFolders: [String] { environment.lessonFolders }
  package var lessonPlaces: @Sendable (LessonSummary) -> LessonSummary { environment.lessonPlaces }
  package var kernels: KernelSet { environment.kernels }
  /// How many threads will share the work.
  package var threads: Int { state.settings.threads ?? environment.threads }
  /// What it says then depends on more than the commands before.
  package var studies: any StudyReader {
    mutating get {
      looksOutside = true
      return environment.studies
    }
  }
  package var studyExporter: (any StudyExporter)? { environment.studyExporter }
  package var shouldStop: @Sendable () -> Bool { environment.shouldStop }
  /// The memory that is free now; asking costs a system call or two.
  package var memory: MemoryBudget { MemoryBudget(free: environment.availableMemory()) }
  /// The folder at which paths in commands start; nil for the current one.
  var folder: String? {
    get { environment.folder }
    set { environment.folder = newValue }
  }
  var mayWrite: Bool { environment.mayWrite }
  var mayRead: ReadScope { environment.mayRead }

  /// Shows whoever watches how much of a file has been read.
  package func show(_ progress: ProgressReport) {
    if environment.showsProgress { showProgress(progress) }
  }

  mutating func noteRead(_ path: String) { reads.append(path) }
  mutating func noteWrite() { writes = true }
  mutating func noteEdited(_ text: String) { edited = text }

  /// Notes that its user ended it early; to be followed by an error that says so.
  package mutating func noteInterruption() { wasInterrupted = true }

  // MARK: What is not said is assumed

  /// Takes something for granted that the user has not said, and remembers to say so.
  package mutating func assume(_ assumption: Assumption) {
    remarks.append(.assumed(assumption))
  }

  /// The same of something that belongs to the state.
  package mutating func assume(
    _ assumption: Assumption, _ change: (inout SessionState) -> Void
  ) {
    assume(assumption)
    isChanged = true
    change(&state)
  }

  /// Says something first if the command holds.
  mutating func remark(_ statement: Statement) { remarks.append(.hint(statement)) }

  /// Makes what costs nothing to make again, such as initial weights: nothing to say, and no change to
  /// undo.
  mutating func make(_ change: (inout SessionState) -> Void) { change(&state) }

  /// Runs commands of the program's own making on the draft; what they say will be said first. Errors:
  /// those of the commands.
  mutating func run(_ text: String) throws(Diagnostic) {
    do throws(Diagnostic) {
      for parsed in ScriptParser().parse(utf8: Array(text.utf8)) {
        let syntax = try parsed.get()
        let (command, arguments) = try catalog.read(syntax, settings: settings)
        try take(try command.prepare(arguments, &self))
      }
    } catch {
      // The command typed has no place that it could point at.
      var error = error
      error.range = nil
      throw error
    }
  }

  /// The state that work would leave, which is performed unheard; nil where that fails.
  func state(after work: Work) -> SessionState? {
    let performance = Performance(
      after: self, in: environment, showProgress: { _ in }, receive: { _ in })
    work.perform(performance)
    return performance.failure == nil ? performance.state : nil
  }

  private mutating func take(_ work: Work) throws(Diagnostic) {
    var said: [LearningEvent] = []
    let performance = Performance(
      after: self, in: environment, showProgress: showProgress, receive: { said.append($0) })
    work.perform(performance)
    if let failure = performance.failure { throw failure }
    // What it has done by then is not what it was to be built on.
    if performance.interruption != nil { throw stopped() }
    state = performance.state
    isChanged = isChanged || performance.isChanged
    remarks += said
  }
}
