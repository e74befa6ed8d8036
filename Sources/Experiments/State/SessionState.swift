// All that a command can change, as one value: undo is keeping the old one, and a failed command
// leaves no trace because its half-done copy is dropped.
import Datasets
import Events
import NeuralNetwork

package struct SessionState: Sendable {
  package var data: PreparedData?
  /// What makes the same data again, whatever the session's seed.
  package private(set) var recipe: [DataStep] = []
  /// The same as commands.
  package var dataCommands: [String] { recipe.map(\.command) }
  /// Those of them that divided the training rows further.
  package var divisionCommands: [String] { recipe.filter { $0.kind == .division }.map(\.command) }
  /// The command that takes data left in their own units again, standardized; nil for other data.
  package var standardizingCommand: String?
  /// Hidden layers; nil until the user has said anything about them (`layers none` is []).
  package var hidden: [HiddenLayer]?
  package var settings = SessionSettings()
  /// Nil until data is there and training, stepping or evaluating needs weights.
  package var training: TrainingState?
  /// What an interrupted `train` was to reach.
  package var interrupted: TrainingGoal?
  /// What the rows kept for validation were drawn with, once any were.
  package var validationSeed: UInt64?
  /// Which rows the weights have been trained on.
  package var rowHistory = RowHistory()
  /// The best epoch so far by the validation rows. Of use while its patience is that of the settings.
  package var earlyStopping: EarlyStopping?
  /// One report an epoch since the last reset.
  package var epochs = EpochHistory()
  /// What the coach has said of these weights.
  package var coachMemory = CoachMemory()
  /// Why the last run stopped being finite, until training goes on or starts anew.
  package var divergence: Divergence?
  /// The last step that was looked at in detail.
  package var lastStep: StepRecord?
  /// What the validation rows kept from that step were drawn with; nil if none were.
  package var lastStepValidationSeed: UInt64?
  package var lastTrain: LastTrain?
  package var search: FinishedSearch?
  /// Where searches look their trials up; nil where they train networks.
  package var table: TableObjective?
  /// Points the user gave for the next search that runs.
  package var guesses: [Guess] = []
  package var race: FinishedRace?

  package init() {}

  /// Sizes of the network on the present data; nil while there is no data.
  package var shape: NetworkShape? {
    guard let data else { return nil }
    return NetworkShape(
      inputs: data.training.inputCount, hidden: hidden ?? [],
      outputs: data.outputCount(settings.training))
  }

  /// Keeps the figures of an epoch; true when patience with the validation loss is spent.
  mutating func record(
    _ report: EpochReport, after training: @autoclosure () -> TrainingState
  ) -> Bool {
    epochs.append(report)
    guard let loss = report.validation?.dataLoss, let patience = settings.training.patience else {
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
    _ reason: TrainingEnd.Reason?, step: StepRecord?
  ) {
    training = end
    validationSeed = rows.validationSeed
    if end.stepCount > start.stepCount { rowHistory.noteTraining(on: rows) }
    divergence = reason?.divergence
    guard let step else { return }
    lastStep = step
    lastStepValidationSeed = rows.validation == nil ? nil : rows.validationSeed
  }

  /// Puts data in the place of those there are, and forgets what was trained and found on those.
  package mutating func take(_ data: PreparedData, by step: DataStep) {
    put(data, by: step)
    // Its trials were judged on other rows, if rows they were judged on.
    if case .training? = search?.objective { search = nil }
    race = nil
    forgetTraining()
  }

  /// Puts data where there are none yet.
  package mutating func put(_ data: PreparedData, by step: DataStep) {
    self.data = data
    switch step.kind {
    case .rows: recipe = []
    // They are made of the plain inputs, whatever features were chosen before.
    case .features: recipe.removeAll { $0.kind == .features }
    case .division, .model: break
    }
    recipe.append(step)
  }

  /// Forgets weights, optimizer state and history: the network or the data has changed.
  package mutating func forgetTraining() {
    training = nil
    interrupted = nil
    validationSeed = nil
    rowHistory = RowHistory()
    earlyStopping = nil
    divergence = nil
    coachMemory = CoachMemory()
    epochs = EpochHistory()
    lastStep = nil
    lastStepValidationSeed = nil
    lastTrain = nil
  }
}

/// One of the commands that made the data what they are.
package struct DataStep: Sendable {
  package enum Kind: Sendable {
    case rows, features
    /// Which rows are test rows.
    case division
    /// Prepared as those of a model's file.
    case model
  }

  package let kind: Kind
  package let command: String
  /// Where its paths start, with a slash behind it; nil for the current folder.
  package var folder: String?

  package init(kind: Kind, command: String, folder: String? = nil) {
    self.kind = kind
    self.command = command
    self.folder = folder
  }
}

extension PreparedData {
  package var isRegression: Bool {
    if case .regression = task { true } else { false }
  }

  /// The loss that the settings ask for, or the one that fits where theirs does not: then
  /// `Preparation.loss(for:)` says why before anything is computed.
  package func loss(_ settings: TrainingSettings) -> Loss {
    (try? settings.loss.loss(for: training.targets)) ?? .natural(for: training.targets)
  }

  /// One logistic output for two classes, one output a class for cross-entropy, one for a number.
  package func outputCount(_ settings: TrainingSettings) -> Int {
    loss(settings).outputs(for: training.targets)
  }
}

extension PreparedData {
  /// The features as `features` takes them; nil for the inputs as they are.
  package var featureText: String? {
    features.map { $0.features.map(\.rawValue).joined(separator: " ") }
  }
}
