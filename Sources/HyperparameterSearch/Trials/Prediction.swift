// What a model expected of a trial before it ran, in the units of the trial's value, with everything that an
// explanation shows of it and the next fit starts from.

/// A Gaussian process's view of one point when it was proposed.
package struct Prediction: Equatable, Sendable {
  /// The predicted value and its standard deviation, widened, without the noise of one observation and
  /// without the trials that were under way.
  package var mean: Double
  package var sd: Double
  /// The standard deviation of one observation around the mean that the model takes for noise, widened.
  package var noise: Double
  /// The best value so far as the model sees it: what the improvement is measured from.
  package var incumbent: Double
  /// The natural logarithm of the expected improvement by the model's own doubt; the improvement in the
  /// value's units.
  package var logEI: Double
  /// The two parts of the expected improvement (Jones, Schonlau and Welch 1998, eq. 15): by a better
  /// mean, and by doubt. They add up to exp(logEI).
  package var exploit: Double
  package var explore: Double
  /// The tried trial nearest to the point, and how far that is in units of the axes' ranges; nil where
  /// nothing was tried.
  package var nearestTrial: Int?
  package var nearestDistance: Double?
  /// How many times as large as the model's own both deviations are, for how far its earlier guesses missed.
  package var widening: Double
  package var model: SurrogateModel

  /// The doubt about the mean by which the point was chosen.
  package var ownSD: Double { sd / widening }

  /// The standard deviation to expect of the trial's value: of the mean and of the noise together.
  package var observationSD: Double { (sd * sd + noise * noise).squareRoot() }

  package init(
    mean: Double, sd: Double, noise: Double, incumbent: Double, logEI: Double, exploit: Double,
    explore: Double,
    nearestTrial: Int?, nearestDistance: Double?, widening: Double = 1, model: SurrogateModel
  ) {
    self.mean = mean
    self.sd = sd
    self.noise = noise
    self.incumbent = incumbent
    self.logEI = logEI
    self.exploit = exploit
    self.explore = explore
    self.nearestTrial = nearestTrial
    self.nearestDistance = nearestDistance
    self.widening = widening
    self.model = model
  }
}

/// The fitted hyperparameters of a Gaussian process.
package struct SurrogateModel: Equatable, Sendable {
  /// For each axis of the space that varies, in its order: over what part of the axis's range values
  /// stay alike. 0.2 means that a fifth of the range makes a difference; 5 that the axis looks flat.
  package var lengthscales: [Double]
  /// The standard deviation of the values that the model explains, and of the noise it leaves, both in
  /// units of the values' own standard deviation.
  package var outputScale: Double
  package var noise: Double

  package init(lengthscales: [Double], outputScale: Double, noise: Double) {
    self.lengthscales = lengthscales
    self.outputScale = outputScale
    self.noise = noise
  }
}
