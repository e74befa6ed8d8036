// A study's trials as a Gaussian process sees them: coordinates, values that are standardized and smaller
// the better, and its answers turned back into the values' own units.

import Numerics

/// A Gaussian process fitted to the trials of a study.
struct Surrogate {
  let request: ProposalRequest
  let encoding: UnitEncoding
  private let numbers: [Int]
  private let points: [[Double]]
  /// Of the trials that have ended: what explanations show.
  private let process: GaussianProcess
  /// The same with the trials under way: what chooses.
  private let believer: GaussianProcess
  /// The best mean at a tried point, standardized.
  private let incumbent: Double
  private let scaling: Scaling
  /// Of what is shown; the choice goes by the model's own doubt, since wider ones find the optimum of an exact
  /// function less closely.
  private let widening: Double

  /// value = center + scale · target; the scale is negative where values are maximized.
  private struct Scaling {
    var center: Double
    var scale: Double
  }

  /// The most trials a prediction takes in, and the most that hyperparameters are fitted to: both times
  /// grow with the cube. Of more, the better half and some of the others are taken.
  private static let mostPredicting = 200
  private static let mostFitting = 100

  /// Nil where the values do not differ or no process fits.
  ///
  /// - Parameter trials: with and without values; those without count as the worst.
  init?(
    _ request: ProposalRequest, trials: [Trial], belief: SurrogateBelief, noise: ExpectedNoise
  ) {
    self.request = request
    widening = Widening.factor(after: trials)
    let encoding = UnitEncoding(request.space, fixed: request.fixed)
    self.encoding = encoding
    let sign = request.direction == .minimize ? 1.0 : -1.0
    guard encoding.count > 0, let worst = trials.compactMap(\.value).map({ sign * $0 }).max() else {
      return nil
    }
    let ceiling = SurrogateModel.ceiling(of: trials, request.direction).map { sign * $0 }
    let losses = trials.map { min($0.value.map { sign * $0 } ?? worst, ceiling ?? worst) }
    let kept = Self.chosen(Self.mostPredicting, of: losses)
    guard let (mean, sd) = Self.moments(kept.map { losses[$0] }) else { return nil }
    scaling = Scaling(center: sign * mean, scale: sign * sd)
    let points = kept.map { encoding.coordinates(of: trials[$0].params) }
    let targets = kept.map { (losses[$0] - mean) / sd }
    let fitting = Self.chosen(Self.mostFitting, of: targets)
    let parameters = Self.parameters(
      MarginalLikelihood(
        points: fitting.map { points[$0] }, isUnordered: encoding.isUnordered,
        targets: fitting.map { targets[$0] }, noise: noise),
      last: trials.last { $0.prediction != nil }?.prediction?.model, belief, request)
    guard
      let process = GaussianProcess(
        points: points, isUnordered: encoding.isUnordered, targets: targets,
        parameters: parameters)
    else { return nil }
    incumbent = process.fittedMeans.min() ?? 0
    // Trials under way count as if they ended as predicted (the Kriging believer of Ginsbourger, Le
    // Riche and Carraro, 2010): the doubt around them is gone.
    let pending = request.pending.map { encoding.coordinates(of: $0.params) }
    guard
      let believer = pending.isEmpty
        ? process
        : GaussianProcess(
          points: points + pending, isUnordered: encoding.isUnordered,
          targets: targets + process.predict(pending).map(\.mean), parameters: parameters)
    else { return nil }
    self.process = process
    self.believer = believer
    self.points = points
    numbers = kept.map { trials[$0].number }
  }

  /// Places of at most `count` values: the smaller half, and of the others every so many.
  private static func chosen(_ count: Int, of values: [Double]) -> [Int] {
    guard values.count > count else { return Array(values.indices) }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let others = order.dropFirst(count / 2).sorted()
    let spread = (0..<count - count / 2).map { others[$0 * others.count / (count - count / 2)] }
    return (order.prefix(count / 2) + spread).sorted()
  }

  private static func moments(_ values: [Double]) -> (mean: Double, sd: Double)? {
    let mean = values.reduce(0, +) / Double(values.count)
    let sd = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
      .squareRoot()
    return sd > 0 && sd.isFinite && mean.isFinite ? (mean, sd) : nil
  }

