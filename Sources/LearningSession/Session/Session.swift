// The live session: one state value, the commands that change it, and the events they emit. A
// command either succeeds as a whole or leaves the state as it was; undo is keeping the old value.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork

/// What a session needs from the world around it.
package struct SessionEnvironment: Sendable {
  /// Folders in which lessons (and `data/` under them) are looked for, nearest first.
  package var lessonFolders: [String]
  /// How many threads a training or a search may use. Results do not depend on it.
  package var threads: Int
  /// The kernels that compute; all give the same bits.
  package var kernels: KernelSet
  /// Whether anyone sees progress; counting it costs time where nobody does.
  package var showsProgress: Bool
  /// Whether commands may write the files they name: their user typed them, or allowed it.
  package var mayWrite: Bool
  /// Where searches are kept. What must leave no trace has one in memory.
  package var studies: any StudyJournal
  /// Writes studies for other programs; nil where that cannot be done.
  package var studyExporter: (any StudyExporter)?
  /// How many bytes of memory are free. Asked before large requests, which are refused if they need
  /// more; nothing else depends on it.
  package var availableMemory: @Sendable () -> Int
  /// Asked at least once a mini-batch; true ends the command under way at a whole step.
  package var shouldStop: @Sendable () -> Bool
  /// Asked after each command; true takes back all that the command did.
  package var isAbandoned: @Sendable () -> Bool

  package init(
    lessonFolders: [String] = [], threads: Int = 1, kernels: KernelSet = .best,
    showsProgress: Bool = false, mayWrite: Bool = false,
    studies: any StudyJournal = MemoryStudyJournal(), studyExporter: (any StudyExporter)? = nil,
    availableMemory: @escaping @Sendable () -> Int = { 4_000_000_000 },
    shouldStop: @escaping @Sendable () -> Bool = { false },
    isAbandoned: @escaping @Sendable () -> Bool = { false }
  ) {
    self.lessonFolders = lessonFolders
    self.threads = threads
    self.kernels = kernels
    self.showsProgress = showsProgress
    self.mayWrite = mayWrite
    self.studies = studies
    self.studyExporter = studyExporter
    self.availableMemory = availableMemory
    self.shouldStop = shouldStop
    self.isAbandoned = isAbandoned
  }
}

/// How the commands of a line ended.
package enum ExecutionOutcome: Sendable, Equatable {
  case done, failed, interrupted, quit
}

