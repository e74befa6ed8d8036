// A session that is a notebook: it keeps what was typed and what it said as cells, knows which of them are
// still true, and runs again only what has changed.
import CommandLanguage
import Events
import Experiments
import Files
import Presentation
import Sessions

/// What a notebook puts out, in order.
package enum NotebookOutput: Sendable {
  /// With what it adds to the blocks that its execution says.
  case session(SessionOutput, changes: [BlockChange])
  /// Once more what a cell has said.
  case again(Blocks, in: Execution)
}

package final class Notebook {
  package let session: Session
  let store: NotebookStore
  private let receive: (NotebookOutput) -> Void
  private(set) var saying = Saying()
  /// What of the session's past helps with the next line.
  package private(set) var memory = LineMemory()
  var before: CellGround
  /// The execution under way.
  var underWay = CommandUnderWay()
  /// Where it is kept; nil of one that nobody means to go on with.
  package var journal: SessionJournal? {
    get { keeper.journal }
    set {
      keeper.journal = newValue
      isLossTold = false
      session.keepWork = newValue == nil ? nil : keepWork
    }
  }
  var keeper: RunKeeper { store.keeper }
  /// What a command said in an earlier run that would write a file and may not: such a command is passed over
  /// then and is a cell with its file of that run. Nil where it is refused.
  package var saidEarlier: Blocks?
  /// Asks its user; nil where nobody can be asked, and then what would be asked is refused.
  package var ask: ((StaleQuestion) -> StaleQuestion.Answer)? {
    didSet {
      session.beforehand =
        ask == nil ? nil : { [unowned self] in settlement(before: $0, $1) }
    }
  }
  let recorder = Recorder()
  /// Whether its user knows that nothing is saved any more.
  private var isLossTold = false
  /// What says the commands under way; nil where their user types them.
  private var file: String?

  /// - Parameters:
  ///   - version: of the program, which is part of what a state is known by.
  ///   - commands: beside those about the notebook.
  ///   - aboutCells: more of those, which share its store.
  ///   - folders: where cells go for which there is no room in memory.
  package init(
    settings: SessionSettings, environment: SessionEnvironment, version: String,
    commands: [any Command], aboutCells: (NotebookStore) -> [any Command] = { _ in [] },
    folders: [String] = [], receive: @escaping (NotebookOutput) -> Void
  ) {
    let origin = NotebookOrigin(
      version: version, seed: settings.training.seed, explain: settings.explain)
    // Not by asking the list of settings, which is made only when something needs it.
    var begin = SessionState()
    begin.settings = settings
    store = NotebookStore(origin: origin, begin: begin, folders: folders)
    self.receive = receive
    before = origin.ground
    var take: (SessionOutput) -> Void = { _ in }
    session = Session(
      settings: begin.settings, environment: environment,
      catalog: CommandCatalog(
        commands + NotebookCommands.all(store) + aboutCells(store)
          + [RecordCommand(store: store, recorder: recorder)]),
      receive: { take($0) })
    take = { [unowned self] in handle($0) }
    session.earlierRun = { [unowned self] in earlierRun($0) }
    session.gate = { [store] command, syntax in store.obstacle(to: command, syntax) }
  }

  package var catalog: CommandCatalog { session.catalog }
  package var cells: CellArray { store.content.cells }
  /// Each with whether it is still true.
  package var listed: ListedNotebook { store.listed }
  package var origin: NotebookOrigin { store.content.origin }

  @discardableResult
  package func execute(_ text: String) -> LineOutcome { session.execute(text) }

  @discardableResult
  package func execute(_ line: LogicalLine, file: String?) -> LineOutcome {
    self.file = file
    defer { self.file = nil }
    return session.execute(line, file: file)
  }

  // MARK: What the session says

  private func handle(_ output: SessionOutput) {
    memory.hear(output, session.settings)
    if case .began(let execution) = output {
      underWay = CommandUnderWay(execution, isAlwaysDue: keeper.keepsAll)
      saying = Saying()
      before = CellGround(
        identity: store.content.identity, explain: session.state.settings.explain)
    }
    let changes: [BlockChange]
    if let again = output.asTypedAgain {
      // A cell says what its words would say; whoever watches hears what happened.
      var heard = saying
      changes = heard.receive(output)
      saying.receive(again)
    } else {
      changes = saying.receive(output)
    }
    if case .ended(let execution) = output { take(execution) }
    if !keeper.isResuming { forward(output, changes) }
  }

  private func take(_ execution: Execution) {
    if let saidEarlier, isRefusedWrite(execution) {
      return passOver(execution, saying: saidEarlier)
    }
    let seconds = underWay.seconds
    if session.wasTakenUp, let run = underWay.earlier { saying.take(run.head.said) }
    let isKept = store.take(
      execution, from: file, saying: saying.blocks, on: before, leaving: session.state)
    // A preference is no cell, and is to be as it was when the session is gone on with.
    guard isKept || session.hasChanged else {
      journal?.forgetWork()
      return
    }
    keeper.note(execution, saying: saying.blocks, on: before, in: session, seconds: seconds)
    guard !keeper.isResuming else { return }
    keep(execution)
    record(after: execution)
  }

  private func forward(_ output: SessionOutput, _ changes: [BlockChange]) {
    receive(.session(output, changes: changes))
    if case .event(.cellShown(let shown), let execution) = output,
      let blocks = store.content.output(ofCell: shown.number)
    {
      receive(.again(blocks, in: execution))
    }
  }

  private func keep(_ execution: Execution) {
    guard let journal, !isLossTold else { return }
    // What long commands keep meanwhile may have failed already.
    let isKept = journal.failure == nil && journal.note(execution, saying: saying.blocks)
    guard !isKept else { return }
    isLossTold = true
    let reason = journal.failure ?? "it cannot be written"
    tell(
      "Not saving any more: \(reason). Work goes on; `save FILE.md` writes it elsewhere.",
      in: execution)
  }

  private func record(after execution: Execution) {
    let content = store.content
    // All else may change cells that are there.
    let isAdded =
      execution.effect.isCell && execution.effect.travelled == nil && content.isSettled
    if let failure = recorder.write(content.origin, content.cells, isAdded: isAdded) {
      tell("\(failure)", in: execution)
    }
  }

  private func tell(_ sentence: Statement, in execution: Execution) {
    let hint = SessionOutput.event(.hint(sentence), in: execution)
    var aside = Saying()
    receive(.session(hint, changes: aside.receive(hint)))
  }
}

extension SessionOutput {
  /// As it comes when the words that give the same are typed by themselves, which a cell has for its own; nil
  /// where that is the same.
  var asTypedAgain: SessionOutput? {
    switch self {
    case .event(.error(let report), let execution):
      return report.alone(execution.source).map { .event(.error($0), in: execution) }
    case .ended(var execution):
      guard case .interrupted(again: .some) = execution.outcome else { return nil }
      execution.outcome = .done
      return .ended(execution)
    case .began, .event, .progress: return nil
    }
  }
}

extension ErrorReport {
  /// Of one of several commands in a line, with that command alone; nil where it stands alone already.
  fileprivate func alone(_ command: String) -> ErrorReport? {
    let (line, own) = (source.bytes, Array(command.utf8))
    guard file == nil, let range = diagnostic.range, line != own, own.count <= line.count else {
      return nil
    }
    let starts = (0...(line.count - own.count)).filter { line[$0...].starts(with: own) }
    guard let start = starts.last(where: { $0 <= range.start }), range.end <= start + own.count
    else { return nil }
    var report = self
    report.source = LogicalLine(bytes: own, line: 1)
    report.diagnostic.range = SourceRange(
      start: range.start - start, end: range.end - start)
    return report
  }
}
