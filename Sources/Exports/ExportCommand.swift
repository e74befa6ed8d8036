// `export`: the notebook as a file that other programs open.
import CommandLanguage
import Events
import Notebooks
import Sessions

package enum ExportCommands {
  package static func all(_ store: NotebookStore) -> [any Command] {
    [ExportCommand(store: store)]
  }
}

struct ExportCommand: Command {
  let store: NotebookStore
  static let file = Argument(
    "FILE", .file(extensions: ExportForm.extensions, isStrict: true),
    "its ending says in which form: `.html` a page for a browser, `.ipynb` for Jupyter, `.cast` a "
      + "film for asciinema, `.md` text, `.json` for programs, `.py` a script that trains the same in PyTorch"
  )

  let signature = CommandSignature(
    "export", summary: "write it for other programs", area: CommandArea.notebook,
    forms: [Form("export", "write all cells to FILE", positionals: [file])],
    details: [
      "Cells that are stale, failed or not run say so in each form. `save` writes what `open` "
        + "reads.",
      "A script trains as `reset` and `train` do with the present settings.",
    ],
    examples: [
      Example("export moons.html", "a page", setup: ["data moons n=60", "layers 4", "train 5"])
    ])

  /// It is about the notebook.
  var isCell: Bool { false }

  func writes(_ arguments: Arguments) -> Word? { arguments.word(of: Self.file) }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let named = try arguments.require(Self.file)
    let range = arguments.range(of: Self.file)
    let path = try preparation.pathToWrite(named, range: range)
    guard let form = pathExtension(of: named).flatMap({ ExportForm(rawValue: $0.lowercased()) })
    else { throw Diagnostic(id: "bad-value", message: "no form of a notebook", range: range) }
    let notebook = store.listed
    let text = try form.writer(of: notebook, in: preparation.state, range: range)
    return Work { performance in
      guard performance.write(path, range: range, { Array(try text().utf8) }) else { return }
      let direction: NotebookFile.Direction = form == .py ? .script : .exported
      performance.emit(
        .notebookFile(NotebookFile(direction, file: named, cells: notebook.cells.count)))
    }
  }
}
