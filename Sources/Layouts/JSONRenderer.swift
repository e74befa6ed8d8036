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
    case .assumed(let assumption): AssumedRecord(assumption)
    case .data(let report): DataRecord(report)
    case .network(let report): NetworkRecord(report)
    case .settingChanged(let change): SettingRecord(change)
    case .settings(let reports): SettingsRecord(reports)
    case .reset(let report): ResetRecord(report)
    case .trainingStarted(let start): TrainingStartedRecord(start)
    case .epoch(let report): EpochRecord(report)
    case .trainingEnded(let end): TrainingEndedRecord(end)
    case .condition(let report): ConditionRecord(report)
    case .evaluation(let report): EvaluationRecord(report)
    case .step(let report): TracedStepRecord(report)
    case .forward(let report): ForwardRecord(report)
    case .backward(let report): BackwardRecord(report)
    case .prediction(let report): PredictionRecord(report)
    case .confusion(let report): ConfusionRecord(report)
    case .coach(let note): CoachRecord(note)
    case .gradientCheck(let report): GradientCheckRecord(report)
    case .topic(let report): TopicRecord(report)
    case .topics(let topics): TopicsRecord(topics)
    // searches and races
    case .objective(let report): OldRecord("objective", objectiveMembers(report))
    case .searchStarted(let plan): OldRecord("search_started", planMembers(plan))
    case .trial(let report): OldRecord("trial", trialMembers(report))
    case .rung(let report): OldRecord("rung", rungMembers(report))
    case .trialReason(let reason): OldRecord("trial_reason", reasonMembers(reason))
    case .trialShown(let details): OldRecord("trial", detailMembers(details))
    case .searchEnded(let end): OldRecord("search_ended", searchEndMembers(end))
    case .trials(let table): OldRecord("trials", tableMembers(table))
    case .trialApplied(let applied): OldRecord("trial_applied", appliedMembers(applied))
    case .studies(let list): OldRecord("searches", studyMembers(list))
    case .repeats(let report): OldRecord("repeats", repeatMembers(report))
    case .importance(let report): OldRecord("importance", importanceMembers(report))
    case .searchOverview(let overview): OldRecord("search_overview", overviewMembers(overview))
    case .compareStarted(let plan):
      OldRecord("search_compare_started", comparePlanMembers(plan))
    case .compareTrial(let trial): OldRecord("compare_trial", compareTrialMembers(trial))
    case .compared(let report): OldRecord("search_compared", compareMembers(report))
    case .guesses(let guesses):
      OldRecord("guesses", [("guesses", .strings(guesses.map(\.text)))])
    case .raceStarted(let plan): OldRecord("race_started", racePlanMembers(plan))
    case .raceEpoch(let epoch):
      OldRecord("race", racerMembers(epoch.racer) + epochMembers(epoch.report))
    // The same figures stand in the objects of the epochs.
    case .raceRow: nil
    case .raceEnded(let end): OldRecord("race_ended", raceEndMembers(end))
    case .racerTaken(let taken): OldRecord("racer_taken", takenMembers(taken))
    // end of searches and races
    case .model(let report): ModelRecord(report)
    case .modelSaved(let report): ModelSavedRecord(report)
    case .modelLoaded(let report): ModelLoadedRecord(report)
    case .help(let page): HelpRecord(page)
    case .lessons(let lessons): LessonsRecord(lessons)
    case .lessonStep(let report): LessonStepRecord(report)
    case .undone(let report):
      switch report.direction {
      case .undo: UndoRecord(commands: report.commands)
      case .redo: RedoRecord(commands: report.commands)
      }
    case .document(let report): DocumentRecord(report)
    case .hint(let statement): HintRecord(statement)
    case .error(let report): ErrorRecord(report)
    }
  }
}