  /// By how much lengthscales are shortened where surprises are expected: √e.
  private static let waryFactor = 1.6487212707001282
  private static let drawingRounds = 2

  /// The hyperparameters to choose with; the fit begins where the last one ended, and afresh.
  private static func parameters(
    _ likelihood: MarginalLikelihood, last: SurrogateModel?, _ belief: SurrogateBelief,
    _ request: ProposalRequest
  ) -> CovarianceParameters {
    let fresh = CovarianceParameters(dimensions: likelihood.dimensions)
    let known = last.flatMap {
      $0.lengthscales.count == likelihood.dimensions ? CovarianceParameters($0) : nil
    }
    let isLarge = likelihood.count >= mostFitting
    // Beginning afresh costs as much again and seldom finds another optimum; with few trials it is cheap.
    let beginsAfresh = !isLarge && (likelihood.count < 50 || request.number % 3 == 0)
    let starts = known.map { beginsAfresh ? [$0, fresh] : [$0] } ?? [fresh]
    let fitted = likelihood.fit(from: starts, iterations: isLarge ? 10 : 30)
    if belief == .fitted { return fitted }
    var random = RandomStream(
      seed: request.seed, purpose: .search,
      index: SearchStream.covariance.index(UInt64(request.number)))
    let drawn = likelihood.draw(
      from: fitted, rounds: isLarge ? 1 : drawingRounds, random: &random)
    return belief == .wary ? drawn.shortened(by: waryFactor) : drawn
  }

  // MARK: Asking it

  /// Whether predictions are dear.
  var isLarge: Bool { points.count > Self.mostFitting }

  var acquisition: AcquisitionSearch {
    AcquisitionSearch(process: believer, encoding: encoding, incumbent: incumbent)
  }

  /// The coordinates of the trials with the best means, best first.
  func bestPoints(_ count: Int) -> [[Double]] {
    points.indices.sorted { (process.fittedMeans[$0], $0) < (process.fittedMeans[$1], $1) }
      .prefix(count).map { points[$0] }
  }

  /// A proposal of values, with what the model expects of them: whole numbers may have been rounded.
  func proposal(of params: [ParameterAssignment]) -> Proposal {
    var proposal = Proposal(params: params, origin: .bayes)
    proposal.prediction = prediction(at: encoding.coordinates(of: params))
    return proposal
  }

  /// The same of many points in short, and the improvement that chooses.
  func expectations(at points: [[Double]]) -> [PosteriorExpectation] {
    let size = abs(scaling.scale)
    let tried = Set(request.points.map(encoding.coordinates(of:)))
    return zip(process.predict(points), acquisition.evaluate(points)).map { expected, candidate in
      // A point that was tried is not chosen again.
      let isTried = tried.contains(candidate.point)
      return PosteriorExpectation(
        mean: scaling.center + scaling.scale * expected.mean,
        sd: size * widening * expected.variance.squareRoot(),
        improvement: isTried ? 0 : size * PortableMath.exp(candidate.logEI))
    }
  }

  func prediction(at point: [Double]) -> Prediction? {
    guard let (mean, variance) = process.predict([point]).first else { return nil }
    let sd = variance.squareRoot()
    let u = (incumbent - mean) / sd
    let improvement = PortableMath.log(sd) + NormalDistribution.logImprovement(u).value
    let size = abs(scaling.scale)
    let distances = points.map { other in
      zip(other, point).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    let nearest = distances.indices.min { distances[$0] < distances[$1] }
    return Prediction(
      mean: scaling.center + scaling.scale * mean, sd: size * widening * sd,
      noise: size * widening * process.parameters.noiseVariance.squareRoot(),
      incumbent: scaling.center + scaling.scale * incumbent,
      logEI: improvement + PortableMath.log(size),
      exploit: size * (incumbent - mean) * NormalDistribution.cumulative(u),
      explore: size * sd * NormalDistribution.density(u),
      nearestTrial: nearest.map { numbers[$0] }, nearestDistance: nearest.map { distances[$0] },
      widening: widening, model: process.parameters.model)
  }
}
