// What a Gaussian process believes before it sees values: how alike two points are, by their coordinates,
// and which hyperparameters of that are likely beforehand.

import Numerics

/// The hyperparameters as a minimizer sees them: logarithms of a lengthscale for each coordinate, of the
/// output's variance and of the noise's, in this order.
struct CovarianceParameters: Equatable {
  var logs: [Double]

  var dimensions: Int { logs.count - 2 }
  /// 1 / lengthscale², by which squared differences count.
  var weights: [Double] { logs.dropLast(2).map { PortableMath.exp(-2 * $0) } }
  var outputVariance: Double { PortableMath.exp(logs[logs.count - 2]) }
  var noiseVariance: Double { PortableMath.exp(logs[logs.count - 1]) }

  init(logs: [Double]) { self.logs = logs }

  init(_ model: SurrogateModel) {
    logs =
      model.lengthscales.map(PortableMath.log)
      + [2 * PortableMath.log(model.outputScale), 2 * PortableMath.log(model.noise)]
  }

  /// Where a fit starts that knows nothing.
  init(dimensions: Int) {
    logs =
      [Double](repeating: PortableMath.log(0.4), count: dimensions) + [0, PortableMath.log(1e-3)]
  }

  var model: SurrogateModel {
    SurrogateModel(
      lengthscales: logs.dropLast(2).map(PortableMath.exp),
      outputScale: outputVariance.squareRoot(), noise: noiseVariance.squareRoot())
  }

  /// The same with all lengthscales a factor shorter: more doubt between the trials.
  func shortened(by factor: Double) -> CovarianceParameters {
    var copy = self
    for index in 0..<dimensions { copy.logs[index] -= PortableMath.log(factor) }
    return copy
  }
}

/// Which hyperparameters are likely before any value is seen, for coordinates between 0 and 1 and values
/// of variance 1.
struct CovariancePrior {
  let dimensions: Int
  /// Of the logarithm of a lengthscale, normal. It grows with the root of the number of coordinates, as
  /// distances do (Hvarfner, Hellsten and Nardi, "Vanilla Bayesian optimization performs great in high
  /// dimensions", ICML 2024).
  private let center: Double
  private static let spread = 1.0
  /// The output's variance: Gamma with shape 2.
  private static let outputRate = 0.4
  private let noise: ExpectedNoise

  init(dimensions: Int, noise: ExpectedNoise) {
    self.dimensions = dimensions
    self.noise = noise
    center = 0.5 * PortableMath.log(Double(max(1, dimensions))) - 0.5
  }

  var lower: [Double] {
    [Double](repeating: PortableMath.log(0.01), count: dimensions)
      + [PortableMath.log(0.01), noise.least]
  }
  var upper: [Double] {
    [Double](repeating: PortableMath.log(100), count: dimensions)
      + [PortableMath.log(100), PortableMath.log(1)]
  }

  /// ln of the density up to a constant; its slopes are added to `gradient`.
  func logDensity(_ parameters: CovarianceParameters, _ gradient: inout [Double]) -> Double {
    var sum = 0.0
    func addNormal(_ index: Int, center: Double, spread: Double) {
      let z = (parameters.logs[index] - center) / spread
      sum -= 0.5 * z * z
      gradient[index] -= z / spread
    }
    for index in 0..<dimensions { addNormal(index, center: center, spread: Self.spread) }
    addNormal(dimensions + 1, center: noise.center, spread: noise.spread)
    let scaled = Self.outputRate * parameters.outputVariance
    gradient[dimensions] += 1 - scaled
    return sum + parameters.logs[dimensions] - scaled
  }
}
