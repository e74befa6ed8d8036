// What a session said last, by kind.
import CommandLanguage
import Events

extension RecordedSession {
  /// How the executions of the last line ended.
  package var outcomes: [Execution.Outcome] {
    output.compactMap { if case .ended(let execution) = $0 { execution.outcome } else { nil } }
  }

  package var error: ErrorReport? {
    first { if case .error(let report) = $0 { report } else { nil } }
  }

  package var diagnostic: Diagnostic? { error?.diagnostic }

  package var epochReports: [EpochReport] {
    events.compactMap { if case .epoch(let report) = $0 { report } else { nil } }
  }

  package var trainingEnd: TrainingEnd? {
    events.compactMap { if case .trainingEnded(let end) = $0 { end } else { nil } }.last
  }

  package var coachNotes: [CoachNote] {
    events.compactMap { if case .coach(let note) = $0 { note } else { nil } }
  }

  package var settingChange: SettingChange? {
    first { if case .settingChanged(let change) = $0 { change } else { nil } }
  }

  package var evaluation: EvaluationReport? {
    first { if case .evaluation(let report) = $0 { report } else { nil } }
  }

  package var modelLoaded: ModelLoaded? {
    first { if case .modelLoaded(let report) = $0 { report } else { nil } }
  }

  package var topic: TopicReport? {
    first { if case .topic(let report) = $0 { report } else { nil } }
  }

  package var trialReports: [TrialReport] {
    events.compactMap { if case .trial(let report) = $0 { report } else { nil } }
  }

  package var searchEnd: SearchEnd? {
    first { if case .searchEnded(let end) = $0 { end } else { nil } }
  }

  package var raceEpochs: [RaceEpoch] {
    events.compactMap { if case .raceEpoch(let epoch) = $0 { epoch } else { nil } }
  }

  package var raceStages: [RaceStage] {
    events.compactMap { if case .raceStage(let stage) = $0 { stage } else { nil } }
  }

  package var raceEnd: RaceEnd? {
    first { if case .raceEnded(let end) = $0 { end } else { nil } }
  }

  package var racerTaken: RacerTaken? {
    first { if case .racerTaken(let taken) = $0 { taken } else { nil } }
  }

  /// The epochs of one racer, the figures before the first among them.
  package func reports(of letter: String) -> [EpochReport] {
    raceEpochs.filter { $0.racer.letter == letter }.map(\.report)
  }

  private func first<Value>(_ value: (LearningEvent) -> Value?) -> Value? {
    events.lazy.compactMap(value).first
  }
}
