// Events as lines of text for a person. Everything fits 80 columns unless the terminal is narrower,
// reads the same without color, and never depends on time or machine.
import CommandLanguage
import LearningSession

package struct TextRenderer: Sendable {
  /// Columns to wrap at.
  package var width: Int
  /// Columns there are. Prose is easier to read in fewer; a line of arithmetic has use for them.
  package var columns: Int

  package init(width: Int = 80, columns: Int? = nil) {
    self.width = max(40, width)
    self.columns = max(self.width, columns ?? width)
  }

  /// What is said when a command has ended: of one that was interrupted, what gives the same again.
  package func lines(forEnd execution: Execution) -> [RenderedLine] {
    guard case .interrupted(let again?) = execution.outcome else { return [] }
    return paragraph("`\(escapedForDisplay(again))` in its place gives the same", .hint)
  }

  package func lines(for event: LearningEvent) -> [RenderedLine] {
    let lines = ownLines(for: event)
    // What stands there to be copied, or held against a file, stays as it is.
    switch event {
    case .document, .trialShown, .error: return lines
    default: break
    }
    return lines.flatMap { line in
      TextLayout.fitted(line.text, width: columns).map { RenderedLine($0, line.role) }
    }
  }

  private func ownLines(for event: LearningEvent) -> [RenderedLine] {
    switch event {
    case .assumed(let assumption): lines(assumption)
    case .data(let report): lines(report)
    case .network(let report): lines(report)
    case .settingChanged(let change): lines(change)
    case .settings(let reports): lines(reports)
    case .reset(let report): lines(report)
    case .trainingStarted(let start): lines(start)
    case .epoch(let report): report.isMilestone ? [RenderedLine(row(report))] : []
    case .trainingEnded(let end): lines(end)
    case .condition(let report): lines(report)
    case .evaluation(let report): evaluationLines(report)
    case .step(let report): lines(report)
    case .forward(let report): lines(report)
    case .backward(let report): lines(report)
    case .prediction(let report): lines(report)
    case .confusion(let report): lines(report)
    case .coach(let note): lines(note)
    case .gradientCheck(let report): lines(report)
    case .topic(let report): lines(report)
    case .topics(let summaries): lines(summaries)
    case .objective(let report): lines(report)
    case .searchStarted(let plan): lines(plan)
    case .trial(let report): [RenderedLine(row(report))]
    case .rung(let report): lines(report)
    case .trialReason(let reason):
      reason.statements.flatMap { paragraph($0.text, indent: 4, hanging: 6) }
    case .searchEnded(let end): lines(end)
    case .trials(let table): lines(table)
    case .trialShown(let shown): lines(shown)
    case .trialApplied(let applied): lines(applied)
    case .studies(let list): lines(list)
    case .repeats(let report): lines(report)
    case .importance(let report): lines(report)
    case .searchOverview(let overview): lines(overview)
    case .compareStarted(let plan): lines(plan)
    case .compareTrial: []
    case .compared(let report): lines(report)
    case .guesses(let guesses): lines(guesses)
    case .raceStarted(let plan): lines(plan)
    case .raceEpoch: []
    case .raceRow(let row): [RenderedLine(text(of: row))]
    case .raceEnded(let end): lines(end)
    case .racerTaken(let taken): lines(taken)
    case .model(let report): lines(report)
    case .modelSaved(let report): lines(report)
    case .modelLoaded(let report): lines(report)
    case .help(let page): lines(page)
    case .lessons(let summaries): lines(summaries)
    case .lessonStep(let report): lines(report)
    case .undone(let report): lines(report)
    case .document(let report): lines(report)
    case .hint(let statement): paragraph(statement.text, .hint)
    case .error(let report): DiagnosticText(report: report).lines()
    }
  }

  func paragraph(
    _ text: String, _ role: RenderedLine.Role = .plain, indent: Int = 0, hanging: Int? = nil
  ) -> [RenderedLine] {
    TextLayout.wrapped(text, width: width, indent: indent, hanging: hanging)
      .map { RenderedLine($0, role) }
  }

  func definitions(_ rows: [(String, String)], indent: Int = 2) -> [RenderedLine] {
    TextLayout.definitions(rows, width: width, indent: indent).map { RenderedLine($0) }
  }

  private func lines(_ assumption: Assumption) -> [RenderedLine] {
    paragraph("\(assumption.why), so I took `\(assumption.command)`.", .hint)
  }

  private func lines(_ report: UndoReport) -> [RenderedLine] {
    let verb = report.direction == .undo ? "undone" : "done again"
    return report.commands.map { RenderedLine("\(verb): \(escapedForDisplay($0))") }
  }
}

/// "1 row", "2 rows"; a plural that is not the noun and an s is given.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