package final class Session {
  package private(set) var state: SessionState
  package var environment: SessionEnvironment
  package let catalog: CommandCatalog
  package let settings = SettingCatalog()
  /// How many threads share the work.
  package var threads: Int { state.settings.threads ?? environment.threads }
  private let receive: (LearningEvent) -> Void
  private var undoStack = UndoStack()
  /// Whether the command under way has changed the state, so that there is something to undo.
  private var isChanged = false
  private var wasInterrupted = false
  private var wantsToQuit = false

  package init(
    settings: SessionSettings = SessionSettings(), environment: SessionEnvironment,
    catalog: CommandCatalog = CommandCatalog(), receive: @escaping (LearningEvent) -> Void
  ) {
    state = SessionState()
    state.settings = settings
    self.environment = environment
    self.catalog = catalog
    self.receive = receive
  }

  /// Runs every command of a line typed, in order, up to the first that fails.
  @discardableResult
  package func execute(_ text: String) -> ExecutionOutcome {
    execute(LogicalLine(bytes: Array(text.utf8), line: 1), file: nil)
  }

  /// - Parameter file: the script the line came from, for error messages.
  @discardableResult
  package func execute(_ line: LogicalLine, file: String?) -> ExecutionOutcome {
    for parsed in ScriptParser().parse(utf8: line.bytes) {
      do throws(Diagnostic) {
        try run(parsed.get())
      } catch {
        emit(.error(ErrorReport(diagnostic: error, source: line, file: file)))
        return takeInterruption() ? .interrupted : .failed
      }
      if wantsToQuit {
        wantsToQuit = false
        return .quit
      }
      // A short command may end before it has asked; what stands behind it must not run all the same.
      if takeInterruption() || environment.shouldStop() { return .interrupted }
    }
    return .done
  }

  /// Whether the command that just ended was interrupted; asking forgets it.
  private func takeInterruption() -> Bool {
    defer { wasInterrupted = false }
    return wasInterrupted
  }

  /// Runs one command; when it throws, the state is what it was before.
  private func run(_ syntax: CommandSyntax) throws(Diagnostic) {
    let command = try catalog.find(syntax, settings: settings)
    let arguments = try command.signature.bind(syntax)
    let before = state
    isChanged = false
    do throws(Diagnostic) {
      try command.run(arguments, in: self)
    } catch {
      state = before
      throw error
    }
    if environment.isAbandoned() {
      state = before
      wasInterrupted = true
      return emit(.hint("abandoned: the session is as it was before `\(syntax.text)`"))
    }
    if isChanged { undoStack.remember(before, after: state, command: syntax.text) }
  }

  /// Runs a command of the session's own making as a part of the one under way.
  func runNested(_ text: String) throws(Diagnostic) {
    for parsed in ScriptParser().parse(utf8: Array(text.utf8)) {
      let syntax = try parsed.get()
      let command = try catalog.find(syntax, settings: settings)
      try command.run(try command.signature.bind(syntax), in: self)
    }
  }

  // MARK: What commands use

  package func emit(_ event: LearningEvent) { receive(event) }

  package func update(_ change: (inout SessionState) -> Void) {
    isChanged = true
    change(&state)
  }

  package func quit() { wantsToQuit = true }

  /// Notes that the running command ended early because its user asked for it.
  package func noteInterruption() { wasInterrupted = true }

  package func undo(_ count: Int) throws(Diagnostic) -> [String] {
    try undoStack.undo(count, state: &state)
  }

  package func redo(_ count: Int) throws(Diagnostic) -> [String] {
    try undoStack.redo(count, state: &state)
  }

  /// The data, or `circle` taken for granted when none was chosen yet.
  package func dataOrAssumed() throws(Diagnostic) -> PreparedData {
    if let data = state.data { return data }
    let seed = state.settings.training.seed
    let data = makeSynthetic(.circle, seed: seed)
    update {
      $0.data = data
      $0.dataCommands = ["data circle seed=\(seed)"]
    }
    emit(
      .assumed(
        Assumption(subject: .data, command: "data circle", why: "No data was chosen yet")))
    return data
  }

  /// Hidden layers, or one small layer taken for granted when nothing was said about layers yet.
  package func layersOrAssumed() -> [HiddenLayer] {
    if let hidden = state.hidden { return hidden }
    let hidden = [HiddenLayer(units: 8, activation: .tanh)]
    update { $0.hidden = hidden }
    emit(
      .assumed(
        Assumption(
          subject: .layers, command: "layer 8 tanh", why: "No hidden layer was chosen yet")))
    return hidden
  }

  /// The loss to train with. Error: `loss-mismatch` where the setting does not go with the data.
  package func loss(for data: PreparedData) throws(Diagnostic) -> Loss {
    do {
      return try state.settings.training.loss.loss(for: data.training.targets)
    } catch {
      throw Diagnostic(error)
    }
  }

  /// Weights ready to be trained or looked at, made from the seed when there are none yet.
  package func trainingOrFresh() throws(Diagnostic) -> TrainingState {
    let data = try dataOrAssumed()
    _ = try loss(for: data)
    if let training = state.training { return training }
    let shape = NetworkShape(
      inputs: data.training.inputCount, hidden: layersOrAssumed(),
      outputs: data.outputCount(state.settings.training))
    try checkSize(of: shape)
    let training = TrainingState(
      shape: shape, seed: state.settings.training.seed,
      initializer: state.settings.training.initializer)
    // Not a change to undo: the same weights come from the seed whenever they are needed.
    state.training = training
    return training
  }
}

extension Diagnostic {
  /// A loss that does not go with the data.
  init(_ error: LossMismatch, range: SourceRange? = nil) {
    self.init(
      id: "loss-mismatch", message: error.message, range: range,
      suggestion: "`set loss \(error.alternative.rawValue)`, or `unset loss` for the one that fits")
  }
}
