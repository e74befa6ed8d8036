// A network as the session's model: its layers, its weights, and all that training has left beside them.
// What a place in a training is made of, so that taking one over or going back is copying this.
import Datasets
import Events
import NeuralNetwork

package struct NetworkModel: Sendable {
  /// A line to type after a divergence, and the settings with which that came about.
  package struct Remedy: Sendable, Equatable {
    package let line: String
    /// Whether training with it was tried and stayed finite.
    package let isTried: Bool
    package let settings: TrainingSettings
    /// Whether the session has changed since, so that `undo` takes another command back.
    package private(set) var isPast = false

    /// Whether it still leads where it was tried.
    package var fits: Bool { !isPast || !line.hasPrefix("undo") }

    init(_ diagnosis: DivergenceDiagnosis, _ settings: TrainingSettings) {
      line = diagnosis.remedy
      isTried = diagnosis.isTried
      self.settings = settings
    }

    init(line: String, isTried: Bool, settings: TrainingSettings) {
      self.line = line
      self.isTried = isTried
      self.settings = settings
    }

    package mutating func pass() { isPast = true }
  }

  /// Hidden layers; nil until the user has said anything about them (`layers none` is []).
  package var hidden: [HiddenLayer]?
  /// Nil until data is there and training, stepping or evaluating needs weights.
  package var training: TrainingState?
  /// For how many epochs the trial was trained that it was taken from; nil for networks of another origin.
  package var trialEpochs: Int?
  /// What an interrupted `train` was to reach.
  @Boxed package var interrupted: TrainingGoal? = nil
  /// What the rows kept for validation were drawn with, once any were.
  package var validationSeed: UInt64?
  /// Which rows the weights have been trained on.
  package var rowHistory = RowHistory()
  /// The best epoch so far by the validation rows. Of use while its patience is that of the settings.
  @Boxed package var earlyStopping: EarlyStopping? = nil
  /// One report an epoch since the last reset.
  package var epochs = EpochHistory()
  /// What the coach has said of these weights.
  package var coachMemory = CoachMemory()
  /// Why the last run stopped being finite, until training goes on or starts anew.
  @Boxed package var divergence: Divergence? = nil
  /// What was found to help against it.
  @Boxed package var remedy: Remedy? = nil
  /// The last step that was looked at in detail.
  @Boxed package var lastStep: StepRecord? = nil
  /// What the validation rows kept from that step were drawn with; nil if none were.
  package var lastStepValidationSeed: UInt64?

  package init(hidden: [HiddenLayer]? = nil) { self.hidden = hidden }

  /// Forgets weights, optimizer state and history: the network or the data has changed. How long it is to be trained
  /// stays.
  mutating func forgetTraining() {
    let epochs = trialEpochs
    self = NetworkModel(hidden: hidden)
    trialEpochs = epochs
  }

  /// Keeps the figures of an epoch; true when patience with the validation loss is spent.
  ///
  /// - Parameters:
  ///   - settings: those it was trained with.
  ///   - plan: of the run that it belongs to.
  mutating func record(
    _ report: EpochReport, trainedWith settings: TrainingSettings, plan: TrainingPlan? = nil,
    after training: @autoclosure () -> TrainingState
  ) -> Bool {
    epochs.append(report, trainedWith: settings, plan: plan)
    guard let loss = report.validation?.dataLoss, let patience = settings.patience else {
      return false
    }
    var watch = EarlyStopping(patience: patience)
    if let earlyStopping, earlyStopping.patience == patience { watch = earlyStopping }
    defer { earlyStopping = watch }
    return watch.shouldStop(after: training(), loss: loss)
  }

  /// Goes on with what training has made of the weights.
  ///
  /// - Parameter step: the last one, if it was recorded for explanations.
  mutating func takeOver(
    _ end: TrainingState, from start: TrainingState, on rows: TrainingRows,
    _ reason: TrainingEnd.Reason?, remedy: Remedy? = nil, step: StepRecord?
  ) {
    training = end
    validationSeed = rows.validationSeed
    if end.stepCount > start.stepCount { rowHistory.noteTraining(on: rows) }
    divergence = reason?.divergence
    self.remedy = remedy
    guard let step else { return }
    lastStep = step
    lastStepValidationSeed = rows.validation == nil ? nil : rows.validationSeed
  }
}
