// What comes before a command that is typed below cells that are not up to date: the question whether to run
// those first.
import CommandLanguage
import Events
import Sessions

extension Notebook {
  func settlement(before command: any Command, _ syntax: CommandSyntax) -> Beforehand {
    guard !keeper.isResuming, let ask, let question = question(before: command, syntax) else {
      return .nothing
    }
    return switch ask(question) {
    case .runFirst: .run("rerun stale")
    case .refuse: .nothing
    case .leave: .leave
    }
  }

  /// Nil where nothing stands in the way of a command.
  func question(before command: any Command, _ syntax: CommandSyntax) -> StaleQuestion? {
    guard command.isCell(syntax), !store.content.isSettled else { return nil }
    let cells = store.listed.cells.filter { $0.status == .stale || $0.status == .unrun }
    // What fails now is not helped by being run again.
    guard !cells.isEmpty else { return nil }
    let epochs = cells.map { catalog.plannedEpochs(of: $0.cell.source, settings: session.settings) }
    let known = epochs.compactMap(\.self)
    return StaleQuestion(
      cells: cells.map(\.number),
      epochs: known.count == epochs.count ? known.reduce(0, +) : nil)
  }
}
