// Runs a transcript or lesson through a session of its own and compares what comes out with what the
// document says.
import Events
import Experiments
import Sessions

package struct ReplayResult: Sendable {
  /// A command that gave something else, and what to change in the document so that it says what came out:
  /// nothing where the command did not end as the document says.
  package struct Finding: Sendable {
    package var difference: ReplayDifference
    package var edits: [LineEdit]
  }

  /// Whether its user stopped it; what came after was not run.
  package var wasInterrupted = false
  package var commandCount = 0
  package var findings: [Finding] = []

  package var differences: [ReplayDifference] { findings.map(\.difference) }
  package var edits: [LineEdit] { findings.flatMap(\.edits) }
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
    var hasBegun = false
    let render = self.render
    let session = Session(
      settings: settings, environment: environment, catalog: catalog
    ) {
      if case .began = $0 { hasBegun = true }
      output += render($0)
    }
    var result = ReplayResult()
    var captures = Captures()
    for block in document.blocks where !block.flags.contains(.skip) {
      for entry in block.entries {
        (output, hasBegun) = ([], false)
        let outcome = environment.shouldStop() ? .interrupted : session.execute(entry.command)
        if outcome == .interrupted {
          result.wasInterrupted = true
          return result
        }
        if hasBegun || outcome == .failed { result.commandCount += 1 }
        let finding = finding(outcome, output, entry, block, &captures)
        if environment.shouldStop() {
          result.wasInterrupted = true
          return result
        }
        if let finding { result.findings.append(finding) }
      }
    }
    return result
  }

  private func finding(
    _ outcome: LineOutcome, _ output: [String], _ entry: CourseDocument.Entry,
    _ block: CourseDocument.Block, _ captures: inout Captures
  ) -> ReplayResult.Finding? {
    let expected = entry.output.trailingBlanksRemoved
    let actual = output.trailingBlanksRemoved.map(CourseDocument.asOutput)
    var difference = ReplayDifference(
      line: entry.line, command: entry.command, expected: expected, actual: actual)
    let mustFail = block.flags.contains(.error)
    if (outcome == .failed) != mustFail {
      difference.problem = mustFail ? "this command must fail, and did not" : "this command failed"
      return .init(difference: difference, edits: [])
    }
    if block.flags.contains(.hide) { return nil }
    if kind == .lesson, entry.output.isEmpty { return nil }
    let shouldStop = environment.shouldStop
    if OutputMatch.matches(expected, actual, &captures, shouldStop: shouldStop) { return nil }
    let first = entry.outputLines.lowerBound
    let edits = OutputMerge.edits(expected, actual, &captures, shouldStop: shouldStop).map {
      LineEdit($0.lines.lowerBound + first..<$0.lines.upperBound + first, $0.replacement)
    }
    return .init(difference: difference, edits: edits)
  }
}

extension [String] {
  /// Blank lines at the end separate a block's commands and belong to no output.
  var trailingBlanksRemoved: [String] {
    Array(reversed().drop { $0.trimmed.isEmpty }.reversed())
  }
}
