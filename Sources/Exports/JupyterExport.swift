// A notebook of Jupyter's (nbformat 4.5): each command a code cell with what it said as text and as HTML, each note
// a Markdown cell.
import CommandLanguage
import JSON
import Layouts
import Notebooks
import Numerics
import Presentation

struct JupyterExport {
  private let notebook: ListedNotebook

  init(_ notebook: ListedNotebook) { self.notebook = notebook }

  var text: String {
    var ids = CellIDs()
    let cells = notebook.cells.map { object(of: $0, id: ids.next(for: $0.cell.source)) }
    let kernel: [(String, JSONValue)] = [
      ("display_name", .string("descent")), ("language", .string("descent")),
      ("name", .string("descent")),
    ]
    let language: [(String, JSONValue)] = [
      ("file_extension", .string(".descent")), ("mimetype", .string("text/plain")),
      ("name", .string("descent")), ("pygments_lexer", .string("text")),
      ("version", .string(notebook.origin.version)),
    ]
    let metadata: [(String, JSONValue)] = [
      ("kernelspec", .object(kernel)), ("language_info", .object(language)),
    ]
    return JSONValue.object([
      ("cells", .array(cells)), ("metadata", .object(metadata)),
      ("nbformat", .integer(4)), ("nbformat_minor", .integer(5)),
    ]).text + "\n"
  }

  private func object(of listed: ListedNotebook.Cell, id: String) -> JSONValue {
    let cell = listed.cell
    if cell.content == .note {
      return .object([
        ("cell_type", .string("markdown")), ("id", .string(id)), ("metadata", .object([])),
        ("source", .string(Self.withoutMarkup(cell.source))),
      ])
    }
    let status = listed.status ?? .unrun
    // What Jupyter's own search and filters know.
    let tags: [JSONValue] = status == .valid ? [] : [.string(status.rawValue)]
    let metadata: [(String, JSONValue)] = [
      ("descent", .object([("status", .string(status.rawValue))])), ("tags", .array(tags)),
    ]
    return .object([
      ("cell_type", .string("code")),
      ("execution_count", status == .unrun ? .null : .integer(listed.number)),
      ("id", .string(id)), ("metadata", .object(metadata)),
      ("outputs", .array(outputs(of: listed))), ("source", .string(cell.source)),
    ])
  }

  /// What would begin a tag or a comment as characters: Jupyter takes HTML in Markdown for HTML.
  private static func withoutMarkup(_ note: String) -> String {
    var result = ""
    var before: Unicode.Scalar?
    for scalar in note.unicodeScalars {
      if before == "<" {
        let isBlank = scalar == " " || scalar == "\n" || scalar == "=" || ("0"..."9" ~= scalar)
        result += isBlank ? "<" : "&lt;"
      }
      if scalar != "<" { result.unicodeScalars.append(scalar) }
      before = scalar
    }
    return before == "<" ? result + "&lt;" : result
  }

  // MARK: Outputs

  private func outputs(of listed: ListedNotebook.Cell) -> [JSONValue] {
    var outputs: [JSONValue] = []
    if let remark = listed.remark {
      outputs.append(
        .object([
          ("name", .string("stderr")), ("output_type", .string("stream")),
          ("text", .string(remark + "\n")),
        ]))
    }
    let blocks = listed.cell.output.blocks
    let said = blocks.filter { $0.diagnostic == nil }
    if !said.isEmpty { outputs.append(display(said)) }
    return outputs + blocks.compactMap(\.diagnostic).map(error)
  }

  private func display(_ blocks: [Block]) -> JSONValue {
    let data: [(String, JSONValue)] = [
      ("text/html", .string(Self.page(of: blocks))),
      ("text/plain", .string(lines(of: blocks).joined(separator: "\n"))),
    ]
    return .object([
      ("data", .object(data)), ("metadata", .object([])), ("output_type", .string("display_data")),
    ])
  }

  /// Bars and curves bring the stylesheet along, all of it below one class, so that the page around it stays
  /// as it is.
  private static func page(of blocks: [Block]) -> String {
    let fragment = HTML().fragment(of: blocks)
    let isDrawn = fragment.contains("<svg") || fragment.contains("class=\"bar\"")
    let rules = HTML.stylesheet.replacing(":root {", with: "& {")
    let style = isDrawn ? "<style>.descent {\n\(rules)\n}</style>\n" : ""
    return Markup.element("div", "\(style)\(fragment)", "descent")
  }

  private func error(_ diagnostic: DiagnosticBlock) -> JSONValue {
    let sentence = Spans(diagnostic.sentence).text
    return .object([
      ("ename", .string(diagnostic.id)), ("evalue", .string(sentence)),
      ("output_type", .string("error")),
      ("traceback", .strings(lines(of: [.diagnostic(diagnostic)]))),
    ])
  }

  private func lines(of blocks: [Block]) -> [String] {
    TerminalText().lines(of: blocks).map(\.text)
  }
}

extension Block {
  fileprivate var diagnostic: DiagnosticBlock? {
    if case .diagnostic(let diagnostic) = self { diagnostic } else { nil }
  }
}

/// Names of cells that are the same whenever the notebook is written, and stay where others come or go: what is typed,
/// and which of those with the same words it is.
struct CellIDs {
  private var counts: [String: Int] = [:]

  mutating func next(for source: String) -> String {
    var hash = FingerprintHash()
    hash.add(source)
    let name = hash.fingerprint.description
    counts[name, default: 0] += 1
    return "\(name)-\(counts[name, default: 1])"
  }
}
