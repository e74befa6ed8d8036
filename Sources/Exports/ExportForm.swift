// The forms in which a notebook is written for other programs, by the extensions of their files.
import Notebooks

enum ExportForm: String, CaseIterable {
  case md, html, ipynb, cast, json

  static let extensions = allCases.map(\.rawValue)

  /// A whole file.
  ///
  /// - Throws: what a value's own encoding throws.
  func text(of notebook: ListedNotebook) throws -> String {
    switch self {
    case .md: MarkdownExport.text(of: notebook)
    case .html: HTMLExport(notebook).text
    case .ipynb: JupyterExport(notebook).text
    case .cast: AsciicastExport.text(of: notebook)
    case .json: try JSONExport(notebook).text
    }
  }
}
