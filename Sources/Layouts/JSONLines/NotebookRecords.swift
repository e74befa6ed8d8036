// The notebook: which cells there are, what a change came to, files of it.
import Events
import JSON
import Presentation

struct CellSummaryRecord: RecordPart {
  let number: Int
  let source: String
  let status: String
  let isEarlierFile: Bool

  init(_ cell: CellSummary) {
    number = cell.number
    source = cell.source
    status = cell.status
    isEarlierFile = cell.isEarlierFile
  }
}

struct CellsRecord: EventRecord {
  static let type = "cells"
  let count: Int
  @Nullable var pattern: String?
  let cells: [CellSummaryRecord]

  init(_ list: CellList) {
    count = list.count
    pattern = list.pattern
    cells = list.cells.map(CellSummaryRecord.init)
  }
}

/// Followed by an object `said` with what the cell said.
struct CellRecord: EventRecord {
  static let type = "cell"
  @Flattened var cell: CellSummaryRecord

  init(_ cell: CellSummary) { self.cell = CellSummaryRecord(cell) }
}

struct NotebookChangeRecord: EventRecord {
  static let type = "notebook_change"
  struct NumberChange: Codable {
    let name: String
    let before: Double
    let after: Double
  }
  struct Changed: Codable {
    let number: Int
    let source: String
    let numbers: [NumberChange]
    @Nullable var remark: String?
  }
  @Nullable var done: String?
  let changed: [Changed]
  let unchanged: [Int]
  let stale: [Int]

  init(_ change: NotebookChange) {
    done = change.done
    changed = change.changed.map { cell in
      Changed(
        number: cell.number, source: cell.source,
        numbers: cell.numbers.map {
          NumberChange(name: $0.name, before: $0.before, after: $0.after)
        },
        remark: cell.remark)
    }
    unchanged = change.unchanged
    stale = change.stale
  }
}

struct NotebookFileRecord: EventRecord {
  static let type = "notebook_file"
  let direction: String
  let file: String
  let cells: Int

  init(_ file: NotebookFile) {
    direction = file.direction.rawValue
    self.file = file.file
    cells = file.cells
  }
}

/// What a cell said, as lines of text.
struct SaidRecord: EventRecord {
  static let type = "said"
  let lines: [String]

  init(_ blocks: Blocks) { lines = TerminalText().lines(of: blocks.blocks).map(\.text) }
}
