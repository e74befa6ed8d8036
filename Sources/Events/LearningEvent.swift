// Everything the session can say. Commands emit these values; the presenter alone puts them into words,
// and JSON Lines writes them as records. A new case does not compile until both handle it.
import CommandLanguage
import HyperparameterSearch

package enum LearningEvent: Sendable {
  /// Something was missing and a sensible choice was made; the command that makes it explicit.
  case assumed(Assumption)
  case data(DataReport)
  case columns(ColumnsReport)
  case network(NetworkReport)
  case settingChanged(SettingChange)
  case settings([SettingReport])
  case reset(ResetReport)
  case trainingStarted(TrainingStart)
  case epoch(EpochReport)
  case trainingEnded(TrainingEnd)
  case condition(ConditionReport)
  case evaluation(EvaluationReport)
  case step(StepReport)
  case forward(ForwardReport)
  case backward(BackwardReport)
  case prediction(PredictionReport)
  case filePrediction(FilePredictionReport)
  case confusion(ConfusionReport)
  case calibration(CalibrationReport)
  case coach(CoachNote)
  case gradientCheck(GradientCheckReport)
  case why(WhyReport)
  case topic(TopicReport)
  case topics([TopicSummary])
  case objective(ObjectiveReport)
  case searchOverview(SearchOverview)
  case searchStarted(SearchPlan)
  case trial(TrialReport)
  /// Why the trial just reported was where it was.
  case trialReason(TrialReason)
  /// Trials of a halving search were compared.
  case rung(RungReport)
  case searchEnded(SearchEnd)
  case trials(TrialTable)
  case trialShown(TrialDetails)
  case trialApplied(TrialApplied)
  /// The searches that are kept.
  case studies(StudyList)
  /// The best trials with new seeds.
  case repeats(RepeatReport)
  case importance(ImportanceReport)
  case compareStarted(ComparePlan)
  /// A trial of one of the searches compared.
  case compareTrial(CompareTrial)
  case compared(CompareReport)
  /// Points that wait for the next search.
  case guesses([Guess])
  case raceStarted(RacePlan)
  /// The figures of one racer after an epoch.
  case raceEpoch(RaceEpoch)
  /// All racers wait for each other.
  case raceStage(RaceStage)
  case raceEnded(RaceEnd)
  case racerTaken(RacerTaken)
  case model(ModelReport)
  case modelSaved(ModelSaved)
  case modelExported(ModelExported)
  case modelLoaded(ModelLoaded)
  case weights(WeightsReport)
  /// A picture of the state.
  case plot(PlotReport)
  case help(HelpPage)
  case lessons([LessonSummary])
  case lessonStep(LessonStepReport)
  /// What came of an answer in a lesson.
  case lessonVerdict(LessonVerdict)
  case lessonRemark(LessonRemark)
  case undone(UndoReport)
  case cells(CellList)
  /// A cell, before once more what it said.
  case cellShown(CellSummary)
  case notebookChanged(NotebookChange)
  case notebookFile(NotebookFile)
  case sessions(SessionList)
  case status(StatusReport)
  case history(HistoryReport)
  /// The screen is to be emptied.
  case cleared
  /// A lesson or transcript was run and compared.
  case document(DocumentReport)
  /// What to type next, for someone who has not set anything up yet.
  case hint(Statement)
  /// A command failed; the session is as it was before it.
  case error(ErrorReport)
}

/// A diagnostic together with where its command came from.
package struct ErrorReport: Error, Sendable, Equatable {
  package var diagnostic: Diagnostic
  /// The line of commands as the user gave it; the diagnostic's range points into it.
  package var source: LogicalLine
  /// The script's name, when the line did not come from a keyboard.
  package var file: String?

  package init(diagnostic: Diagnostic, source: LogicalLine, file: String? = nil) {
    self.diagnostic = diagnostic
    self.source = source
    self.file = file
  }
}

/// What a command took for granted because the user had not said it.
package struct Assumption: Sendable, Equatable {
  package enum Subject: String, Sendable { case data, layers, space, racers, direction }
  package var subject: Subject
  /// The command that would have said the same.
  package var command: String
  package var why: String

  package init(subject: Subject, command: String, why: String) {
    self.subject = subject
    self.command = command
    self.why = why
  }
}

package struct ProgressReport: Sendable, Equatable {
  package enum Activity: String, Sendable { case reading, training, searching, racing }
  package var activity: Activity
  /// How much of this run is done, of how much.
  package var done: Double
  package var total: Double
  /// The same as a user counts: the epoch or trial last finished, and the one to reach.
  package var position: Int
  package var lastPosition: Int
  /// What is counted: "epochs", "MB", "trials".
  package var unit: String
  /// The newest loss or value, shown beside the bar.
  package var latest: Double?
  /// The best of the trials so far.
  package var best: BestTrial?
  /// Trials under way, in the order of their numbers.
  package var running: [RunningTrial] = []
  /// How the racers of a race stand.
  package var stage: RaceStage?
  /// What there is to see by now, where that was asked for.
  package var figure: Figure?

  /// How many of a file's bytes are read.
  package static func reading(_ read: Int, of total: Int) -> ProgressReport {
    ProgressReport(
      activity: .reading, done: Double(read) / 1e6, total: Double(total) / 1e6, position: read,
      lastPosition: total, unit: "MB")
  }

  package init(
    activity: Activity, done: Double, total: Double, position: Int, lastPosition: Int,
    unit: String, latest: Double? = nil, best: BestTrial? = nil, running: [RunningTrial] = [],
    stage: RaceStage? = nil
  ) {
    self.activity = activity
    self.done = done
    self.total = total
    self.position = position
    self.lastPosition = lastPosition
    self.unit = unit
    self.latest = latest
    self.best = best
    self.running = running
    self.stage = stage
  }

  package struct BestTrial: Sendable, Equatable {
    package var number: Int
    package var value: Double

    package init(number: Int, value: Double) {
      self.number = number
      self.value = value
    }
  }

  /// A trial that is being trained at this moment.
  package struct RunningTrial: Sendable, Equatable {
    package var number: Int
    package var parameters: [ParameterAssignment]
    package var curve: [CurvePoint]

    package init(number: Int, parameters: [ParameterAssignment], curve: [CurvePoint]) {
      self.number = number
      self.parameters = parameters
      self.curve = curve
    }
  }
}

package struct UndoReport: Sendable, Equatable {
  package enum Direction: String, Codable, Sendable { case undo, redo }
  package var direction: Direction
  /// The commands whose effect was taken back or done again, newest first.
  package var commands: [String]

  package init(direction: Direction, commands: [String]) {
    self.direction = direction
    self.commands = commands
  }
}
