// Runs a transcript or lesson through a session of its own and compares what comes out with what the
// document says.
import Events
import Experiments
import Sessions

package struct ReplayResult: Sendable {
  /// Whether its user stopped it; what came after was not run.
  package var wasInterrupted = false
  package var commandCount = 0
  package var differences: [ReplayDifference] = []
  /// What each command put out now, by the 0-based lines of its old output.
  package var outputs: [(lines: Range<Int>, output: [String], isExpected: Bool)] = []
}

package struct Replay {
  package enum Kind: Sendable {
    /// Every command's output is compared.
    case transcript
    /// Commands must succeed; output is compared only where the lesson shows some.
    case lesson
  }

  package var kind: Kind
  package var environment: SessionEnvironment
  package var settings: SessionSettings
  package var catalog: CommandCatalog
  /// The lines in which what the session puts out is shown.
  package var render: (SessionOutput) -> [String]

  package init(
    kind: Kind, environment: SessionEnvironment, settings: SessionSettings,
    catalog: CommandCatalog, render: @escaping (SessionOutput) -> [String]
  ) {
    self.kind = kind
    self.environment = environment
    self.settings = settings
    self.catalog = catalog
    self.render = render
  }

  package func run(_ document: CourseDocument) -> ReplayResult {
    var settings = settings
    if let seed = document.seed { settings.training.seed = seed }
    var output: [String] = []
    let render = self.render
    let session = Session(
      settings: settings, environment: environment, catalog: catalog
    ) { output += render($0) }
    var result = ReplayResult()
    for block in document.blocks where !block.flags.contains(.skip) {
      for entry in block.entries {
        output = []
        let outcome = session.execute(entry.command)
        if outcome == .interrupted {
          result.wasInterrupted = true
          return result
        }
        result.commandCount += 1
        let difference = difference(outcome, output, entry, block)
        if let difference { result.differences.append(difference) }
        result.outputs.append(
          (
            entry.outputLines, output,
            difference == nil || difference?.problem != nil || block.flags.contains(.hide)
          ))
      }
    }
    return result
  }

  private func difference(
    _ outcome: LineOutcome, _ output: [String], _ entry: CourseDocument.Entry,
    _ block: CourseDocument.Block
  ) -> ReplayDifference? {
    var difference = ReplayDifference(
      line: entry.line, command: entry.command, expected: entry.output, actual: output)
    let mustFail = block.flags.contains(.error)
    if (outcome == .failed) != mustFail {
      difference.problem = mustFail ? "this command must fail, and did not" : "this command failed"
      return difference
    }
    if block.flags.contains(.hide) { return nil }
    if kind == .lesson, entry.output.isEmpty { return nil }
    let expected = entry.output.trailingBlanksRemoved
    return OutputMatch.matches(expected, output.trailingBlanksRemoved) ? nil : difference
  }
}

extension ReplayResult {
  /// The document with new output where the old was wrong; everything else stays as it was.
  package func updated(_ document: CourseDocument) -> String {
    var lines = document.lines
    for (range, output, isExpected) in outputs.reversed() where !isExpected {
      lines.replaceSubrange(range, with: output)
    }
    return lines.joined(separator: document.lineEnd)
      + (document.endsWithLineEnd ? document.lineEnd : "")
  }
}

extension [String] {
  /// Blank lines at the end separate a block's commands and belong to no output.
  var trailingBlanksRemoved: [String] {
    Array(reversed().drop { $0.trimmed.isEmpty }.reversed())
  }
}
