// Which record an event is, and so which object of the contract.
import Events
import JSON
import Presentation

package struct JSONLines: Sendable {
  package init() {}

  /// Nil for progress alone, which is only for a live terminal.
  package func object(for output: SessionOutput) -> JSONValue? {
    switch output {
    case .began(let execution): object(execution, CommandRecord(execution))
    case .event(let event, let execution): object(execution, record(of: event))
    case .ended(let execution): object(execution, EndedRecord(execution))
    case .progress: nil
    }
  }

  /// An event by itself, as of documents, which are run in sessions of their own.
  package func object(for event: LearningEvent) -> JSONValue { object(nil, record(of: event)) }

  /// What a cell of a notebook has said.
  package func object(for blocks: Blocks, in execution: Execution) -> JSONValue {
    object(execution, SaidRecord(blocks))
  }

  private func object(_ execution: Execution?, _ record: any EventRecord) -> JSONValue {
    JSONLine(cell: execution?.serial, record).object
  }

  private func record(of event: LearningEvent) -> any EventRecord {
    switch event {
    case .assumed(let assumption): AssumedRecord(assumption)
    case .data(let report): DataRecord(report)
    case .columns(let report): ColumnsRecord(report)
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
    case .filePrediction(let report): FilePredictionRecord(report)
    case .confusion(let report): ConfusionRecord(report)
    case .calibration(let report): CalibrationRecord(report)
    case .coach(let note): CoachRecord(note)
    case .gradientCheck(let report): GradientCheckRecord(report)
    case .why(let report): WhyRecord(report)
    case .topic(let report): TopicRecord(report)
    case .topics(let topics): TopicsRecord(topics)
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
    case .raceStage(let stage): RaceStageRecord(stage)
    case .raceEnded(let end): RaceEndedRecord(end)
    case .racerTaken(let taken): RacerTakenRecord(taken)
    case .model(let report): ModelRecord(report)
    case .modelSaved(let report): ModelSavedRecord(report)
    case .modelExported(let report): ModelExportedRecord(report)
    case .modelLoaded(let report): ModelLoadedRecord(report)
    case .weights(let report): WeightsRecord(report)
    case .plot(let report): PlotRecord(report)
    case .help(let page): HelpRecord(page)
    case .lessons(let lessons): LessonsRecord(lessons)
    case .lessonStep(let report): LessonStepRecord(report)
    case .lessonVerdict(let verdict): LessonVerdictRecord(verdict)
    case .lessonRemark(let remark): LessonRemarkRecord(remark)
    case .undone(let report):
      switch report.direction {
      case .undo: UndoRecord(commands: report.commands)
      case .redo: RedoRecord(commands: report.commands)
      }
    case .cells(let list): CellsRecord(list)
    case .cellShown(let cell): CellRecord(cell)
    case .notebookChanged(let change): NotebookChangeRecord(change)
    case .notebookFile(let file): NotebookFileRecord(file)
    case .sessions(let list): SessionsRecord(list)
    case .status(let report): StatusRecord(report)
    case .history(let report): HistoryRecord(report)
    case .cleared: ClearedRecord()
    case .document(let report): DocumentRecord(report)
    case .hint(let statement): HintRecord(statement)
    case .error(let report): ErrorRecord(report)
    }
  }
}
