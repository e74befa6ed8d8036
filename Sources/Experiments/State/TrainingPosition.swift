// A place in a training that one can go back to or take over: the network, its settings, and all that
// training changes. Data, searches and lessons are not part of it.
import NeuralNetwork

package struct TrainingPosition: Sendable {
  package let settings: SessionSettings
  package let training: TrainingState?
  let hidden: [HiddenLayer]?
  private let interrupted: TrainingGoal?
  private let validationSeed: UInt64?
  private let rowHistory: RowHistory
  let earlyStopping: EarlyStopping?
  let epochs: EpochHistory
  private let divergence: Divergence?
  let lastStep: StepRecord?
  private let lastStepValidationSeed: UInt64?
  private let coachMemory: CoachMemory

  init(_ state: SessionState, training: TrainingState? = nil) {
    settings = state.settings
    self.training = training ?? state.training
    hidden = state.hidden
    interrupted = state.interrupted
    validationSeed = state.validationSeed
    rowHistory = state.rowHistory
    earlyStopping = state.earlyStopping
    epochs = state.epochs
    divergence = state.divergence
    lastStep = state.lastStep
    lastStepValidationSeed = state.lastStepValidationSeed
    coachMemory = state.coachMemory
  }

  /// Puts the state there. How much is explained and how many threads work stay as they are: they
  /// are the user's, not the training's.
  package func restore(in state: inout SessionState) {
    state.settings = settings.withUsersOwn(of: state.settings)
    state.training = training
    state.hidden = hidden
    state.interrupted = interrupted
    state.validationSeed = validationSeed
    state.rowHistory = rowHistory
    state.earlyStopping = earlyStopping
    state.epochs = epochs
    state.divergence = divergence
    state.lastStep = lastStep
    state.lastStepValidationSeed = lastStepValidationSeed
    state.coachMemory = coachMemory
  }
}

/// The last `train`: where it began and where it was to go, so that `what if` can run it again.
package struct LastTrain: Sendable {
  package let begin: TrainingPosition
  package let goal: TrainingGoal
  package let wasInterrupted: Bool
}
