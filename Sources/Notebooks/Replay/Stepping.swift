// A document gone through command by command, there and back: before each command the notebook is kept as it is,
// so going back is exact, and what was gone back over gives the same again.
import Events
import Experiments
import Sessions

package final class Stepping {
  /// One command of the document.
  package struct Step: Sendable {
    package let entry: CourseDocument.Entry
    let flags: Set<FenceFlag>
    /// What stands between it and the command before, in Markdown.
    package let prose: String
  }

  /// What running one came to.
  package struct Ran: Sendable {
    package let ran: DocumentRunner.Ran
    /// How that is not what the document says.
    package let deviation: Deviation?
  }

  package let steps: [Step]
  /// What stands behind the last command.
  package let closing: String
  /// Of the command that is next, counted from 0; as many as there are when all have been run.
  package private(set) var place = 0
  private let runner: DocumentRunner
  private var captures = Captures()
  /// Where the notebook was before commands that were run.
  private var kept: [Int: Kept] = [:]
  private var bytes = 0
  private let byteLimit: Int

  private struct Kept {
    var moment: Notebook.Moment
    var captures: Captures
    /// What it holds that the one kept before it does not.
    var bytes: Int
  }

  /// Nil where the document has no command.
  ///
  /// - Parameters:
  ///   - byteLimit: how much what is kept may hold; what has gone is made again.
  ///   - show: sees what comes out while it does.
  package init?(
    _ document: CourseDocument, in kind: NotebookKind, environment: SessionEnvironment,
    byteLimit: Int = 256 << 20, show: @escaping (NotebookOutput) -> Void
  ) {
    var steps: [Step] = []
    var place = document.firstLine
    for block in document.blocks where !block.flags.contains(.skip) {
      for entry in block.entries {
        let prose = document.prose(place..<max(place, block.lines.lowerBound))
        steps.append(Step(entry: entry, flags: block.flags, prose: prose))
        place = block.lines.upperBound
      }
    }
    guard !steps.isEmpty else { return nil }
    closing = document.prose(place..<document.lines.count)
    (self.steps, self.byteLimit) = (steps, byteLimit)
    runner = DocumentRunner(kind, environment: environment, for: document, show: show)
  }

  package var notebook: Notebook { runner.notebook }
  package var next: Step? { steps.indices.contains(place) ? steps[place] : nil }

  /// The world in which the next commands run; what was searched so far stays known.
  package func enter(_ environment: SessionEnvironment) {
    var environment = environment
    environment.studies = notebook.session.environment.studies
    notebook.session.environment = environment
  }

  /// Runs the next line. One that was stopped and of whose last command nothing is left is still the next, and
  /// nothing of it has been done.
  package func run() -> Ran? {
    guard let step = next else { return nil }
    keep()
    let ran = runner.run(step.entry, mustFail: step.flags.contains(.error))
    if ran.outcome == .interrupted, ran.again == nil {
      if let before = kept[place] { notebook.moment = before.moment }
      return Ran(ran: ran, deviation: nil)
    }
    place += 1
    let deviation = ran.deviation(
      from: step.entry, step.flags, &captures,
      shouldStop: notebook.session.environment.shouldStop)
    // A plan without outputs says nothing else.
    let isPlan = step.entry.output.allSatisfy(\.trimmed.isEmpty) && deviation == .saysOtherwise
    return Ran(ran: ran, deviation: isPlan ? nil : deviation)
  }

  /// Goes to where a command is the next; false where a command on the way there was stopped.
  package func go(to wanted: Int) -> Bool {
    if wanted <= place {
      let start = kept.keys.filter { $0 <= wanted }.max()
      guard wanted < place, let start, let there = kept[start] else { return wanted == place }
      notebook.moment = there.moment
      (captures, place) = (there.captures, start)
      // What comes after may come otherwise, as where a command was stopped.
      for later in kept.keys where later > start { forget(later) }
    }
    while place < wanted {
      guard let result = run() else { return false }
      if result.ran.outcome == .interrupted { return false }
    }
    return true
  }

  /// Runs the last command once more on a branch with all that can be said of it. Nil where there is none.
  package func explainLast() -> DocumentRunner.Ran? {
    guard place > 0, let there = kept[place - 1] else { return nil }
    let (step, mayWrite) = (steps[place - 1], notebook.session.environment.mayWrite)
    defer { notebook.session.environment.mayWrite = mayWrite }
    return notebook.branch {
      notebook.moment = there.moment
      notebook.session.update { $0.settings.explain = .full }
      notebook.session.environment.mayWrite = false
      return runner.run(step.entry, mustFail: step.flags.contains(.error))
    }
  }

  // MARK: What is kept

  private func keep() {
    guard kept[place] == nil else { return }
    let moment = notebook.moment
    let last = kept[place - 1]?.moment.session.state
    let own = 4096 + (last.map { moment.session.state.ownBytes(besides: $0) } ?? 0)
    kept[place] = Kept(moment: moment, captures: captures, bytes: own)
    bytes += own
    // The first is where everything can be made again from.
    for old in kept.keys.sorted()
    where (bytes > byteLimit || kept.count > Self.mostKept) && old > 0 && old < place - 1 {
      forget(old)
    }
  }

  /// Beside its state a moment holds cells and what was said.
  private static let mostKept = 64

  private func forget(_ place: Int) { bytes -= kept.removeValue(forKey: place)?.bytes ?? 0 }
}

extension CourseDocument {
  fileprivate func prose(_ range: Range<Int>) -> String {
    lines[range].joined(separator: "\n")
  }
}
