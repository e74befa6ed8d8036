// Looking back at a study with a model of its trials.

extension Study {
  /// What a Gaussian process fitted to all trials so far expects at points, with the most likely
  /// hyperparameters; nil where there is nothing to fit. For looking back at a study.
  package func predictions(at points: [[ParameterAssignment]]) -> [Prediction]? {
    let request = ProposalRequest(
      space: space, direction: direction, seed: seed, number: nextTrial, history: trials)
    let seen = trials.filter { $0.state != .pruned }
    guard seen.count > 1, let surrogate = Surrogate(request, trials: seen, belief: .fitted) else {
      return nil
    }
    return points.compactMap { surrogate.prediction(at: surrogate.encoding.coordinates(of: $0)) }
  }
}
