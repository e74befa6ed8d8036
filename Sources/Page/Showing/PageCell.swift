// A cell as the page shows it: what was typed, how it stands, and what it said, in HTML that the server's thread
// makes of its blocks when somebody reads it.
import Events
import Exports
import JSON
import Layouts
import Notebooks
import Presentation

struct PageCell: PageContent {
  enum Said: Sendable {
    case blocks([Block])
    /// Where the notebook keeps it, which may be the disk.
    case cell(NotebookCell)
  }

  /// By which it is known: the serial number of its execution, and below 0 what was not run.
  var id: Int
  /// Its place in the notebook; nil of what is about the notebook, or under way.
  var number: Int?
  var source: String
  var status: String
  var said: Said

  var json: String {
    JSONValue.object([
      ("serial", .integer(id)), ("number", number.map(JSONValue.integer) ?? .null),
      ("source", .string(source)), ("status", .string(status)), ("html", .string(html)),
    ]).text
  }

  private var html: String {
    switch said {
    case .blocks(let blocks): HTML(hasNarrowFigures: true).fragment(of: blocks)
    case .cell(let cell) where cell.content == .note:
      HTML(hasNarrowFigures: true).fragment(of: NoteBlocks(cell.source).blocks)
    case .cell(let cell): HTML(hasNarrowFigures: true).fragment(of: cell.output.blocks)
    }
  }
}

extension PageCell {
  init(id: Int, number: Int, _ cell: NotebookCell, _ status: CellStatus?) {
    self.init(
      id: id, number: number, source: cell.content == .note ? "" : cell.source,
      status: (status ?? .valid).rawValue, said: .cell(cell))
  }
}

/// Which cells there are, in their order.
struct PageOrder: PageContent {
  var ids: [Int]
  var json: String { JSONValue.object([("serials", .array(ids.map(JSONValue.integer)))]).text }
}
