// What is to be known of a cell whose output is not what it would say now, or that failed: said in words, so that
// no form depends on color.
import Notebooks

extension ListedNotebook.Cell {
  /// Nil of notes and of cells that are true.
  var remark: String? {
    if cell.isFileOfEarlierRun { return "file of an earlier run" }
    return switch status {
    case .valid, nil: nil
    case .stale: "stale: it, or something that it depends on, has changed since it was run"
    case .failed: "failed"
    case .unrun: "not run: its output is as the file has it that was opened"
    }
  }

  var lines: [String] {
    cell.source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
