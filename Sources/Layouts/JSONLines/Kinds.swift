// All kinds of objects, by which lines are read.

extension JSONLine {
  package static let kinds: [any EventRecord.Type] =
    [
      CommandRecord.self, EndedRecord.self, AssumedRecord.self, HintRecord.self, UndoRecord.self,
      RedoRecord.self, ErrorRecord.self, HelpRecord.self, TopicsRecord.self, TopicRecord.self,
      LessonsRecord.self, LessonStepRecord.self, LessonVerdictRecord.self,
      LessonRemarkRecord.self, DocumentRecord.self, DataRecord.self, ColumnsRecord.self,
      SettingsRecord.self, SettingRecord.self, ResetRecord.self, NetworkRecord.self,
      ModelRecord.self, ModelSavedRecord.self, ModelLoadedRecord.self, TrainingStartedRecord.self,
      ModelExportedRecord.self,
      EpochRecord.self, TrainingEndedRecord.self, ConditionRecord.self, CoachRecord.self,
      EvaluationRecord.self, PredictionRecord.self, FilePredictionRecord.self,
      ConfusionRecord.self, CalibrationRecord.self,
      TracedStepRecord.self,
      GradientCheckRecord.self, WhyRecord.self, ForwardRecord.self, BackwardRecord.self,
      WeightsRecord.self, StatusRecord.self, HistoryRecord.self, ClearedRecord.self,
      CellsRecord.self, CellRecord.self,
      NotebookChangeRecord.self, NotebookFileRecord.self, SaidRecord.self,
      SessionsRecord.self, PlotRecord.self,
    ] + searchKinds
}
