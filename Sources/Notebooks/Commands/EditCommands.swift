// `insert`, `delete`, `move` and `note`, and what all that change the notebook have in common: what is kept of
// what a change makes is taken at once, and nothing is run unless its user wants that.
import CommandLanguage
import Events
import Presentation
import Sessions

/// A command that changes the cells at one that it names.
protocol CellChangeCommand: NotebookCommand {
  /// Changes them; what was done, where that is to be said.
  func change(
    _ cells: inout CellArray, at place: Int, _ arguments: Arguments,
    _ preparation: inout Preparation
  ) throws(Diagnostic) -> String?
}

extension CellChangeCommand {
  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let content = store.content
    let place = try content.cells.place(CellArguments.number, arguments)
    var cells = content.cells
    let done = try change(&cells, at: place, arguments, &preparation)
    return changing(cells, of: content, done: done)
  }
}

struct InsertCommand: CellChangeCommand {
  let store: NotebookStore
  let signature = CommandSignature(
    "insert", summary: "put one before another", area: CommandArea.notebook,
    forms: [
      Form(
        "insert", "put TEXT before cell N",
        positionals: [CellArguments.number, CellArguments.text])
    ],
    details: [
      "It is not run before `rerun stale`, unless `set rerun auto` is on. `insert N note TEXT` puts a note there."
    ],
    examples: [Example("insert 1 set seed 7", "first of all", setup: ["data xor", "train 5"])])

  func change(
    _ cells: inout CellArray, at place: Int, _ arguments: Arguments,
    _ preparation: inout Preparation
  ) throws(Diagnostic) -> String? {
    let text = try arguments.require(CellArguments.text)
    let range = arguments.range(of: CellArguments.text)
    if let prose = Self.prose(in: text) {
      cells.insert(NotebookCell(note: try NotebookCell.prose(prose, range: range)), at: place)
    } else {
      try preparation.checkCell(text, range: range)
      cells.insert(NotebookCell(command: text), at: place)
    }
    return nil
  }

  /// Of `note TEXT`.
  private static func prose(in text: String) -> String? {
    let word = "note "
    guard text.hasPrefix(word) else { return nil }
    let prose = text.dropFirst(word.count).drop { $0 == " " }
    return prose.isEmpty ? nil : String(prose)
  }
}

