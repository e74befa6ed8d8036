// What of a line Enter would refuse, found by what Enter does: reading each command, and preparing those whose
// preparation costs nothing. What is being typed is given time to become right.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import Numerics

/// The parts of a text and the first fault in it.
package struct CheckedLine: Equatable, Sendable {
  /// In order, none over another.
  package var marks: [LineMark]
  package var fault: LineFault?

  package init(marks: [LineMark], fault: LineFault? = nil) {
    (self.marks, self.fault) = (marks, fault)
  }
}

extension LineKnowledge {
  /// - Parameter cursor: where it is being typed; nil of a line that is finished, in which nothing is excused.
  package func checked(_ text: String, cursor: Int?) -> CheckedLine {
    let reading = ScriptParser().reading(text)
    return CheckedLine(
      marks: marks(of: reading), fault: fault(in: reading, text, cursor: cursor))
  }

  /// Whether Enter would take a line as far as that is known before.
  package func accepts(_ text: String) -> Bool {
    fault(in: ScriptParser().reading(text), text, cursor: nil) == nil
  }

  private func fault(in reading: ScriptReading, _ text: String, cursor: Int?) -> LineFault? {
    var draft: SessionState? = state
    let commands = reading.commands
    for (place, command) in commands.enumerated() {
      guard let result = command.result else { continue }
      let isLast = !commands[(place + 1)...].contains { $0.result != nil }
      guard let refusal = refusal(of: result, in: &draft, isLast: isLast) else { continue }
      if let cursor, mayBecomeRight(refusal, command, text, cursor: cursor) {
        draft = nil
        continue
      }
      return LineFault(range: command.placeToPoint(refusal), diagnostic: refusal)
    }
    return nil
  }

  /// What is wrong with a command in a state, as far as that is known.
  ///
  /// - Parameters:
  ///   - draft: the state in which it would be run, then the one that it would leave; nil where nobody knows.
  ///   - isLast: whether what it would leave is of no interest.
  func refusal(
    of result: Result<CommandSyntax, Diagnostic>, in draft: inout SessionState?,
    isLast: Bool = true
  ) -> Diagnostic? {
    do throws(Diagnostic) {
      let syntax = try result.get()
      let (command, arguments) = try catalog.read(syntax, settings: settings)
      if let companion = draft?.companion as? any SessionCompanion,
        let obstacle = companion.obstacle(to: syntax)
      {
        return obstacle
      }
      switch command.checkWhileTyped {
      case .nothing: draft = nil
      case .ofState where draft == nil: break
      case .ofState, .ofWords:
        var preparation = preparation(in: draft ?? SessionState())
        let work = try command.prepare(arguments, &preparation)
        if !isLast, draft != nil { draft = preparation.state(after: work) }
      }
      return nil
    } catch {
      return error.noted(by: state.companion)
    }
  }

  /// With which nothing is read, written or asked for.
  private func preparation(in state: SessionState) -> Preparation {
    var environment = session.environment
    environment.mayWrite = false
    environment.mayRead = .below([])
    environment.editor = nil
    environment.showsProgress = false
    environment.studies = MemoryStudyJournal()
    environment.availableMemory = { 1 << 50 }
    return Preparation(
      state: state, settings: settings, catalog: catalog, undoStack: UndoStack(), history: [],
      environment: environment, showProgress: { _ in })
  }
}

extension CommandReading {
  /// Where to point at for a refusal: at its bytes, or at the last word where something is missing behind it.
  fileprivate func placeToPoint(_ refusal: Diagnostic) -> SourceRange {
    if let range = refusal.range, !range.isEmpty { return range }
    if let range = refusal.range,
      let word = words.last(where: { $0.range.end <= range.start && !$0.range.isEmpty })
    {
      return word.range
    }
    return words.first?.range ?? span
  }

  /// Where its last word ends.
  var end: Int { words.last?.range.end ?? span.start }
}
