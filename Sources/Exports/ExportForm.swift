// The forms in which a notebook, or what it trains, is written for other programs, by the extensions of their files.
import CommandLanguage
import Experiments
import Notebooks

enum ExportForm: String, CaseIterable {
  case md, html, ipynb, cast, json
  /// Of no cells, but of the training to which they came.
  case py

  static let extensions = allCases.map(\.rawValue)

  /// What makes the whole file, and throws what a value's own encoding throws.
  ///
  /// Errors: those of `PyTorchExport`.
  func writer(
    of notebook: ListedNotebook, in state: SessionState, range: SourceRange?
  ) throws(Diagnostic) -> @Sendable () throws -> String {
    switch self {
    case .md: return { MarkdownExport.text(of: notebook) }
    case .html: return { HTMLExport(notebook).text }
    case .ipynb: return { JupyterExport(notebook).text }
    case .cast: return { AsciicastExport.text(of: notebook) }
    case .json: return { try JSONExport(notebook).text }
    case .py:
      let script = try PyTorchExport(state, range: range)
      return { script.text }
    }
  }
}
