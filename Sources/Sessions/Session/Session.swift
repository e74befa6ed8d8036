// The live session: one state value and the commands that change it, each prepared, then performed, as an
// execution. A command that is refused leaves the state as it was; undo is keeping the old value.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import NeuralNetwork

package final class Session {
  package private(set) var state: SessionState
  package var environment: SessionEnvironment
  package let catalog: CommandCatalog
  package let settings = SettingCatalog()
  private let receive: (SessionOutput) -> Void
  /// Asked before a command is prepared; what it answers refuses the command.
  package var gate: (any Command, CommandSyntax) -> Diagnostic? = { _, _ in nil }
  /// Asked before that, and before the command begins.
  package var beforehand: ((any Command, CommandSyntax) -> Beforehand)?
  /// Asked before a command is prepared: what is known of the same command in an earlier process.
  package var earlierRun: (String) -> EarlierRun? = { _ in nil }
  /// Whether the last command was not run, as what it left was there.
  package private(set) var wasTakenUp = false
  /// Whether the last command changed anything, if only how its user likes to work.
  package private(set) var hasChanged = false
  /// Whether the last command says with what an equal one can do without its work.
  package var leavesRemains: Bool { left != nil }
  /// Makes the bytes of that.
  package func remains() -> [UInt8]? { left?() }
  private var left: (() -> [UInt8]?)?
  /// Whether the last command has done something outside the session that must not be done twice.
  package private(set) var isToBeKept = false
  /// Who keeps long work under way.
  package var keepWork: KeepWork?
  private var undoStack = UndoStack()
  /// Of executions here and on its branches, none twice.
  private let serials: SerialNumbers
  /// Kept to be shown, so no more of them than anyone looks back.
  private var history: [HistoryReport.Entry] = []
  private var historyBytes = 0

  package init(
    settings: SessionSettings = SessionSettings(), environment: SessionEnvironment,
    catalog: CommandCatalog, serials: SerialNumbers = SerialNumbers(),
    receive: @escaping (SessionOutput) -> Void
  ) {
    self.serials = serials
    state = SessionState()
    state.settings = settings
    self.environment = environment
    self.catalog = catalog
    self.receive = receive
  }

  /// Runs every command of a line typed, in order, up to the first that fails.
  @discardableResult
  package func execute(_ text: String) -> LineOutcome {
    execute(LogicalLine(bytes: Array(text.utf8), line: 1), file: nil)
  }

  /// - Parameter file: the script the line came from, for error messages.
  @discardableResult
  package func execute(_ line: LogicalLine, file: String?) -> LineOutcome {
    var end = 0
    for parsed in ScriptParser().parse(utf8: line.bytes) {
      let source: String
      if case .success(let syntax) = parsed {
        if let outcome = doBeforehand(syntax) { return outcome }
        (source, end) = (syntax.text, syntax.range.end)
      } else {
        source = line.command(at: end)
      }
      var execution = Execution(serial: serials.next(), source: source)
      receive(.began(execution))
      let ending = run(parsed, as: execution)
      if let failure = ending.failure {
        let report = ErrorReport(diagnostic: failure, source: line, file: file)
        receive(.event(.error(report), in: execution))
      }
      remember(execution)
      if let meaning = ending.meaning {
        execution = Execution(serial: execution.serial, source: meaning)
      }
      execution.outcome = ending.outcome
      execution.effect = ending.effect
      receive(.ended(execution))
      if let outcome = ending.lineOutcome { return outcome }
      // A short command may end before it has asked; what stands behind it must not run all the same.
      if environment.shouldStop() { return .interrupted }
    }
    return .done
  }

  /// Does what has to come before a command; how that ended, where the command is then not to be run.
  private func doBeforehand(_ syntax: CommandSyntax) -> LineOutcome? {
    guard let beforehand, let (command, _) = try? catalog.read(syntax, settings: settings)
    else { return nil }
    switch beforehand(command, syntax) {
    case .nothing: return nil
    case .leave: return .interrupted
    case .run(let text):
      let outcome = execute(text)
      return outcome == .done ? nil : outcome
    }
  }

  private func remember(_ execution: Execution) {
    if history.count >= 10_000 || historyBytes > 4 << 20 {
      history.removeFirst((history.count + 1) / 2)
      historyBytes = history.reduce(0) { $0 + $1.command.utf8.count }
    }
    historyBytes += execution.source.utf8.count
    history.append(
      HistoryReport.Entry(number: execution.serial, command: execution.source))
  }

  /// What is left to say of a command that was run.
  private struct Ending {
    var failure: Diagnostic?
    var interruption: Performance.Interruption?
    var wantsToQuit = false
    /// Words that say more than those that were typed.
    var meaning: String?
    var effect = Execution.Effect()

    var outcome: Execution.Outcome {
      if let interruption { return .interrupted(again: interruption.again) }
      return failure == nil ? .done : .failed
    }

    /// Nil where the line goes on.
    var lineOutcome: LineOutcome? {
      if wantsToQuit { return .quit }
      return switch outcome {
      case .done: nil
      case .failed: .failed
      case .interrupted: .interrupted
      }
    }
  }

  private func run(
    _ parsed: Result<CommandSyntax, Diagnostic>, as execution: Execution
  ) -> Ending {
    var preparation = Preparation(
      state: state, settings: settings, catalog: catalog, undoStack: undoStack,
      history: history, environment: environment,
      showProgress: { [receive] in receive(.progress($0)) })
    var isCell = true
    (wasTakenUp, hasChanged, left, isToBeKept) = (false, false, nil, false)
    do throws(Diagnostic) {
      let syntax = try parsed.get()
      isCell = catalog.isCell(syntax)
      let (command, arguments) = try catalog.read(syntax, settings: settings)
      if let obstacle = gate(command, syntax) {
        isCell = false
        throw obstacle
      }
      if let companion = state.companion as? any SessionCompanion,
        let obstacle = companion.obstacle(to: syntax)
      {
        throw obstacle
      }
      let earlier = earlierRun(execution.source)
      if case .changedNothing(let effect)? = earlier {
        wasTakenUp = true
        return Ending(effect: effect)
      }
      let work = try command.prepare(arguments, &preparation)
      let follows = isCell && !command.movesCompanion && !preparation.writes
      var ending = perform(
        work, preparation, as: execution, earlier, followed: follows ? command : nil)
      ending.effect.isCell = isCell
      return ending
    } catch {
      var ending = Ending(
        failure: error.noted(by: state.companion),
        interruption: preparation.wasInterrupted ? Performance.Interruption() : nil)
      ending.effect = Execution.Effect(writes: preparation.writes)
      ending.effect.isCell = isCell
      return ending
    }
  }

  private func perform(
    _ work: Work, _ preparation: Preparation, as execution: Execution, _ earlier: EarlierRun?,
    followed: (any Command)?
  ) -> Ending {
    // What is given up has no results: they would tell of what is gone.
    let performance = Performance(
      after: preparation, in: environment, serials: serials, keep: keepWork,
      showProgress: { [receive] in receive(.progress($0)) },
      receive: { [receive, isAbandoned = environment.isAbandoned] in
        if !isAbandoned() { receive(.event($0, in: execution)) }
      })
    if !takeUp(work, performance, earlier) {
      for remark in preparation.remarks { performance.emit(remark) }
      work.perform(performance)
    }
    if let followed, state.companion != nil, !environment.isAbandoned() {
      performance.accompany(execution.source, name: followed.signature.name, before: state)
    }
    (left, isToBeKept) = (performance.remains, performance.isToBeKept)
    if environment.isAbandoned() {
      let said: Statement = "abandoned: the session is as it was before `\(execution.source)`"
      receive(.event(.hint(said), in: execution))
      return Ending(interruption: Performance.Interruption())
    }
    if let interruption = performance.interruption, interruption.leavesNothing {
      performance.emit(.hint("stopped: the session is as it was before `\(execution.source)`"))
      return Ending(interruption: interruption)
    }
    undoStack = performance.undoStack
    // What writes a file leaves the session as it was, whatever it assumed: it is not run again to go on with it.
    let isChanged = performance.isChanged && !preparation.writes
    var after = preparation.writes ? state : performance.state
    if isChanged {
      after.settleScales()
      // The other half is for what a notebook keeps.
      undoStack.byteLimit = after.settings.keep / 2
      undoStack.remember(state, after: after, execution: execution)
      after.noteChange(since: state)
    }
    (state, hasChanged) = (after, isChanged)
    var effect = Execution.Effect(
      changesState: performance.changesResults && !preparation.writes,
      reads: preparation.reads.map(FileDigest.init),
      writes: preparation.writes, looksOutside: preparation.looksOutside,
      travelled: performance.travelled)
    effect.edited = preparation.edited
    if effect.looksOutside { effect.outside = after.search?.digest }
    return Ending(
      failure: performance.failure, interruption: performance.interruption,
      wantsToQuit: performance.wantsToQuit, meaning: performance.meaning, effect: effect)
  }

  /// Whether it was not to be done, as what it left is there.
  private func takeUp(
    _ work: Work, _ performance: Performance, _ earlier: EarlierRun?
  ) -> Bool {
    guard case .left(let bytes)? = earlier, let takeUp = work.takeUp else { return false }
    do throws(UnreadableCheckpoint) {
      try takeUp(performance, bytes)
      wasTakenUp = true
    } catch {}
    return wasTakenUp
  }

  /// A session in the same world that begins with a state.
  convenience init(
    from state: SessionState, environment: SessionEnvironment, catalog: CommandCatalog,
    serials: SerialNumbers, receive: @escaping (SessionOutput) -> Void
  ) {
    self.init(environment: environment, catalog: catalog, serials: serials, receive: receive)
    self.state = state
  }

  /// Where it is, to be there again: the serial numbers of what comes then go on all the same.
  package var moment: SessionMoment {
    get {
      SessionMoment(
        state: state, undoStack: undoStack, history: history,
        studies: (environment.studies as? MemoryStudyJournal)?.copy)
    }
    set {
      (state, undoStack, history) = (newValue.state, newValue.undoStack, newValue.history)
      if let studies = newValue.studies { environment.studies = studies.copy }
    }
  }

  /// Changes the state in a way that no command could, for tests of what commands make of it.
  package func update(_ change: (inout SessionState) -> Void) { change(&state) }
}

/// What is to be done before a command is run.
package enum Beforehand: Sendable {
  case nothing
  /// Another command; this one is run only if that held.
  case run(String)
  /// Its user does not want it any more.
  case leave
}

extension LogicalLine {
  /// What stands from there to the end, without what divides commands and lines.
  fileprivate func command(at offset: Int) -> String {
    let dividers = " \t\r\n;".utf8
    var rest = bytes[min(offset, bytes.count)...]
    while let first = rest.first,
      dividers.contains(first) || rest.starts(with: "\\\n".utf8)
    {
      rest.removeFirst()
    }
    while let last = rest.last, dividers.contains(last) { rest.removeLast() }
    return String(decoding: rest, as: UTF8.self)
  }
}
