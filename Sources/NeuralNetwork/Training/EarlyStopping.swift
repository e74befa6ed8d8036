// Stopping when nothing gets better any more, and going back to the weights that were best.

/// Watches a run, epoch by epoch. It is a value: kept beside the training state, it makes an
/// interrupted run go on as if it had never stopped.
package struct EarlyStopping: Equatable, Sendable {
  /// The weights and the optimizer's memory after the epoch of the lowest loss.
  package struct Best: Equatable, Sendable {
    package let loss: Double
    /// Epochs completed then.
    package let epoch: Int
    package let parameters: [Float]
    package let optimizer: OptimizerState

    package init(loss: Double, epoch: Int, parameters: [Float], optimizer: OptimizerState) {
      self.loss = loss
      self.epoch = epoch
      self.parameters = parameters
      self.optimizer = optimizer
    }

    /// Whether training has not gone on since.
    package func isPlace(of state: TrainingState) -> Bool {
      state.epoch == epoch && state.rowsDoneInEpoch == 0
    }
  }

  /// How many epochs in a row may pass without a lower loss.
  package let patience: Int
  /// Nil until a loss was finite.
  package private(set) var best: Best?
  package private(set) var epochsSinceBest: Int

  /// - Parameter patience: at least 1.
  package init(patience: Int, best: Best? = nil, epochsSinceBest: Int = 0) {
    precondition(patience > 0, "patience of no epochs")
    self.patience = patience
    self.best = best
    self.epochsSinceBest = epochsSinceBest
  }

  /// Takes note of the loss after an epoch; true when it is time to stop. The loss must be of rows
  /// that were not trained on, or it only tells how well they are learned by heart.
  package mutating func shouldStop(after state: TrainingState, loss: Double) -> Bool {
    if loss < best?.loss ?? .infinity {
      best = Best(
        loss: loss, epoch: state.epoch, parameters: state.parameters, optimizer: state.optimizer)
      epochsSinceBest = 0
    } else {
      epochsSinceBest += 1
    }
    return epochsSinceBest >= patience
  }

  /// Gives the next run its whole patience; what was best stays the mark to beat.
  package mutating func startAnew() { epochsSinceBest = 0 }

  /// The state with the weights and the optimizer's memory of the best epoch. Steps and epochs go on
  /// counting: they were taken.
  package func restoringBest(in state: TrainingState) -> TrainingState {
    guard let best, best.parameters.count == state.parameters.count else { return state }
    var restored = state
    restored.parameters = best.parameters
    restored.optimizer = best.optimizer
    restored.weightsEpoch = best.isPlace(of: state) ? nil : best.epoch
    return restored
  }
}
