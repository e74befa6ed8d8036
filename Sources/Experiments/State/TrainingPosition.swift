// A place in a training that one can go back to or take over: the model, its settings, and all that
// training changes. Data, searches and lessons are not part of it.
import Events

package struct TrainingPosition: Sendable {
  package let settings: SessionSettings
  package let model: TrainedModel

  init(_ state: SessionState) {
    settings = state.settings
    model = state.model
  }

  /// Puts the state there. How much is explained and how many threads work stay as they are: they
  /// are the user's, not the training's.
  package func restore(in state: inout SessionState) {
    state.settings = settings.withUsersOwn(of: state.settings)
    state.model = model
  }
}

/// The last `train`: where it began and where it was to go, so that `what if` can run it again; and where
/// it ended, so that `why` can.
package struct LastTrain: Sendable {
  package let begin: TrainingPosition
  package let goal: TrainingGoal
  package let wasInterrupted: Bool
  /// Its last step, and the epoch whose weights were taken back then, if an earlier one's were.
  package let end: WeightsPlace
}
