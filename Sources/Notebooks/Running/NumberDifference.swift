// What became of a cell's numbers: by their names, not by where they stand in a text.
import Events
import Presentation

extension NotebookChange.Cell {
  /// Nil where the cell says what it said.
  init?(_ number: Int, _ before: NotebookCell, _ after: NotebookCell) {
    let (failed, fails) = (before.ending == .failed, after.ending == .failed)
    guard before.output != after.output || before.ending == .unrun || failed != fails
    else { return nil }
    self.init(number: number, source: after.source, numbers: [])
    if before.ending == .unrun || before.output == Blocks() {
      remark = fails ? Self.failing("failed", after) : "run"
      return
    }
    if failed != fails { remark = fails ? Self.failing("fails now", after) : "holds now" }
    let (old, new) = (before.output.lastNumbers, after.output.lastNumbers)
    var changes: [NotebookChange.NumberChange] = []
    for number in new {
      guard let earlier = old.first(where: { $0.name == number.name }),
        earlier.value != number.value, !(earlier.value.isNaN && number.value.isNaN)
      else { continue }
      changes.append(
        NotebookChange.NumberChange(
          name: number.name, before: earlier.value, after: number.value, beforeText: earlier.text,
          afterText: number.text))
    }
    numbers = Array(changes.prefix(Self.most))
    // That an edited cell says something else without numbers goes without saying.
    if remark == nil, changes.isEmpty, before.before == nil { return nil }
    if remark == nil, changes.isEmpty { remark = "says something else" }
  }

  /// With what it says of that.
  private static func failing(_ words: String, _ cell: NotebookCell) -> String {
    cell.output.firstError.map { "\(words): \($0)" } ?? words
  }

  /// As many as a line holds.
  private static let most = 4
}

/// A number as it was printed.
private struct PrintedNumber {
  var name: String
  var value: Double
  var text: String
}

extension Blocks {
  fileprivate var firstError: String? {
    for case .diagnostic(let error) in blocks { return error.sentence }
    return nil
  }

  /// Each named number as it was said last: of a table those in its last row, or in all where they have names.
  fileprivate var lastNumbers: [PrintedNumber] {
    var numbers: [PrintedNumber] = []
    for block in blocks { block.collect(&numbers) }
    return numbers
  }
}

extension Block {
  fileprivate func collect(_ numbers: inout [PrintedNumber]) {
    switch self {
    case .heading(let heading): heading.text.collect(&numbers)
    case .paragraph(let paragraph): paragraph.text.collect(&numbers)
    case .table(let table): table.collect(&numbers)
    case .definitions(let definitions):
      for entry in definitions.entries { entry.collect(&numbers) }
    case .group(let group): for block in group.blocks { block.collect(&numbers) }
    case .arithmetic, .code, .figure, .diagnostic, .difference: break
    }
  }
}

extension Definitions.Entry {
  /// The first number by the name beside it, such as "test loss", the others as parts of it.
  fileprivate func collect(_ numbers: inout [PrintedNumber]) {
    var own: [PrintedNumber] = []
    text.collect(&own)
    let name = name.spans.map(\.text).joined()
    for (place, var number) in own.enumerated() {
      if !name.isEmpty { number.name = place == 0 ? name : "\(name) (\(number.name))" }
      numbers.put(number)
    }
  }
}

extension Spans {
  /// Where a run began, which says nothing of what it came to.
  private static let beginnings: Set<String> = ["first_loss", "first_epoch"]

  fileprivate func collect(_ numbers: inout [PrintedNumber]) {
    for span in spans {
      guard let number = span.number, !Self.beginnings.contains(number.name) else { continue }
      numbers.put(
        PrintedNumber(
          name: number.name.split(separator: "_").joined(separator: " "),
          value: number.value.value, text: span.text))
    }
  }
}

extension Table {
  fileprivate func collect(_ numbers: inout [PrintedNumber]) {
    let named = rows.filter { $0.cells.first.map { $0.value == nil && !$0.text.isEmpty } ?? false }
    for row in named.isEmpty ? rows.suffix(1) : named[...] {
      let prefix = named.isEmpty ? "" : (row.cells.first?.text ?? "") + " "
      for (column, cell) in zip(columns, row.cells) {
        guard let value = cell.value?.value, !column.name.isEmpty else { continue }
        numbers.put(PrintedNumber(name: prefix + column.name, value: value, text: cell.text))
      }
    }
  }
}

extension [PrintedNumber] {
  fileprivate mutating func put(_ number: PrintedNumber) {
    if let place = firstIndex(where: { $0.name == number.name }) {
      self[place] = number
    } else {
      append(number)
    }
  }
}
