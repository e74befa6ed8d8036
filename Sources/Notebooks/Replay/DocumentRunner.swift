// Runs the commands of a document in a notebook of its own and gathers what comes out, as its file would have it.
import CommandLanguage
import Events
import Experiments
import Layouts
import Presentation
import Sessions

package final class DocumentRunner {
  /// What running one entry came to.
  package struct Ran: Sendable {
    package var outcome: LineOutcome
    /// Lines without a terminal's colors and widths, errors included.
    package var lines: [String]
    /// Whether there was a command in it.
    package var hasCommand: Bool
    /// How many of its commands would have written a file and were not run.
    package var passedOver = 0
    /// What does as much as was done where that was stopped; nil where nothing is left of it.
    package var again: String?
  }

  package let notebook: Notebook
  private let heard: Heard

  /// What the notebook puts out while an entry is run.
  private final class Heard {
    var said = GrowingText()
    var lines: [String] = []
    /// Of the line that is run now.
    var executions: [Execution] = []
    var hides: (NotebookOutput) -> Bool = { _ in false }
    let show: (NotebookOutput) -> Void

    init(show: @escaping (NotebookOutput) -> Void) { self.show = show }

    func receive(_ output: NotebookOutput) {
      if hides(output) { return }
      let text = TerminalText()
      switch output {
      case .session(let output, let changes):
        if case .ended(let execution) = output { executions.append(execution) }
        lines += said.lines(for: changes, text).map(\.text)
      case .again(let blocks, _): lines += text.lines(of: blocks.blocks).map(\.text)
      }
      show(output)
    }
  }

  /// - Parameters:
  ///   - document: of which the commands will be; it says with what its session begins.
  ///   - show: sees what comes out while it does.
  package init(
    _ kind: NotebookKind, environment: SessionEnvironment, for document: CourseDocument,
    show: @escaping (NotebookOutput) -> Void = { _ in }
  ) {
    let heard = Heard(show: show)
    self.heard = heard
    notebook = kind.make(
      seed: document.seed, explain: document.explain, environment: environment
    ) { heard.receive($0) }
  }

  /// - Parameter mustFail: whether its block says so: a command that may not write is then refused, and not
  ///   passed over.
  package func run(_ entry: CourseDocument.Entry, mustFail: Bool = false) -> Ran {
    let isPassing = !mustFail && !notebook.session.environment.mayWrite
    notebook.saidEarlier = isPassing ? entry.saidEarlier : nil
    heard.hides = { isPassing && $0.isRefusalToWrite }
    heard.lines = []
    // What is typed into the notebook between entries is refused where it may not write.
    defer { (notebook.saidEarlier, heard.hides) = (nil, { _ in false }) }
    var ran = Ran(outcome: .done, lines: [], hasCommand: false)
    var rest = entry.command
    while true {
      heard.executions = []
      ran.outcome = notebook.execute(rest)
      ran.hasCommand = ran.hasCommand || !heard.executions.isEmpty
      guard isPassing, let last = heard.executions.last, notebook.isRefusedWrite(last)
      else { break }
      // What stands behind it on its line is run all the same.
      ran.passedOver += 1
      ran.outcome = .done
      rest = Self.commands(of: rest).dropFirst(heard.executions.count).joined(separator: "; ")
      if rest.isEmpty { break }
    }
    if case .interrupted(let again) = heard.executions.last?.outcome { ran.again = again }
    ran.lines = heard.lines.trailingBlanksRemoved.map(CourseDocument.asOutput)
    return ran
  }

  private static func commands(of line: String) -> [String] {
    ScriptParser().parse(utf8: Array(line.utf8)).map { command in
      if case .success(let syntax) = command { syntax.text } else { "" }
    }
  }
}

extension CourseDocument.Entry {
  /// What stands under it, as a cell would have said it.
  var saidEarlier: Blocks {
    let lines = output.trailingBlanksRemoved
    if lines.isEmpty { return Blocks() }
    return Blocks([.code(Code(.commands, lines, flow: .verbatim, depth: 0))])
  }
}

extension NotebookOutput {
  /// The error with which a command is refused that may not write.
  fileprivate var isRefusalToWrite: Bool {
    guard case .session(.event(.error(let report), _), _) = self else { return false }
    return report.diagnostic.id == "writes-not-allowed"
  }
}

extension [String] {
  /// Blank lines at the end separate a block's commands and belong to no output.
  var trailingBlanksRemoved: [String] {
    Array(reversed().drop { $0.trimmed.isEmpty }.reversed())
  }
}
