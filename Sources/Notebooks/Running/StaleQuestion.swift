// What is asked where a command is typed below cells that are not up to date: nothing runs again unasked.

package struct StaleQuestion: Equatable, Sendable {
  package enum Answer: Sendable {
    /// They are run, and if that holds the command.
    case runFirst
    /// The command is refused, and says what to do.
    case refuse
    /// Nothing is to be done.
    case leave
  }

  /// The numbers of the cells.
  package var cells: [Int]
  /// How many epochs they train; nil where their words do not say that.
  package var epochs: Int?

  package init(cells: [Int], epochs: Int?) { (self.cells, self.epochs) = (cells, epochs) }

  /// As many as are listed by number.
  private static let most = 5

  package var sentence: String {
    let which: String
    switch cells.count {
    case 1: which = "Cell \(cells[0]) is"
    case ...Self.most:
      let all = cells.dropLast().map(String.init).joined(separator: ", ")
      which = "Cells \(all) and \(cells[cells.count - 1]) are"
    default: which = "\(cells.count) cells, from cell \(cells[0]) on, are"
    }
    let training =
      epochs.map { epochs in
        let they = cells.count == 1 ? "it trains" : "they train"
        return epochs > 0 ? "; \(they) \(epochs) \(epochs == 1 ? "epoch" : "epochs")" : ""
      } ?? ""
    return "\(which) not up to date\(training)."
  }

  package var prompt: String { cells.count == 1 ? "Run it first?" : "Run them first?" }
}
