// A table as HTML, with all its columns: a page scrolls where it has no room.
import Presentation

struct HTMLTable {
  private let table: Table
  private let html: HTML

  init(_ table: Table, _ html: HTML) { (self.table, self.html) = (table, html) }

  var element: String {
    let caption = html.fragment(of: table.caption)
    let rows = table.entries.map { entry in
      switch entry {
      case .row(let row): Markup.element("tr", zip(table.columns, row.cells).map(cell).joined())
      case .remark(let block):
        "<tr><td colspan=\"\(table.columns.count)\">\(html.fragment(of: [block]))</td></tr>"
      }
    }
    let body = Markup.element("tbody", rows.joined(separator: "\n"))
    return (caption.isEmpty ? "" : caption + "\n") + Markup.element("table", head + body)
  }

  private var head: String {
    guard table.hasHead else { return "" }
    let rows = (0..<table.headRows).map { row in
      Markup.element(
        "tr",
        table.columns.map { column in
          let title = row < column.titles.count ? column.titles[row] : ""
          let side = column.alignment == .right ? " class=\"right\"" : ""
          return "<th scope=\"col\"\(side)>\(Markup.escaped(title))</th>"
        }.joined())
    }
    return Markup.element("thead", rows.joined()) + "\n"
  }

  private func cell(_ column: Column, _ cell: Cell) -> String {
    if let share = cell.share {
      let percent = NumberText.fixed(100 * share.value, 1)
      return Markup.element("td", "<div class=\"bar\" style=\"width:\(percent)%\"></div>", "share")
    }
    var text = Markup.escaped(cell.drawn ?? cell.text)
    if let value = cell.value { text = "<data value=\"\(value.value)\">\(text)</data>" }
    if cell.marks.contains(.cut) { text = "(\(text))" }
    if cell.marks.contains(.best) { text = "*" + text }
    if let sign = column.sign { text = sign + text }
    return Markup.element("td", text, column.alignment == .right ? "right" : "")
  }
}
