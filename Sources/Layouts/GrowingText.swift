// What an execution says, line by line as it says it. Between two rows of a table the window may become
// wider or narrower: the head is repeated where the columns are no longer those it was printed for. What comes
// at once is to be on the screen at once: where a window has fewer rows, its curves take fewer.
import Events
import Presentation

package struct GrowingText: Sendable {
  /// The table that still grows, without its rows.
  private var table: Table?
  private var head: [TextLine] = []
  /// Whether it was said who is who in the table.
  private var hasLegend = false

  package init() {}

  package mutating func lines(
    for changes: [BlockChange], _ text: TerminalText
  ) -> [TextLine] {
    let before = self
    let lines = changes.flatMap { self.lines(for: $0, text) }
    // A row is the next prompt's.
    guard let rows = text.rows, lines.count >= rows else { return lines }
    self = before
    return changes.flatMap { self.lines(for: $0.lowered(by: lines.count + 1 - rows, text), text) }
  }

  private mutating func lines(for change: BlockChange, _ text: TerminalText) -> [TextLine] {
    switch change {
    case .append(.table(let table)) where table.isOpen:
      self.table = table
      (hasLegend, head) = (text.hasLegend(table), text.head(of: table))
      return text.lines(of: .table(table))
    case .append(let block): return text.lines(of: block)
    case .addRow(let row, let id):
      guard let table, table.id == id else { return [] }
      return repeatedHead(of: table, text) + text.line(of: row, in: table)
    case .addRemark(let block, _): return text.lines(of: block)
    case .close:
      table = nil
      return []
    }
  }

  /// With who is who where that was not said yet.
  private mutating func repeatedHead(of table: Table, _ text: TerminalText) -> [TextLine] {
    let now = text.head(of: table)
    guard now != head else { return [] }
    head = now
    guard !hasLegend, text.hasLegend(table) else { return now }
    hasLegend = true
    return text.legend(of: table) + now
  }
}

extension TerminalText {
  /// The head of a table that is open.
  fileprivate func head(of table: Table) -> [TextLine] {
    fitted(headLines(table, layout(table, [])))
  }

  /// Who is who in it, where that is not in its head.
  fileprivate func legend(of table: Table) -> [TextLine] {
    fitted(legendLines(table, layout(table, [])))
  }

  fileprivate func hasLegend(_ table: Table) -> Bool { !legend(of: table).isEmpty }

  fileprivate func line(of row: Row, in table: Table) -> [TextLine] {
    fitted([TextLine(rowLine(row, table, layout(table, [])))])
  }
}

extension TerminalText {
  /// A figure in no more than so many lines: lower than it would be, its last panel alone, or not at all.
  package func lines(of figure: Figure, atMost most: Int) -> [TextLine] {
    let lines = lowered(figure, atMost: most)
    guard lines.isEmpty, figure.panels.count > 1 else { return lines }
    // Alone it needs no title.
    var last = figure
    last.panels = figure.panels.suffix(1)
    last.panels[0].title = ""
    return lowered(last, atMost: most)
  }

  /// As high as there is room for; nothing where even the lowest has none.
  private func lowered(_ figure: Figure, atMost most: Int) -> [TextLine] {
    var figure = figure
    while true {
      let lines = lines(of: .figure(figure))
      guard lines.count > most else { return lines }
      let height = figure.height
      figure.lower(by: lines.count - most, self)
      guard figure.height < height else { return [] }
    }
  }
}

extension BlockChange {
  /// With panels that take fewer lines.
  fileprivate func lowered(by lines: Int, _ text: TerminalText) -> BlockChange {
    guard case .append(.figure(var figure)) = self else { return self }
    figure.lower(by: lines, text)
    return .append(.figure(figure))
  }
}

extension Figure {
  fileprivate mutating func lower(by lines: Int, _ text: TerminalText) {
    let panelRows = FigureText(self, width: text.width, columns: text.columns).panelRows
    let less = (lines + panelRows - 1) / panelRows
    height = min(height, max(FigureText.leastHeight, height - less))
  }
}
