// `edit`: other words in the place of a cell, typed behind its number or written in the user's own editor. What
// comes back from there and cannot be read is kept, and the editor opens with it the next time.
import CommandLanguage
import Events
import Sessions

struct EditCommand: NotebookCommand {
  let store: NotebookStore
  static let text = Argument.rest(
    "TEXT", .text(label: "text"), "a command, or the text of a note; left out, an editor opens",
    isOptional: true)

  let signature = CommandSignature(
    "edit", summary: "change a cell",
    area: CommandArea.notebook,
    forms: [
      Form(
        "edit", "put TEXT in the place of cell N",
        positionals: [CellArguments.number, text])
    ],
    details: [
      "Nothing is run: cells whose results are known are renewed, the others become stale, and "
        + "`rerun stale` runs them, or `set rerun auto` at once. `undo` takes the change back with all that "
        + "was run for it.",
      "Without TEXT the cell opens in the editor that $VISUAL or $EDITOR names, else in nano or vi: leave "
        + "it as it is, or empty, and nothing changes. Several commands become as many cells.",
    ],
    examples: [
      Example(
        "edit 2 set lr 0.3", "another learning rate", setup: ["data xor", "set lr 0.1", "train 5"])
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let content = store.content
    let place = try content.cells.place(CellArguments.number, arguments)
    var cells = content.cells
    if let text = arguments[Self.text] {
      let range = arguments.range(of: Self.text)
      switch cells[place].content {
      case .command: try preparation.checkCell(text, range: range)
      case .note: _ = try NotebookCell.prose(text, range: range)
      }
      cells[place] = cells[place].edited(text)
      return changing(cells, of: content, done: nil)
    }
    let opened = CellInEditor(
      cells[place], number: place + 1, arguments.range(of: CellArguments.number))
    switch try opened.edited(store, &preparation) {
    case .unchanged(let why):
      return .say(.hint("cell \(String(place + 1)) stays as it was: \(why)"))
    case .cells(let edited):
      cells.replaceSubrange(place...place, with: edited)
      let done =
        edited.count > 1
        ? "cell \(place + 1) is cells \(place + 1) to \(place + edited.count) now" : nil
      return changing(cells, of: content, done: done)
    }
  }
}

/// One cell while it is changed in an editor.
private struct CellInEditor {
  enum Outcome {
    case unchanged(String)
    case cells([NotebookCell])
  }

  private let cell: NotebookCell
  private let number: Int
  private let range: SourceRange?

  init(_ cell: NotebookCell, number: Int, _ range: SourceRange?) {
    (self.cell, self.number, self.range) = (cell, number, range)
  }

  private var fileName: String { "cell-\(number)." + (cell.content == .note ? "md" : "descent") }

  /// Errors: `no-editor`, `editor-failed`, and of what came back those of reading a command and `not-a-cell`.
  func edited(
    _ store: NotebookStore, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Outcome {
    let text = try preparation.edited(
      store.draft(of: cell.source) ?? cell.source + "\n", named: fileName, range: range,
      instead: "edit \(number) TEXT")
    store.keepDraft(nil, of: cell.source)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let isBlank = { (line: Substring) in line.allSatisfy(\.isWhitespace) }
    let written = lines.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
      .joined(separator: "\n")
    if written.isEmpty { return .unchanged("what came back is empty") }
    if written == cell.source { return .unchanged("the same came back") }
    let commands: [String]
    do throws(Diagnostic) {
      if cell.content == .note {
        return .cells([cell.edited(try NotebookCell.prose(written, range: nil))])
      }
      commands = try preparation.cells(in: text)
    } catch {
      store.keepDraft(text, of: cell.source)
      throw located(error, in: text)
    }
    guard let first = commands.first else {
      return .unchanged("there is no command in what came back")
    }
    if commands == [cell.source] { return .unchanged("the same came back") }
    return .cells([cell.edited(first)] + commands.dropFirst().map(NotebookCell.init(command:)))
  }

  /// With the place in the text of the editor.
  private func located(_ error: Diagnostic, in text: String) -> Diagnostic {
    var located = error
    if let range = error.range {
      let place = LogicalLine(bytes: Array(text.utf8), line: 1).position(of: range.start)
      located.file = SourceLocation(file: fileName, line: place.line, column: place.column)
    }
    located.range = range
    return located.with(note: "`edit \(number)` opens what you wrote once more")
  }
}
