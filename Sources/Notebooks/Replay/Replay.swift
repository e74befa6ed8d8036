// Runs a transcript or lesson in a notebook of its own and compares what comes out with what the document
// says.
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
  /// How many commands would have written a file and were not run, as nobody allowed that: what they said is
  /// taken as it stands.
  package var passedOver = 0
  package var findings: [Finding] = []

  package var differences: [ReplayDifference] { findings.map(\.difference) }
  package var edits: [LineEdit] { findings.flatMap(\.edits) }

  package init() {}

  /// What it came to, for whoever started it.
  package func report(
    _ file: String, diff: [String], updatedCount: Int = 0
  ) -> DocumentReport {
    DocumentReport(
      file: file, commandCount: commandCount, differences: differences, diff: diff,
      updatedCount: updatedCount, passedOver: passedOver)
  }
}

package struct Replay {
  package enum Kind: Sendable {
    /// Every command's output is compared.
    case transcript
    /// Commands must succeed; output is compared only where the lesson shows some.
    case lesson
  }

  private let kind: Kind
  private let notebooks: NotebookKind
  private let environment: SessionEnvironment

  package init(kind: Kind, notebooks: NotebookKind, environment: SessionEnvironment) {
    self.kind = kind
    self.notebooks = notebooks
    self.environment = environment
  }

  package func run(_ document: CourseDocument) -> ReplayResult {
    let runner = DocumentRunner(notebooks, environment: environment, for: document)
    var result = ReplayResult()
    var captures = Captures()
    for block in document.blocks where !block.flags.contains(.skip) {
      for entry in block.entries {
        guard !environment.shouldStop() else {
          result.wasInterrupted = true
          return result
        }
        let ran = runner.run(entry, mustFail: block.flags.contains(.error))
        if ran.outcome == .interrupted {
          result.wasInterrupted = true
          return result
        }
        if ran.hasCommand, ran.passedOver == 0 { result.commandCount += 1 }
        result.passedOver += ran.passedOver
        let finding = finding(ran, entry, block.flags, &captures)
        if environment.shouldStop() {
          result.wasInterrupted = true
          return result
        }
        if let finding { result.findings.append(finding) }
      }
    }
    return result
  }

  /// Nil where what came out is what the document says.
  package func finding(
    _ ran: DocumentRunner.Ran, _ entry: CourseDocument.Entry, _ flags: Set<FenceFlag>,
    _ captures: inout Captures
  ) -> ReplayResult.Finding? {
    let shouldStop = environment.shouldStop
    guard
      let deviation = ran.deviation(
        from: entry, flags, &captures, shouldStop: shouldStop)
    else { return nil }
    let expected = entry.output.trailingBlanksRemoved
    var difference = ReplayDifference(
      line: entry.line, command: entry.command, expected: expected, actual: ran.lines)
    switch deviation {
    case .hasFailed: difference.problem = "this command failed"
    case .hasNotFailed: difference.problem = "this command must fail, and did not"
    case .saysOtherwise:
      if kind == .lesson, entry.output.isEmpty { return nil }
      let first = entry.outputLines.lowerBound
      let edits = OutputMerge.edits(
        expected, ran.lines, &captures, shouldStop: shouldStop
      ).map {
        LineEdit($0.lines.lowerBound + first..<$0.lines.upperBound + first, $0.replacement)
      }
      return .init(difference: difference, edits: edits)
    }
    return .init(difference: difference, edits: [])
  }
}

/// How what came out is not what a document says.
package enum Deviation: Sendable, Equatable { case hasFailed, hasNotFailed, saysOtherwise }

extension DocumentRunner.Ran {
  /// Nil where it is what the document says.
  ///
  /// - Parameters:
  ///   - captures: what is named already; with what is named here.
  ///   - shouldStop: ends it early; what it answers then means nothing.
  func deviation(
    from entry: CourseDocument.Entry, _ flags: Set<FenceFlag>, _ captures: inout Captures,
    shouldStop: () -> Bool
  ) -> Deviation? {
    let mustFail = flags.contains(.error)
    if (outcome == .failed) != mustFail { return mustFail ? .hasNotFailed : .hasFailed }
    if flags.contains(.hide) || passedOver > 0 { return nil }
    let expected = entry.output.trailingBlanksRemoved
    let isSame = OutputMatch.matches(expected, lines, &captures, shouldStop: shouldStop)
    return isSame ? nil : .saysOtherwise
  }
}
