// How much chance a model takes to be in the values before it has seen any: with few trials that, and not they,
// decides whether near points that differ are noise or a steep slope.

import Numerics

/// Whose values a Gaussian process is fitted to.
package enum ExpectedNoise: String, Sendable {
  /// Exact functions and noisy ones alike: nothing is known.
  case unknown
  /// Trainings, each from its own initial weights: the same point twice gives other values.
  case trainings

  /// The logarithm of the noise's variance, in units of the values' own, is normal around this.
  var center: Double { self == .unknown ? -6 : -4 }
  var spread: Double { self == .unknown ? 4.5 : 1 }

  /// The logarithm of the least variance. No training is known to a hundredth of how far they differ.
  var least: Double { PortableMath.log(self == .unknown ? 1e-8 : 1e-4) }
}
