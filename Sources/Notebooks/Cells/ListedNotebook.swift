// The notebook as it is, to be written in forms of other programs: its cells, each with whether it is still
// true.

package struct ListedNotebook: Sendable {
  package struct Cell: Sendable {
    /// Its place, counted from 1.
    package let number: Int
    package let cell: NotebookCell
    /// Nil of a note, which is neither true nor stale.
    package let status: CellStatus?
  }

  package let origin: NotebookOrigin
  package let cells: [Cell]
}

extension NotebookStore {
  package var listed: ListedNotebook { content.listed }
}

extension NotebookContent {
  var listed: ListedNotebook {
    let statuses = cells.statuses(from: origin.ground)
    return ListedNotebook(
      origin: origin,
      cells: zip(cells, statuses).enumerated().map { place, pair in
        ListedNotebook.Cell(number: place + 1, cell: pair.0, status: pair.1)
      })
  }
}
