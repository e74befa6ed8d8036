// Stopping when nothing gets better any more, and going back to the weights that were best.

/// Watches a run, epoch by epoch. It is a value: kept beside the training state, it makes an
/// interrupted run go on as if it had never stopped.
package struct EarlyStopping: Equatable, Sendable {
  /// How many epochs in a row may pass without a lower loss.
  package let patience: Int
  /// The lowest loss seen, and the epochs completed then.
  package private(set) var best: (loss: Double, epoch: Int)? {
    get { bestEpoch.map { (bestLoss, $0) } }
    set { (bestLoss, bestEpoch) = (newValue?.loss ?? .infinity, newValue?.epoch) }
  }
  package private(set) var epochsSinceBest = 0
  private var bestLoss = Double.infinity
  private var bestEpoch: Int?
  private var parameters: [Float] = []
  private var optimizer = OptimizerState()

  /// - Parameter patience: at least 1.
  package init(patience: Int) {
    precondition(patience > 0, "patience of no epochs")
    self.patience = patience
  }

  /// Takes note of the loss after an epoch; true when it is time to stop. The loss must be of rows
  /// that were not trained on, or it only tells how well they are learned by heart.
  package mutating func shouldStop(after state: TrainingState, loss: Double) -> Bool {
    if bestEpoch == nil || loss < bestLoss {
      best = (loss, state.epoch)
      parameters = state.parameters
      optimizer = state.optimizer
      epochsSinceBest = 0
    } else {
      epochsSinceBest += 1
    }
    return epochsSinceBest >= patience
  }

  /// The state with the weights and the optimizer's memory of the best epoch. Steps and epochs go on
  /// counting: they were taken.
  package func restoringBest(in state: TrainingState) -> TrainingState {
    guard bestEpoch != nil, parameters.count == state.parameters.count else { return state }
    var restored = state
    restored.parameters = parameters
    restored.optimizer = optimizer
    return restored
  }
}
