// `cells` and `cell N`: what the notebook holds.
import CommandLanguage
import Events
import Sessions

struct CellsCommand: NotebookCommand {
  let store: NotebookStore
  static let pattern = Argument.optional(
    "PATTERN", .text(label: "text", placeholder: "PATTERN"), "only cells that contain this")

  let signature = CommandSignature(
    "cells", summary: "cells, and which are true",
    area: CommandArea.notebook,
    forms: [Form("cells", "all cells, or those with PATTERN", positionals: [pattern])],
    details: [
      "Every command is a cell. A cell is stale when a cell above it, or a file that it read, has "
        + "changed since it was run."
    ],
    examples: [Example("cells", "what was done so far", setup: ["set lr 0.1", "train 5"])])

  func prepare(_ arguments: Arguments, _ preparation: inout Preparation) -> Work {
    let pattern = arguments.word(of: Self.pattern)?.text
    let cells = store.listed.cells.map(\.summary)
    let found = cells.filter { cell in
      pattern.map { cell.source.lowercased().contains($0.lowercased()) } ?? true
    }
    return .say(.cells(CellList(cells: found, count: cells.count, pattern: pattern)))
  }
}

struct CellCommand: NotebookCommand {
  let store: NotebookStore
  let signature = CommandSignature(
    "cell", summary: "what a cell said", area: CommandArea.notebook,
    forms: [Form("cell", "show cell N again", positionals: [CellArguments.number])],
    details: ["Nothing is run. `rerun N` runs it."],
    examples: [Example("cell 1", "the first cell again", setup: ["data xor"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let content = store.content
    let place = try content.cells.place(CellArguments.number, arguments)
    return .say(.cellShown(content.listed.cells[place].summary))
  }
}

extension ListedNotebook.Cell {
  fileprivate var summary: CellSummary {
    CellSummary(
      number: number, source: cell.source, status: status?.rawValue ?? "note",
      isEarlierFile: cell.isFileOfEarlierRun)
  }
}
