// What comes before a command that is typed below cells that are not up to date: the question whether to run
// those first.
import Events
import Sessions

extension Notebook {
  func settlement(before command: any Command) -> Beforehand {
    guard !keeper.isResuming, let ask, let question = question(before: command) else {
      return .nothing
    }
    return switch ask(question) {
    case .runFirst: .run("rerun stale")
    case .refuse: .nothing
    case .leave: .leave
    }
  }

  /// Nil where nothing stands in the way of a command.
  func question(before command: any Command) -> StaleQuestion? {
    guard command.isCell, !store.content.isSettled else { return nil }
    let cells = store.listed.cells.filter { $0.status == .stale || $0.status == .unrun }
    let epochs = cells.map { catalog.plannedEpochs(of: $0.cell.source, settings: session.settings) }
    return StaleQuestion(cells: cells.map(\.number), epochs: epochs.reduce(0, +))
  }
}
