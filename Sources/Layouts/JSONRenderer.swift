// Events as JSON objects, one a line, `type` first; the names are those of the contract.
import CommandLanguage
import Events
import HyperparameterSearch
import JSON
import NeuralNetwork
import Presentation

package struct JSONRenderer: Sendable {
  package init() {}

  /// Nil for what is only for a live terminal.
  package func object(for output: SessionOutput) -> JSONValue? {
    switch output {
    case .began(let execution): object(execution, CommandRecord(execution))
    case .event(let event, let execution): object(execution, record(of: event))
    case .ended(let execution): object(execution, EndedRecord(execution))
    case .progress: nil
    }
  }

  /// An event by itself, as of documents, which are run in sessions of their own. Nil for what only
  /// repeats figures of other events.
  package func object(for event: LearningEvent) -> JSONValue? { object(nil, record(of: event)) }

  typealias Members = [(String, JSONValue)]

  private func object(_ execution: Execution?, _ record: (any EventRecord)?) -> JSONValue? {
    if let old = record as? OldRecord {
      let cell = execution.map { [("cell", JSONValue.integer($0.serial))] } ?? []
      return .object([("type", .string(old.type))] + cell + old.members)
    }
    return record.flatMap { JSONLine(cell: execution?.serial, $0).object }
  }

  private func record(of event: LearningEvent) -> (any EventRecord)? {
    switch event {
    case .assumed(let assumption):
      OldRecord(
        "assumed",
        [
          ("subject", .string(assumption.subject.rawValue)),
          ("command", .string(assumption.command)), ("why", .string(assumption.why)),
        ]
      )
    case .data(let report): OldRecord("data", dataMembers(report))
    case .network(let report): OldRecord("network", networkMembers(report))
    case .settingChanged(let change):
      OldRecord(
        "setting",
        [
          ("name", .string(change.name)), ("before", .string(change.before)),
          ("after", .string(change.after)), ("notes", .strings(change.notes.map(\.text))),
        ]
      )
    case .settings(let reports):
      OldRecord("settings", [("settings", .array(reports.map(setting)))])
    case .reset(let report):
      OldRecord(
        "reset",
        [
          ("seed", .unsigned(report.seed)), ("new", .bool(report.isNewStart)),
          ("epochs_dropped", .integer(report.epochsDropped)),
        ]
      )
    case .trainingStarted(let start): OldRecord("training_started", startMembers(start))
    case .epoch(let report): EpochRecord(report)
    case .trainingEnded(let end): OldRecord("training_ended", endMembers(end))
    case .condition(let report): OldRecord("condition", conditionMembers(report))
    case .evaluation(let report): OldRecord("evaluation", evaluationMembers(report))
    case .step(let report): OldRecord("step", stepMembers(report))
    case .forward(let report): OldRecord("forward", forwardMembers(report))
    case .backward(let report): OldRecord("backward", backwardMembers(report))
    case .prediction(let report): OldRecord("prediction", predictionMembers(report))
    case .confusion(let report):
      OldRecord(
        "confusion",
        [
          ("rows", .string(report.rowsName))
        ] + placeMembers(report.place) + [
          ("classes", .strings(report.classes)),
          ("counts", .array(report.counts.map { .array($0.map(JSONValue.integer)) })),
          ("scores", .array(report.scores.map(scores))),
          ("macro_average", report.macroAverage.map(scores) ?? .null),
          ("accuracy", JSONValue.optional(report.accuracy)),
        ]
      )
    case .coach(let note): OldRecord("coach", coachMembers(note))
    case .gradientCheck(let report): OldRecord("gradient_check", gradientMembers(report))
    case .topic(let report): OldRecord("topic", topicMembers(report))
    case .topics(let summaries):
      OldRecord("topics", [("topics", .array(summaries.map(summary)))])
    case .objective(let report): ObjectiveRecord(report)
    case .searchOverview(let overview): SearchOverviewRecord(overview)
    case .searchStarted(let plan): SearchStartedRecord(plan)
    case .trial(let report): TrialRecord(report)
    case .trialShown(let details): TrialRecord(details)
    case .trialReason(let reason): TrialReasonRecord(reason)
    case .rung(let report): RungRecord(report)
    case .searchEnded(let end): SearchEndedRecord(end)
    case .trials(let table): TrialsRecord(table)
    case .trialApplied(let applied): TrialAppliedRecord(applied)
    case .studies(let list): SearchesRecord(list)
    case .repeats(let report): RepeatsRecord(report)
    case .importance(let report): ImportanceRecord(report)
    case .guesses(let guesses): GuessesRecord(guesses)
    case .compareStarted(let plan): CompareStartedRecord(plan)
    case .compareTrial(let trial): CompareTrialRecord(trial)
    case .compared(let report): ComparedRecord(report)
    case .raceStarted(let plan): RaceStartedRecord(plan)
    case .raceEpoch(let epoch): RaceRecord(epoch)
    // The same figures stand in the objects of the epochs.
    case .raceRow: nil
    case .raceEnded(let end): RaceEndedRecord(end)
    case .racerTaken(let taken): RacerTakenRecord(taken)
    case .model(let report): OldRecord("model", modelMembers(report))
    case .modelSaved(let report): OldRecord("model_saved", savedMembers(report))
    case .modelLoaded(let report): OldRecord("model_loaded", loadedMembers(report))
    case .help(let page): OldRecord("help", helpMembers(page))
    case .lessons(let summaries):
      OldRecord("lessons", [("lessons", .array(summaries.map(lesson)))])
    case .lessonStep(let report): OldRecord("lesson_step", lessonMembers(report))
    case .undone(let report):
      OldRecord(report.direction.rawValue, [("commands", .strings(report.commands))])
    case .document(let report): OldRecord("document", documentMembers(report))
    case .hint(let statement): OldRecord("hint", statementMembers(statement))
    case .error(let report): OldRecord("error", errorMembers(report))
    }
  }
}
