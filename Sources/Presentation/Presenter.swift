// From what happened to what to say: a value for each execution, which folds its events into changes of
// blocks. Every word is chosen here and every number is rounded here; nothing is laid out.
import Datasets
import Events

package struct Presenter: Sendable {
  /// The table that still grows.
  private var table: Table?
  private var lastTable = 0
  /// What is under way, if it tells of more than is shown.
  @Boxed private var training: TrainingOnScreen? = nil
  @Boxed private var race: RaceOnScreen? = nil
  @Boxed private var trials: TrialColumns? = nil

  package init() {}

  package mutating func receive(_ event: LearningEvent) -> [BlockChange] {
    switch event {
    case .trainingStarted(let start):
      training = TrainingOnScreen(start)
      return put(blocks(start), opening: epochTable(start))
    case .searchStarted(let plan):
      let columns = TrialColumns(plan)
      trials = columns
      return put(blocks(plan), opening: columns.table)
    case .raceStarted(let plan):
      race = RaceOnScreen(plan)
      return put([heading(plan)], opening: raceTable(plan))
    case .epoch(let report):
      return training?.shows(report) == true ? addEpoch(report) : []
    case .trial(let report): return trials.map { add($0.row(report)) } ?? []
    case .raceStage(let stage):
      return race?.shows(stage) == true ? add(raceRow(stage)) : []
    case .trainingEnded(let end):
      // However it ended, where it ended is shown.
      let last = training?.unseen.map { addEpoch($0) } ?? []
      training = nil
      return last + close() + put(blocks(end))
    case .searchEnded(let end): return close() + put(blocks(end))
    case .raceEnded(let end): return close() + put(blocks(end))
    case .error(let report): return close() + put([.diagnostic(DiagnosticBlock(report))])
    default: return put(blocks(for: event))
    }
  }

  /// What is said when a command has ended: of one that was interrupted, what gives the same again.
  package mutating func end(_ execution: Execution) -> [BlockChange] {
    guard case .interrupted(let again?) = execution.outcome else { return close() }
    return close() + put([.text("\(command: again) in its place gives the same", .hint)])
  }

  // MARK: Changes

  /// Between the rows of a table that grows, else behind what there is.
  private func put(_ blocks: [Block]) -> [BlockChange] {
    blocks.map { block in
      table.map { .addRemark(block, table: $0.id) } ?? .append(block)
    }
  }

  private mutating func put(_ blocks: [Block], opening table: Table) -> [BlockChange] {
    let before = close() + put(blocks)
    lastTable += 1
    var opened = table
    opened.id = lastTable
    opened.isOpen = true
    self.table = opened
    return before + [.append(.table(opened))]
  }

  private func addEpoch(_ report: EpochReport) -> [BlockChange] {
    add(epochRow(report, training?.settings))
  }

  private func add(_ row: Row) -> [BlockChange] {
    table.map { [.addRow(row, table: $0.id)] } ?? []
  }

  private mutating func close() -> [BlockChange] {
    defer { table = nil }
    return table.map { [.close(table: $0.id)] } ?? []
  }

  // MARK: Events that say all at once

  private func blocks(for event: LearningEvent) -> [Block] {
    switch event {
    case .assumed(let assumption):
      [.text("\(assumption.why), so I took `\(assumption.command)`.", .hint)]
    case .data(let report): blocks(report)
    case .columns(let report): blocks(report)
    case .network(let report): blocks(report)
    case .settingChanged(let change): blocks(change)
    case .settings(let reports): blocks(reports)
    case .reset(let report): blocks(report)
    case .condition(let report): [block(report)]
    case .evaluation(let report): blocks(report)
    case .step(let report): blocks(report)
    case .forward(let report): blocks(report)
    case .backward(let report): blocks(report)
    case .prediction(let report): blocks(report)
    case .filePrediction(let report): blocks(report)
    case .confusion(let report): blocks(report)
    case .calibration(let report): blocks(report)
    case .coach(let note):
      // The end of the run has said it already, with what to do.
      note.kind == .divergence ? [] : Block.coach([note.statement])
    case .gradientCheck(let report): blocks(report)
    case .why(let report): blocks(report)
    case .topic(let report): blocks(report)
    case .topics(let summaries): [block(summaries)]
    case .objective(let report): blocks(report)
    case .rung(let report): [block(report)]
    case .trialReason(let reason):
      reason.statements.map { .text(Spans($0), depth: 2, hang: 1) }
    case .trials(let table): blocks(table)
    case .trialShown(let shown): blocks(shown)
    case .trialApplied(let applied): blocks(applied)
    case .studies(let list): blocks(list)
    case .repeats(let report): blocks(report)
    case .importance(let report): blocks(report)
    case .searchOverview(let overview): blocks(overview)
    case .compareStarted(let plan): blocks(plan)
    case .compared(let report): blocks(report)
    case .guesses(let guesses): blocks(guesses)
    case .racerTaken(let taken): blocks(taken)
    case .model(let report): blocks(report)
    case .modelSaved(let report): blocks(report)
    case .modelExported(let report): blocks(report)
    case .modelLoaded(let report): blocks(report)
    case .weights(let report): blocks(report)
    case .plot(let report): blocks(report)
    case .help(let page): blocks(page)
    case .lessons(let summaries): blocks(summaries)
    case .lessonStep(let report): blocks(report)
    case .lessonVerdict(let verdict): blocks(verdict)
    case .lessonRemark(let remark): blocks(remark)
    case .undone(let report):
      report.commands.map {
        .line("\(report.direction == .undo ? "undone" : "done again"): \(name: $0)")
      }
    case .cells(let list): blocks(list)
    case .cellShown(let cell): blocks(cell)
    case .notebookChanged(let change): blocks(change)
    case .notebookFile(let file): blocks(file)
    case .sessions(let list): blocks(list)
    case .status(let report): blocks(report)
    case .history(let report): blocks(report)
    case .cleared: []
    case .document(let report): blocks(report)
    case .hint(let statement): [.text(Spans(statement), .hint)]
    // Figures of one run among several, which stand in the tables of all.
    case .compareTrial, .raceEpoch: []
    case .trainingStarted, .searchStarted, .raceStarted, .epoch, .trial, .raceStage, .trainingEnded,
      .searchEnded, .raceEnded, .error:
      []
    }
  }
}
