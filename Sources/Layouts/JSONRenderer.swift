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
    case .began(let execution): object("command", execution, [("text", .string(execution.source))])
    case .event(let event, let execution):
      members(of: event).map { object($0.0, execution, $0.1) }
    case .ended(let execution): object("ended", execution, endingMembers(execution))
    case .progress: nil
    }
  }

  /// An event by itself, as of documents, which are run in sessions of their own. Nil for what only
  /// repeats figures of other events.
  package func object(for event: LearningEvent) -> JSONValue? {
    members(of: event).map { object($0.0, nil, $0.1) }
  }

  typealias Members = [(String, JSONValue)]

  private func object(_ type: String, _ execution: Execution?, _ members: Members) -> JSONValue {
    let cell = execution.map { [("cell", JSONValue.integer($0.serial))] } ?? []
    return .object([("type", .string(type))] + cell + members)
  }

  private func endingMembers(_ execution: Execution) -> Members {
    switch execution.outcome {
    case .done: [("outcome", .string("done"))]
    case .failed, nil: [("outcome", .string("failed"))]
    case .interrupted(let again):
      [("outcome", .string("interrupted"))] + (again.map { [("text", .string($0))] } ?? [])
    }
  }

  private func members(of event: LearningEvent) -> (String, Members)? {
    switch event {
    case .assumed(let assumption):
      (
        "assumed",
        [
          ("subject", .string(assumption.subject.rawValue)),
          ("command", .string(assumption.command)), ("why", .string(assumption.why)),
        ]
      )
    case .data(let report): ("data", dataMembers(report))
    case .network(let report): ("network", networkMembers(report))
    case .settingChanged(let change):
      (
        "setting",
        [
          ("name", .string(change.name)), ("before", .string(change.before)),
          ("after", .string(change.after)), ("notes", .strings(change.notes.map(\.text))),
        ]
      )
    case .settings(let reports): ("settings", [("settings", .array(reports.map(setting)))])
    case .reset(let report):
      (
        "reset",
        [
          ("seed", .unsigned(report.seed)), ("new", .bool(report.isNewStart)),
          ("epochs_dropped", .integer(report.epochsDropped)),
        ]
      )
    case .trainingStarted(let start): ("training_started", startMembers(start))
    case .epoch(let report): ("epoch", epochMembers(report))
    case .trainingEnded(let end): ("training_ended", endMembers(end))
    case .condition(let report): ("condition", conditionMembers(report))
    case .evaluation(let report): ("evaluation", evaluationMembers(report))
    case .step(let report): ("step", stepMembers(report))
    case .forward(let report): ("forward", forwardMembers(report))
    case .backward(let report): ("backward", backwardMembers(report))
    case .prediction(let report): ("prediction", predictionMembers(report))
    case .confusion(let report):
      (
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
    case .coach(let note):
      ("coach", coachMembers(note))
    case .gradientCheck(let report): ("gradient_check", gradientMembers(report))
    case .topic(let report): ("topic", topicMembers(report))
    case .topics(let summaries):
      ("topics", [("topics", .array(summaries.map(summary)))])
    case .objective(let report): ("objective", objectiveMembers(report))
    case .searchStarted(let plan): ("search_started", planMembers(plan))
    case .trial(let report): ("trial", trialMembers(report))
    case .rung(let report): ("rung", rungMembers(report))
    case .trialReason(let reason): ("trial_reason", reasonMembers(reason))
    case .trialShown(let details): ("trial", detailMembers(details))
    case .searchEnded(let end): ("search_ended", searchEndMembers(end))
    case .trials(let table): ("trials", tableMembers(table))
    case .trialApplied(let applied): ("trial_applied", appliedMembers(applied))
    case .studies(let list): ("searches", studyMembers(list))
    case .repeats(let report): ("repeats", repeatMembers(report))
    case .importance(let report): ("importance", importanceMembers(report))
    case .searchOverview(let overview): ("search_overview", overviewMembers(overview))
    case .compareStarted(let plan): ("search_compare_started", comparePlanMembers(plan))
    case .compareTrial(let trial): ("compare_trial", compareTrialMembers(trial))
    case .compared(let report): ("search_compared", compareMembers(report))
    case .guesses(let guesses):
      ("guesses", [("guesses", .strings(guesses.map(\.text)))])
    case .raceStarted(let plan): ("race_started", racePlanMembers(plan))
    case .raceEpoch(let epoch): ("race", racerMembers(epoch.racer) + epochMembers(epoch.report))
    case .raceStage(let stage): ("race_stage", raceStageMembers(stage))
    case .raceEnded(let end): ("race_ended", raceEndMembers(end))
    case .racerTaken(let taken): ("racer_taken", takenMembers(taken))
    case .model(let report): ("model", modelMembers(report))
    case .modelSaved(let report): ("model_saved", savedMembers(report))
    case .modelLoaded(let report): ("model_loaded", loadedMembers(report))
    case .help(let page): ("help", helpMembers(page))
    case .lessons(let summaries): ("lessons", [("lessons", .array(summaries.map(lesson)))])
    case .lessonStep(let report): ("lesson_step", lessonMembers(report))
    case .undone(let report):
      (report.direction.rawValue, [("commands", .strings(report.commands))])
    case .document(let report): ("document", documentMembers(report))
    case .hint(let statement): ("hint", statementMembers(statement))
    case .error(let report): ("error", errorMembers(report))
    }
  }
}
