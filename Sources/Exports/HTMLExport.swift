// A notebook as one page that needs nothing else: no script, nothing fetched, all that was typed or read escaped,
// light or dark as its reader's system is.
import Layouts
import Notebooks
import Presentation

struct HTMLExport {
  private let notebook: ListedNotebook
  private let html = HTML()

  init(_ notebook: ListedNotebook) { self.notebook = notebook }

  var text: String {
    let origin = notebook.origin
    let made = Markup.escaped("descent \(origin.version), seed \(origin.seed)")
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <meta name="viewport" content="width=device-width">
      <title>\(Markup.escaped(title))</title>
      <style>
      \(HTML.stylesheet)
      \(Self.stylesheet)
      </style>
      </head>
      <body>
      <header>\(Markup.element("h1", Markup.escaped(title)))<p>\(made)</p></header>
      <main>
      \(notebook.cells.map(cell).joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  /// Should something have been forgotten, the browser still runs and fetches nothing.
  private static let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

  /// The first heading of a note.
  private var title: String {
    for listed in notebook.cells where listed.cell.content == .note {
      for case .heading(let heading) in NoteBlocks(listed.cell.source).blocks {
        return heading.text.text
      }
    }
    return "A descent notebook"
  }

  private func cell(_ listed: ListedNotebook.Cell) -> String {
    let cell = listed.cell
    if cell.content == .note {
      return Markup.element("section", html.fragment(of: NoteBlocks(cell.source).blocks), "note")
    }
    let source = listed.lines.map(Markup.escaped).joined(separator: "\n")
    let typed =
      Markup.element("span", "\(listed.number)", "number") + "<pre><code>\(source)</code></pre>"
    let remark = listed.remark.map { Markup.element("p", Markup.escaped($0), "remark") } ?? ""
    let said = html.fragment(of: cell.output.blocks)
    let output = said.isEmpty ? "" : Markup.element("div", "\n\(said)\n", "said")
    let status = listed.status?.rawValue ?? ""
    return Markup.element(
      "section", Markup.element("div", typed, "typed") + remark + output, "cell is-\(status)")
  }

  private static let stylesheet = """
    body { font-family: system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em; }
    h1 { font-size: 1.3em; margin: 0; overflow-wrap: anywhere; }
    header p, .number { color: light-dark(#666, #aaa); }
    .cell, .note { margin: 1.2em 0; }
    .typed { display: flex; gap: .8em; align-items: baseline; }
    .typed pre { font-weight: bold; white-space: pre-wrap; overflow-wrap: anywhere; min-width: 0; }
    .number { min-width: 2em; text-align: right; font-variant-numeric: tabular-nums; }
    .remark, .said { margin-left: 2.8em; }
    .said { overflow-x: auto; }
    .remark { border-left: 3px solid currentColor; padding-left: .6em; font-style: italic;
      color: var(--error); }
    .is-stale .said, .is-unrun .said { border-left: 3px dotted var(--quiet); padding-left: .6em; }
    @media (max-width: 45em) { .remark, .said { margin-left: 0; } .number { min-width: 1em; } }
    @media print {
      :root { color-scheme: light; }
      body { max-width: none; margin: 0; padding: 0; font-size: 10pt; }
      .typed, h1, h3, h4, h5 { break-after: avoid; }
      tr, figure, .diagnostic { break-inside: avoid; }
      table { display: table; } td, th { white-space: normal; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; }
    }
    """
}
