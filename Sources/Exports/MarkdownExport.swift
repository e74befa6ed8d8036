// Markdown as `save` writes it, for readers: before what is not true a line says so. A failed block is marked by its
// fence.
import Notebooks

enum MarkdownExport {
  static func text(of notebook: ListedNotebook) -> String {
    var cells: [NotebookCell] = []
    var before: String?
    for listed in notebook.cells {
      let remark = listed.status == .failed ? nil : listed.remark
      // Cells that share one remark stand below it together.
      if let remark, remark != before { cells.append(NotebookCell(note: "*\(remark)*")) }
      // Without a remark in its turn what follows would seem to share it.
      if remark == nil, before != nil, listed.status != nil {
        cells.append(NotebookCell(note: "*up to date again*"))
      }
      if listed.status != nil { before = remark }
      cells.append(listed.cell)
    }
    return NotebookDocument(origin: notebook.origin, cells: cells).markdown
  }
}
