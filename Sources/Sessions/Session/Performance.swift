// What work is performed on: the state that it changes, and where its events go. The session takes the
// state over when the work has ended, and leaves it if its user gave the whole command up.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

package final class Performance {
  package private(set) var state: SessionState
  package let settings: SettingCatalog
  private let catalog: CommandCatalog
  package private(set) var environment: SessionEnvironment
  private(set) var undoStack: UndoStack
  private let receive: (LearningEvent) -> Void
  private let showProgress: (ProgressReport) -> Void
  /// Whether there is something to undo.
  private(set) var isChanged: Bool
  /// Whether what comes after may turn out otherwise for it.
  private(set) var changesResults: Bool
  private(set) var failure: Diagnostic?
  /// Not nil once it was noted; the text is that of `Execution.Outcome`.
  private(set) var interruption: Interruption?
  private(set) var wantsToQuit = false
  private(set) var travelled: Execution.Travel?
  /// The command in words that mean the same whenever they are typed.
  private(set) var meaning: String?
  /// Makes the bytes with which an equal command can take up what this one left; nil where there are none.
  private(set) var remains: (() -> [UInt8]?)?
  private(set) var isToBeKept = false
  private let serials: SerialNumbers
  /// Who keeps long work under way; nil where nobody would go on with it.
  private let keep: KeepWork?

  struct Interruption {
    var again: String?
    /// Whether the state is to be as it was before the command.
    var leavesNothing = false
  }

  /// - Parameters:
  ///   - preparation: what the work was prepared on, with all that it assumed.
  ///   - environment: the world the work acts on.
  init(
    after preparation: Preparation, in environment: SessionEnvironment,
    serials: SerialNumbers = SerialNumbers(), keep: KeepWork? = nil,
    showProgress: @escaping (ProgressReport) -> Void, receive: @escaping (LearningEvent) -> Void
  ) {
    state = preparation.state
    settings = preparation.settings
    catalog = preparation.catalog
    undoStack = preparation.undoStack
    isChanged = preparation.isChanged
    changesResults = preparation.isChanged
    self.environment = environment
    self.serials = serials
    self.keep = keep
    self.showProgress = showProgress
    self.receive = receive
  }

  // MARK: What work does

  package func emit(_ event: LearningEvent) {
    if case .coach(let note) = event, note.kind.isAdvice, state.companion?.holdsAdviceBack == true {
      return
    }
    receive(event)
  }

  /// Shows whoever watches how far the work is.
  package func show(_ progress: ProgressReport) {
    if environment.showsProgress { showProgress(progress) }
  }

  package func update(_ change: (inout SessionState) -> Void) {
    isChanged = true
    changesResults = true
    change(&state)
  }

  /// Takes over how its user likes to work, which no result depends on.
  func updateUsersOwn(_ settings: SessionSettings) {
    isChanged = true
    state.settings = settings
  }

  /// A session that goes its own way from a state: what it does changes nothing here, and it has its own past
  /// to undo. What it says is heard by whoever asked for it, but for progress, which is shown.
  ///
  /// - Parameters:
  ///   - file: what says its commands; nil where their user types them.
  ///   - mayWrite: whether it may write files, if this may.
  package func branch(
    from state: SessionState, file: String? = nil, mayWrite: Bool,
    receive: @escaping (SessionOutput) -> Void
  ) -> Session {
    var environment = file.map(environment.ofCommands) ?? environment
    environment.mayWrite = environment.mayWrite && mayWrite
    environment.editor = nil
    // What is run again is not what its user sees and pauses.
    (environment.shouldPause, environment.onlooker) = ({ false }, nil)
    environment.picture = nil
    let showProgress = showProgress
    let branch = Session(
      from: state, environment: environment, catalog: catalog, serials: serials
    ) { output in
      if case .progress(let report) = output { showProgress(report) } else { receive(output) }
    }
    // That this command takes long is noted; what a branch has done so far is nothing to go on with.
    branch.keepWork = keep.map { keep in
      KeepWork(
        isDue: {
          _ = keep.isDue()
          return false
        }, keep: { _ in })
    }
    return branch
  }

  /// Goes to another time of the session, which is no change to undo.
  func travel(to state: SessionState, with undoStack: UndoStack, past travel: Execution.Travel) {
    self.state = state
    self.undoStack = undoStack
    travelled = travel
  }

  /// Notes that it ended early because its user asked for that.
  ///
  /// - Parameter again: the command that does as much as was done, to the same bits.
  package func noteInterruption(again: String? = nil) {
    interruption = Interruption(again: again)
  }

  /// Notes that its user ended it before it came to anything.
  package func noteNothingDone() { interruption = Interruption(leavesNothing: true) }

  /// Ends the execution as a failed one, for what only doing it could show, such as a disk that is full.
  /// What was done and said before stays.
  package func fail(_ failure: Diagnostic) { self.failure = failure }

  /// Notes the command in words that mean the same whenever they are typed, where those that were typed
  /// do not.
  func noteMeaning(_ text: String) { meaning = text }

  /// Says with what an equal command can do without its work; asked for if anyone keeps it.
  ///
  /// - Parameter always: whether it has done something that must not be done twice, however short it was.
  func leave(always: Bool = false, _ remains: @escaping () -> [UInt8]?) {
    (self.remains, isToBeKept) = (remains, always)
  }

  /// What its experiment needs.
  ///
  /// - Parameter again: the command that does as much as is done there.
  func context(keepingAs again: @escaping (Int) -> String) -> ExperimentContext {
    var context = context
    context.keeper = keep.map { keep in
      WorkKeeper(isDue: keep.isDue) { keep.keep(KeptWork(again: again($0.place), work: $0)) }
    }
    return context
  }

  /// That its user stopped it has been heard: what still comes of it is done to its end.
  func hearNoMoreStops() { environment.shouldStop = { false } }

  package func quit() { wantsToQuit = true }

  // MARK: What work looks at

  package var kernels: KernelSet { environment.kernels }
  /// How many threads share the work.
  package var threads: Int { state.settings.threads ?? environment.threads }
  package var shouldStop: @Sendable () -> Bool { environment.shouldStop }
}
