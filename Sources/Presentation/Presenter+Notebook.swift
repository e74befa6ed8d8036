// The notebook: its cells in a list, and what a change of one did to the numbers of those below.
import Events
import Text

extension Presenter {
  func blocks(_ list: CellList) -> [Block] {
    guard !list.cells.isEmpty else {
      return [
        .line(list.pattern == nil ? "No cell yet: every command is one." : "No cell contains that.")
      ]
    }
    var table = Table([
      Column("cell"), Column("", .left), Column("command", .left, .content(fifths: 3)),
    ])
    table.entries = list.cells.map { .row(row($0)) }
    return [.table(table)]
  }

  private func row(_ cell: CellSummary) -> Row {
    Row([
      Cell(String(cell.number), Double(cell.number)), Cell(word(for: cell)),
      Cell(firstLine(of: cell.source)),
    ])
  }

  /// What is to be known of its status; nothing of what is true.
  private func word(for cell: CellSummary) -> String {
    if cell.isEarlierFile { return "file of an earlier run" }
    return cell.status == "true" ? "" : cell.status
  }

  private func firstLine(of source: String) -> String {
    guard let end = source.firstIndex(of: "\n") else { return source }
    return source[..<end] + " …"
  }

  func blocks(_ cell: CellSummary) -> [Block] {
    if cell.status == "note" { return [.text("\(name: cell.source)")] }
    let word = word(for: cell)
    let head: Spans = "cell \(cell.number): \(command: cell.source)"
    return [.text(word.isEmpty ? head : head + ", \(word)", .hint)]
  }

  func blocks(_ change: NotebookChange) -> [Block] {
    var blocks: [Block] = []
    if let done = change.done { blocks.append(.text("\(done)")) }
    for cell in change.changed {
      let numbers = cell.numbers.map { number -> Spans in
        "\(number.name) \(number.beforeText) → \(number.afterText)"
      }
      var parts = numbers
      if let remark = cell.remark { parts.append("\(remark)") }
      blocks.append(
        .text("\(cell.number)  \(command: cell.source): \(parts.joined(separator: ", "))", hang: 2))
    }
    if !change.unchanged.isEmpty {
      blocks.append(.text("\(cells(change.unchanged)) as before"))
    }
    if !change.stale.isEmpty {
      let (verb, them) = change.stale.count == 1 ? ("is", "it") : ("are", "them")
      blocks.append(
        .text(
          "\(cells(change.stale)) \(verb) stale, not run since this change: `rerun stale` runs \(them).",
          .hint))
    }
    return blocks
  }

  /// `cell 3`, `cells 3 to 5, 7`.
  private func cells(_ numbers: [Int]) -> Spans {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    let parts = runs.map { run in
      run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound) to \(run.upperBound)"
    }
    return "\(numbers.count == 1 ? "cell" : "cells") \(parts.joined(separator: ", "))"
  }

  func blocks(_ file: NotebookFile) -> [Block] {
    let count = counted(file.cells, "cell")
    return switch file.direction {
    case .saved, .exported: [.text("wrote \(count) to \(name: file.file)", .hint)]
    case .recording:
      [
        .text(
          """
          \(name: file.file) is written anew after every command, now with \(count): `record stop` \
          ends that
          """, .hint)
      ]
    case .recorded: [.text("\(name: file.file) stays as it is, with \(count)", .hint)]
    case .script:
      [
        .text(
          """
          wrote a script for PyTorch to \(name: file.file): it trains from the initial weights with the \
          present settings, as `reset` and `train` would
          """, .hint)
      ]
    case .opened:
      [
        .text(
          """
          \(count) from \(name: file.file), with the output as the file has it: `rerun stale` runs \
          them, `cells` lists them
          """, .hint)
      ]
    }
  }
}
