// The model of a Bayesian search to look at: as it stood before one of its trials, or as all trials leave it. It
// is fitted by the code that chose the trial, to the same results and with the same random numbers, so that what it
// says of the trial's point is what was said then, to the bit.

import Numerics

/// What a Gaussian process of a study's trials expects anywhere in its space.
package struct Posterior {
  /// The trials whose results it knows.
  package let known: [Trial]
  /// Those chosen before whose results it must not know: of the same wave.
  package let pending: [PendingTrial]
  package let belief: SurrogateBelief
  private let surrogate: Surrogate

  fileprivate init?(_ request: ProposalRequest, _ belief: SurrogateBelief, _ sampler: Sampler) {
    var noise = ExpectedNoise.unknown
    if case .bayes(let bayes) = sampler { noise = bayes.noise }
    let seen = request.history.filter { $0.state != .pruned }
    guard seen.count > 1,
      let surrogate = Surrogate(request, trials: seen, belief: belief, noise: noise)
    else { return nil }
    (known, pending, self.belief) = (seen, request.pending, belief)
    self.surrogate = surrogate
  }

  package func expectations(at points: [[ParameterAssignment]]) -> [PosteriorExpectation] {
    surrogate.expectations(at: points.map(surrogate.encoding.coordinates(of:)))
  }

  /// Everything about one point, as a trial keeps it.
  package func prediction(at point: [ParameterAssignment]) -> Prediction? {
    surrogate.prediction(at: surrogate.encoding.coordinates(of: point))
  }
}

extension Study {
  /// Nil where there is nothing to fit: fewer than two trials, or all of one value.
  ///
  /// - Parameter number: of the trial before which it stood so; nil for all trials, with the most likely
  ///   hyperparameters.
  package func posterior(before number: Int? = nil) -> Posterior? {
    guard let number else {
      return Posterior(
        ProposalRequest(
          space: space, direction: direction, seed: seed, number: nextTrial, history: trials),
        .fitted, sampler)
    }
    let start = waveStart(of: number)
    return Posterior(
      ProposalRequest(
        space: space, direction: direction, seed: seed, number: number,
        history: trials.filter { $0.number < start },
        pending: trials.filter { $0.number >= start && $0.number < number }
          .map { PendingTrial(number: $0.number, params: $0.params) }),
      BayesianSampler.belief(of: number), sampler)
  }

  /// The number of the first trial that is chosen together with this one.
  package func waveStart(of number: Int) -> Int {
    sampler.usesResults ? number - number % waveSize : number
  }

  /// What the model of all trials so far expects at points; nil where there is nothing to fit.
  package func predictions(at points: [[ParameterAssignment]]) -> [Prediction]? {
    posterior().map { posterior in points.compactMap(posterior.prediction(at:)) }
  }
}
