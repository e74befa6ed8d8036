// How far the weights have come that a command shows something of: all commands say it alike.
import NeuralNetwork

package struct WeightsPlace: Sendable, Equatable {
  package var epoch: Int
  package var step: Int
  /// Rows of the next epoch already done.
  package var rowsDone: Int
  /// Where the weights are an earlier epoch's, taken back.
  package var weightsEpoch: Int?
}

extension WeightsPlace {
  package init(_ state: TrainingState) {
    epoch = state.epoch
    step = state.stepCount
    rowsDone = state.rowsDoneInEpoch
    weightsEpoch = state.weightsEpoch
  }
}
