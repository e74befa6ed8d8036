// One cell: what was typed, on what it was run, what came of it and what it said. Its number is its place
// in the notebook and nothing of its own. Old ones are in a file, with all that stands here.
import Events
import Experiments
import Presentation

package struct NotebookCell: Codable, Sendable {
  package enum Content: String, Codable, Sendable, Equatable {
    case command
    /// Prose, in Markdown.
    case note
  }

  package enum Ending: String, Codable, Sendable, Equatable {
    case done, failed, interrupted
    /// It stands in a file that was opened; what it says is as the file has it.
    case unrun
  }

  package let content: Content
  /// In the words that give the same again, where it was interrupted.
  package var source: String
  /// The file that says it, where its paths start and beside which it may read; nil of what its user typed.
  package var file: String?
  package var ending = Ending.unrun
  /// What said it last; nil of what was not run.
  package var serial: Int?
  /// Of the state on which it was run.
  package var before: Identity?
  /// Of the state that it left.
  package var after: Identity?
  package var effect = Execution.Effect()
  /// Whether it was only passed over since it wrote its file.
  package var isFileOfEarlierRun = false
  /// Of the state on which what it says was said.
  var saidOn: Identity?
  /// Whether what it says is of the file of an earlier run on another state.
  var saysOfAnotherState: Bool { isFileOfEarlierRun && saidOn != before }
  /// What its fence is to have beside `descent` in a file.
  package var flags: Set<FenceFlag> = []
  /// How much was to be explained when it was run, and after it.
  package var explain = ExplainLevel.brief
  package var explainAfter = ExplainLevel.brief
  /// What it said, wherever that is.
  private(set) var said = CellOutput(Blocks())

  package var output: Blocks {
    get { said.blocks }
    set { said = CellOutput(newValue) }
  }

  /// Whether it is a command that is to be run.
  var isRun: Bool { content == .command && !flags.contains(.skip) }

  package init(command source: String) { (content, self.source) = (.command, source) }
  package init(note text: String) { (content, source) = (.note, text) }
}

/// Whether what a cell says is what it would say now.
package enum CellStatus: String, Sendable {
  /// The cells above it make the state on which it was run.
  case valid = "true"
  case stale
  case failed
  case unrun
}

/// What stands behind `descent` where a fence of commands begins.
package enum FenceFlag: String, CaseIterable, Codable, Sendable {
  /// It is run, and what it says does not count.
  case hide
  /// Its commands must fail.
  case error
  /// It is not run.
  case skip
  /// In a lesson it is run for the learner, and shown.
  case run
}
