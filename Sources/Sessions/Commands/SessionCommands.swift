// The commands of a session, in the order in which they are listed.

package enum SessionCommands {
  package static let all: [any Command] = [
    DataCommand(), FeaturesCommand(), LayerCommand(), LayersCommand(), SetCommand(),
    UnsetCommand(), TrainCommand(), StepCommand(), ResetCommand(), EvalCommand(),
    PredictCommand(), ConfusionCommand(), CalibrationCommand(), ExplainCommand(), WhyCommand(),
    RaceCommand(), WhatCommand(),
    SearchCommand(), ObjectiveCommand(), TrialsCommand(), TrialCommand(), EnqueueCommand(),
    ImportanceCommand(), UseCommand(), ModelCommand(), UndoCommand(), RedoCommand(),
    WeightsCommand(),
    StatusCommand(),
    HistoryCommand(),
    ClearCommand(),
    HelpCommand(), QuitCommand(),
  ]
}
