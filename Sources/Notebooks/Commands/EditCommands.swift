// `edit`, `insert`, `delete`, `move` and `note`: the notebook itself. What is kept of what a change makes is
// taken at once; nothing is run.
import CommandLanguage
import Events
import Sessions

struct EditCommand: NotebookCommand {
  let store: NotebookStore
  let signature = CommandSignature(
    "edit", summary: "change a cell",
    area: CommandArea.notebook,
    forms: [
      Form(
        "edit", "put TEXT in the place of cell N",
        positionals: [CellArguments.number, CellArguments.text])
    ],
    details: [
      "Nothing is run: cells whose results are known are renewed, the others become stale, and "
        + "`rerun stale` runs them. `undo` takes the change back."
    ],
    examples: [
      Example(
        "edit 2 set lr 0.3", "another learning rate", setup: ["data xor", "set lr 0.1", "train 5"])
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let content = store.content
    let place = try content.place(CellArguments.number, arguments)
    var cells = content.cells
    let text = try arguments.require(CellArguments.text)
    if cells[place].content == .note {
      cells[place] = NotebookCell(note: text)
    } else {
      try preparation.checkCell(text, range: arguments.range(of: CellArguments.text))
      cells[place] = cells[place].edited(text)
    }
    return changing(cells, of: content, done: nil)
  }
}

struct InsertCommand: NotebookCommand {
  let store: NotebookStore
  let signature = CommandSignature(
    "insert", summary: "put one before another", area: CommandArea.notebook,
    forms: [
      Form(
        "insert", "put TEXT before cell N",
        positionals: [CellArguments.number, CellArguments.text])
    ],
    details: ["It is not run before `rerun stale`."],
    examples: [Example("insert 1 set seed 7", "first of all", setup: ["data xor", "train 5"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let content = store.content
    let place = try content.place(CellArguments.number, arguments)
    var cells = content.cells
    let text = try arguments.require(CellArguments.text)
    try preparation.checkCell(text, range: arguments.range(of: CellArguments.text))
    cells.insert(NotebookCell(command: text), at: place)
    return changing(cells, of: content, done: nil)
  }
}

struct DeleteCommand: NotebookCommand {
  let store: NotebookStore
  let signature = CommandSignature(
    "delete", summary: "take a cell out", area: CommandArea.notebook,
    forms: [Form("delete", "take cell N out", positionals: [CellArguments.number])],
    details: ["`undo` puts it back."],
    examples: [Example("delete 2", "without it", setup: ["data xor", "set lr 1", "train 5"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let content = store.content
    let place = try content.place(CellArguments.number, arguments)
    var cells = content.cells
    let cell = cells.remove(at: place)
    return changing(cells, of: content, done: "cell \(place + 1) taken out: \(cell.source)")
  }
}

struct MoveCommand: NotebookCommand {
  let store: NotebookStore
  static let target = Argument("M", .integer(1...Int.max), "the number it is to have")

  let signature = CommandSignature(
    "move", summary: "move a cell", area: CommandArea.notebook,
    forms: [
      Form("move", "make cell N the cell M", positionals: [CellArguments.number, target])
    ],
    examples: [Example("move 2 1", "the second first", setup: ["data xor", "set lr 1"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let content = store.content
    let place = try content.place(CellArguments.number, arguments)
    let target = try content.place(Self.target, arguments)
    var cells = content.cells
    cells.insert(cells.remove(at: place), at: target)
    return changing(cells, of: content, done: "cell \(place + 1) is cell \(target + 1) now")
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
    let content = store.content
    var cells = content.cells
    cells.append(NotebookCell(note: try arguments.require(CellArguments.text)))
    return changing(cells, of: content, done: nil)
  }
}

extension NotebookCommand {
  /// Takes changed cells, and of those below what is kept of them.
  func changing(_ cells: [NotebookCell], of content: NotebookContent, done: String?) -> Work {
    settling(cells, of: content, .none, done: done)
  }

  func settling(
    _ cells: [NotebookCell], of content: NotebookContent, _ wish: Settling.Wish, done: String?
  ) -> Work {
    Work { [store] performance in
      var settling = Settling(cells, of: content, wish, with: performance)
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
      performance.emit(.notebookChanged(settling.change(from: cells, done: done)))
    }
  }
}

extension NotebookCell {
  /// With the words of its user, and what it said before, which is stale then.
  func edited(_ source: String) -> NotebookCell {
    var cell = self
    cell.source = source
    cell.file = nil
    cell.before = nil
    return cell
  }
}

extension Settling {
  /// What it came to, beside the cells as they were.
  func change(from old: [NotebookCell], done: String?) -> NotebookChange {
    var change = NotebookChange(done: done)
    for place in renewed {
      if let cell = NotebookChange.Cell(place + 1, old[place], cells[place]) {
        change.changed.append(cell)
      } else if old[place].output == cells[place].output {
        change.unchanged.append(place + 1)
      }
    }
    let statuses = cells.statuses(from: content.origin.ground)
    for (place, status) in statuses.enumerated()
    where cells[place].isRun && (status == .stale || status == .unrun) {
      change.stale.append(place + 1)
    }
    return change
  }
}
