// What an execution says, line by line as it says it. Between two rows of a table the window may become
// wider or narrower: the head is repeated where the columns are no longer those it was printed for.
import Presentation

package struct GrowingText: Sendable {
  /// The table that still grows, without its rows.
  private var table: Table?
  private var head: [TextLine] = []

  package init() {}

  package mutating func lines(
    for changes: [BlockChange], _ text: TerminalText
  ) -> [TextLine] {
    changes.flatMap { lines(for: $0, text) }
  }

  private mutating func lines(for change: BlockChange, _ text: TerminalText) -> [TextLine] {
    switch change {
    case .append(.table(let table)) where table.isOpen:
      self.table = table
      head = text.head(of: table)
      return text.lines(of: .table(table))
    case .append(let block): return text.lines(of: block)
    case .addRow(let row, let id):
      guard let table, table.id == id else { return [] }
      let now = text.head(of: table)
      defer { head = now }
      return (now == head ? [] : now) + text.line(of: row, in: table)
    case .addRemark(let block, _): return text.lines(of: block)
    case .close:
      table = nil
      return []
    }
  }
}

extension TerminalText {
  /// The head of a table that is open, with who is who where that is not in it.
  fileprivate func head(of table: Table) -> [TextLine] {
    let layout = layout(table, [])
    return fitted(legendLines(table, layout) + headLines(table, layout))
  }

  fileprivate func line(of row: Row, in table: Table) -> [TextLine] {
    fitted([TextLine(rowLine(row, table, layout(table, [])))])
  }
}
