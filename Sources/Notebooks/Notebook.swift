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
  case session(SessionOutput)
  /// Once more what a cell has said.
  case again(Blocks, in: Execution)
}

package final class Notebook {
  package let session: Session
  private let store: NotebookStore
  private let receive: (NotebookOutput) -> Void
  private var presenter = Presenter()
  private var saying = Blocks()
  private var before: CellGround
  /// Where it is kept; nil of one that nobody means to go on with.
  package var journal: SessionJournal?
  /// Whether what is run has been run before and is in the journal.
  private var isResuming = false
  /// What says the commands under way; nil where their user types them.
  private var file: String?

  /// - Parameters:
  ///   - version: of the program, which is part of what a state is known by.
  ///   - commands: beside those about the notebook.
  ///   - aboutCells: more of those, which share its store.
  package init(
    settings: SessionSettings, environment: SessionEnvironment, version: String,
    commands: [any Command], aboutCells: (NotebookStore) -> [any Command] = { _ in [] },
    receive: @escaping (NotebookOutput) -> Void
  ) {
    let origin = NotebookOrigin(
      version: version, seed: settings.training.seed, explain: settings.explain)
    // Not by asking the list of settings, which is made only when something needs it.
    var begin = SessionState()
    begin.settings = settings
    store = NotebookStore(origin: origin, begin: begin)
    self.receive = receive
    before = origin.ground
    var take: (SessionOutput) -> Void = { _ in }
    session = Session(
      settings: begin.settings, environment: environment,
      catalog: CommandCatalog(commands + NotebookCommands.all(store) + aboutCells(store)),
      receive: { take($0) })
    take = { [unowned self] in handle($0) }
    session.gate = { [store] command, syntax in store.obstacle(to: command, syntax) }
  }

  package var catalog: CommandCatalog { session.catalog }
  package var cells: [NotebookCell] { store.content.cells }

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
    defer { if !isResuming { forward(output) } }
    switch output {
    case .began:
      presenter = Presenter()
      saying = Blocks()
      before = CellGround(
        identity: store.content.identity, explain: session.state.settings.explain)
    case .event(let event, _):
      for change in presenter.receive(event) { saying.apply(change) }
    case .ended(let execution):
      for change in presenter.end(execution.asTypedAgain) { saying.apply(change) }
      let isKept = store.take(
        execution, from: file, saying: saying, on: before, leaving: session.state)
      if isKept { keep(execution) }
    case .progress: break
    }
  }

  private func forward(_ output: SessionOutput) {
    receive(.session(output))
    if case .event(.cellShown(let shown), let execution) = output,
      let blocks = store.content.output(ofCell: shown.number)
    {
      receive(.again(blocks, in: execution))
    }
  }

  private func keep(_ execution: Execution) {
    guard !isResuming, let journal, journal.failure == nil else { return }
    if !journal.note(execution, saying: saying) {
      let reason = journal.failure ?? "it cannot be written"
      receive(
        .session(
          .event(
            .hint("Not saving any more: \(reason). Work goes on."), in: execution)))
    }
  }

  // MARK: Going on with what was kept

  /// Runs again what a journal holds, without a word.
  ///
  /// - Returns: how many of its commands hold; fewer than there are where one fails that did not, as when a
  ///   file has changed that it reads.
  package func resume(_ kept: SessionJournal.Kept) -> Int {
    isResuming = true
    defer { isResuming = false }
    for (place, command) in kept.commands.enumerated() {
      if let said = command.said {
        store.take(
          notRun: command.text, hasFailed: command.hasFailed, saying: said,
          at: session.state.settings.explain)
        continue
      }
      guard session.execute(command.text) == .done else { return place }
    }
    return kept.commands.count
  }
}

extension Execution {
  /// As it ends when the words that give the same are typed, which a cell has for its own.
  fileprivate var asTypedAgain: Execution {
    guard case .interrupted(again: .some) = outcome else { return self }
    var execution = self
    execution.outcome = .done
    return execution
  }
}
