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
    let begin = origin.state(withUsersOwn: settings)
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
    session.execute(line, file: file)
  }

  // MARK: What the session says

  private func handle(_ output: SessionOutput) {
    switch output {
    case .began:
      presenter = Presenter()
      saying = Blocks()
      before = CellGround(
        identity: store.content.identity, explain: session.state.settings.explain)
    case .event(let event, let execution):
      for change in presenter.receive(event) { saying.apply(change) }
      receive(.session(output))
      if case .cellShown(let shown) = event, let blocks = store.content.output(ofCell: shown.number)
      {
        receive(.again(blocks, in: execution))
      }
      return
    case .ended(let execution):
      for change in presenter.end(execution) { saying.apply(change) }
      store.take(execution, saying: saying, on: before, leaving: session.state)
    case .progress: break
    }
    receive(.session(output))
  }
}