struct DeleteCommand: NotebookCommand {
  let store: NotebookStore
  let signature = CommandSignature(
    "delete", summary: "take cells out", area: CommandArea.notebook,
    forms: [Form("delete", "take these out", positionals: [CellArguments.cells])],
    details: ["`undo` puts them back."],
    examples: [Example("delete 2", "without it", setup: ["data xor", "set lr 1", "train 5"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let content = store.content
    let places = try content.cells.places(CellArguments.cells, arguments)
    var cells = content.cells
    for place in places.reversed() { _ = cells.remove(at: place) }
    let done =
      places.count == 1
      ? "cell \(places.lowerBound + 1) taken out: \(content.cells[places.lowerBound].source)"
      : "cells \(places.lowerBound + 1) to \(places.upperBound + 1) taken out"
    return changing(cells, of: content, done: done)
  }
}

struct MoveCommand: CellChangeCommand {
  let store: NotebookStore
  static let target = Argument("M", .integer(1...Int.max), "the number it is to have")

  let signature = CommandSignature(
    "move", summary: "move a cell", area: CommandArea.notebook,
    forms: [
      Form("move", "make cell N the cell M", positionals: [CellArguments.number, target])
    ],
    examples: [Example("move 2 1", "the second first", setup: ["data xor", "set lr 1"])])

  func change(
    _ cells: inout CellArray, at place: Int, _ arguments: Arguments,
    _ preparation: inout Preparation
  ) throws(Diagnostic) -> String? {
    let target = try cells.place(Self.target, arguments)
    cells.insert(cells.remove(at: place), at: target)
    return "cell \(place + 1) is cell \(target + 1) now"
  }
}

struct NoteCommand: NotebookCommand {
  let store: NotebookStore
  let signature = CommandSignature(
    "note", summary: "write prose", area: CommandArea.notebook,
    forms: [Form("note", "add TEXT as a note", positionals: [CellArguments.text])],
    details: ["Files that are saved have it as text between the commands."],
    examples: [Example("note a smaller rate next", "a note")])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let text = try NotebookCell.prose(
      try arguments.require(CellArguments.text), range: arguments.range(of: CellArguments.text))
    // Prose changes nothing, so that nothing below is looked at.
    var cells = store.content.present
    cells.cells.append(NotebookCell(note: text))
    return Work { [store] performance in
      performance.update { _ in }
      store.want(cells)
      performance.emit(.notebookChanged(NotebookChange()))
    }
  }
}

extension NotebookCommand {
  /// Takes changed cells, and of those below what is kept of them; the others are run if their user wants that.
  func changing(_ cells: CellArray, of content: NotebookContent, done: String?) -> Work {
    settling(cells, of: content, nil, done: done)
  }

  /// - Parameter wish: which cells to run; nil as the setting has it.
  func settling(
    _ cells: CellArray, of content: NotebookContent, _ wish: Settling.Wish?, done: String?
  ) -> Work {
    Work { [store] performance in
      let usual: Settling.Wish = performance.state.settings.rerun == .auto ? .stale : .none
      var settling = Settling(
        cells, of: content, wish ?? usual, with: performance, store.keeper)
      settling.run()
      let end = settling.isComplete ? settling.finalState() : nil
      store.keep(settling.content)
      guard !settling.wasInterrupted else { return performance.noteNothingDone() }
      let users = performance.state.settings
      performance.update { state in
        guard let end else { return }
        state = end
        state.settings = end.settings.withUsersOwn(of: users)
        state.settings.explain = settling.ground.explain
      }
      let changed = NotebookCells(
        origin: content.origin, cells: settling.cells,
        identity: end == nil ? content.identity : settling.ground.identity,
        isSettled: settling.isComplete)
      store.want(changed)
      var change = settling.change(from: cells, done: done)
      if wish != nil, change == NotebookChange() { change.done = settling.words }
      performance.emit(.notebookChanged(change))
    }
  }
}

extension NotebookCell {
  /// Prose that a file gives back. Error: `unreadable-note`.
  static func prose(_ text: String, range: SourceRange?) throws(Diagnostic) -> String {
    if NotebookDocument.keeps(note: text) { return text }
    throw Diagnostic(
      id: "unreadable-note",
      message:
        "a saved file could not be read back with this note: ``` at the beginning of a line begins "
        + "a block of commands or code", range: range,
      suggestion: "begin that line with a word")
  }

  /// With the words of its user, and what it said before, which is stale then.
  func edited(_ source: String) -> NotebookCell {
    var cell = self
    cell.source = source
    cell.file = nil
    cell.before = nil
    // What another command said is no measure of what this one will, nor is a file it wrote.
    if Self.name(source) != Self.name(self.source) || effect.writes {
      cell.output = Blocks()
    }
    // Of other words nothing is known.
    cell.effect = Execution.Effect()
    cell.isFileOfEarlierRun = false
    return cell
  }

  private static func name(_ source: String) -> String {
    String(source.prefix { $0 != " " }).lowercased()
  }
}

extension Settling {
  /// What a wish came to that changed no number.
  fileprivate var words: String {
    let numbers = renewed.map { String($0 + 1) }
    switch numbers.count {
    case 0: return "Every cell is up to date."
    case 1: return "Cell \(numbers[0]) is up to date again."
    default: return "Cells \(numbers.joined(separator: ", ")) are up to date again."
    }
  }

  /// What it came to, beside the cells as they were.
  func change(from old: CellArray, done: String?) -> NotebookChange {
    var change = NotebookChange(done: done)
    for place in renewed {
      if let cell = NotebookChange.Cell(place + 1, old[place], cells[place]) {
        change.changed.append(cell)
      } else if old[place].output == cells[place].output {
        change.unchanged.append(place + 1)
      }
    }
    for place in unwritten {
      change.changed.append(
        NotebookChange.Cell(
          number: place + 1, source: cells[place].source, numbers: [],
          remark: "not run, since it writes a file: `rerun \(place + 1)` does"))
    }
    change.changed.sort { $0.number < $1.number }
    let statuses = cells.statuses(from: content.origin.ground)
    for (place, status) in statuses.enumerated()
    where cells[place].isRun && (status == .stale || status == .unrun)
      && !unwritten.contains(place)
    {
      change.stale.append(place + 1)
    }
    return change
  }
}
