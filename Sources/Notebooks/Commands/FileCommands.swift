// `save` and `open`: the notebook as a Markdown file, which any viewer shows and `descent replay` checks.
import CommandLanguage
import Events
import Files
import Sessions

private let file = Argument("FILE", .file(extensions: ["md"]), "a Markdown file")
private let written = Argument(
  "FILE", .file(extensions: ["md"], isStrict: true), "a Markdown file")

struct SaveCommand: NotebookCommand {
  let store: NotebookStore
  let signature = CommandSignature(
    "save", summary: "write all to a file", area: CommandArea.notebook,
    forms: [Form("save", "write all cells to FILE", positionals: [written])],
    details: [
      "The file reads well in any viewer of Markdown; `descent replay FILE` runs it and compares, "
        + "and `open FILE` gives the cells back. What was undone is not in it. A file that is no notebook is "
        + "not replaced, nor one with text that would be lost.",
      "The words stay as they are, and paths in the file start at the file's own folder.",
    ],
    examples: [
      Example("save moons.md", "all of it", setup: ["data moons n=60", "layers 4", "train 5"])
    ])

  func writes(_ arguments: Arguments) -> Word? { arguments.word(of: written) }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let (named, range) = (try arguments.require(written), arguments.range(of: written))
    let path = try preparation.pathToWrite(named, range: range)
    let content = store.content
    let document = NotebookDocument(origin: content.origin, cells: Array(content.cells))
    let text = document.markdown
    try NotebookDocument.checkReplacing(
      path, by: text, left: store.left(path), named: named, range: range)
    let stale = store.listed.cells.filter { $0.status == .stale }.map(\.number)
    return Work { [store] performance in
      guard performance.write(path, range: range, { Array(text.utf8) })
      else { return }
      store.noteFile(path)
      performance.emit(
        .notebookFile(NotebookFile(.saved, file: named, cells: content.cells.count)))
      guard let first = stale.first else { return }
      let which = stale.count == 1 ? "Cell \(first) is" : "\(stale.count) cells are"
      performance.emit(
        .hint("\(which) stale, and the file does not say what: `rerun stale`, then save again."))
    }
  }
}

struct OpenCommand: NotebookCommand {
  let store: NotebookStore
  let signature = CommandSignature(
    "open", summary: "read cells from a file", area: CommandArea.notebook,
    forms: [Form("open", "the cells of FILE in place of those there are", positionals: [file])],
    details: [
      "Nothing is run: what the cells say is what the file has. `undo` brings the notebook back that "
        + "was there before.",
      "Cells of a file read what lies beside it and write nothing, unless descent was started with "
        + "--allow-reads or --allow-writes. What you put in their place with `edit` is yours.",
    ],
    examples: [Example("open moons.md", "as it was saved", setup: ["data xor", "save moons.md"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let (named, range) = (try arguments.require(file), arguments.range(of: file))
    let path = try preparation.pathToRead(named, range: range)
    let content = store.content
    let document = try CourseDocument(reading: path, named, range: range)
    guard NotebookDocument.isNotebook(document) else {
      throw Diagnostic(
        id: "unusable-document",
        message: "\(shown(named)): there is no command in it: none after `> ` in a block of "
          + "`descent`",
        range: range)
    }
    let opened = NotebookDocument(document, of: path, origin: content.origin)
    return opening(opened, named, at: path)
  }

  private func opening(
    _ document: NotebookDocument, _ named: String, at path: String
  ) -> Work {
    Work { [store] performance in
      let commands = document.cells.contains(where: \.isRun)
      let begin = document.origin.state(withUsersOwn: performance.state.settings)
      performance.update { $0 = begin }
      var content = store.content
      content.states.keep(begin, as: document.origin.identity)
      store.keep(content)
      store.noteFile(path)
      store.want(
        NotebookCells(
          origin: document.origin, cells: CellArray(document.cells),
          identity: document.origin.identity, isSettled: !commands))
      performance.emit(
        .notebookFile(NotebookFile(.opened, file: named, cells: document.cells.count)))
    }
  }
}
