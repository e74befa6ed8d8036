// A notebook for programs: its cells and, as blocks, what they said. The names are those of JSON Lines.
import JSON
import Notebooks
import Presentation

package struct JSONExport: Codable, Sendable {
  /// Of the written form. A reader that knows another one refuses.
  package static let version = 1

  package struct Cell: Codable, Sendable {
    package enum Kind: String, Codable, Sendable { case command, note }

    /// Its place, counted from 1.
    package let number: Int
    package let kind: Kind
    /// A note's is Markdown.
    package let source: String
    /// `true`, `stale`, `failed`, `unrun`; nil of a note.
    @Nullable package var status: String?
    package let isEarlierFile: Bool
    /// What it said.
    package let output: Blocks
  }

  package let type: String
  package let version: Int
  package let seed: UInt64
  /// The version of the program.
  package let program: String
  package let cells: [Cell]

  init(_ notebook: ListedNotebook) {
    type = "notebook"
    version = Self.version
    seed = notebook.origin.seed
    program = notebook.origin.version
    cells = notebook.cells.map { listed in
      let cell = listed.cell
      return Cell(
        number: listed.number, kind: cell.content == .note ? .note : .command,
        source: cell.source, status: listed.status?.rawValue,
        isEarlierFile: cell.isFileOfEarlierRun, output: cell.output)
    }
  }

  /// - Throws: `StrictJSON.Failure` or `DecodingError` where it is no notebook of this version.
  package init(reading text: String) throws {
    self = try StrictJSON(parsing: Array(text.utf8)).decoded(as: Self.self, names: .snakeCase)
    guard version == Self.version else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "a notebook of version \(version)"))
    }
  }

  /// - Throws: what a block's own encoding throws.
  var text: String {
    get throws { try JSONValue(encoding: self, names: .snakeCase).text + "\n" }
  }
}
