// What an optimizer is: its formula as a step over many parameters, what it remembers between steps,
// and how far its numbers can grow. Only an optimizer's own topic asks which one it is.

import CKernels

/// A rule that turns gradients into steps.
package protocol Optimizer: Sendable {
  /// What it remembers of every parameter between steps, by the names that files have for it; at most
  /// three things, each beginning at 0.
  var slots: [String] { get }
  /// Whether it needs the number of its own steps.
  var countsSteps: Bool { get }
  /// Whether gradients add up in what it remembers.
  var hasVelocity: Bool { get }
  /// What keeps its division away from zero unless the user says otherwise.
  var standardEpsilon: Double { get }
  /// Its β₂ unless the user says otherwise.
  var standardBeta2: Double { get }

  // MARK: Facts

  /// Its name in a sentence.
  var title: String { get }
  /// What it does, in a line.
  var summary: String { get }
  /// The optimizer that it changes a little; nil where it stands for itself.
  var variation: OptimizerVariation? { get }
  /// What it looks at beside lr and the batch.
  var settings: [OptimizerSetting] { get }
  /// What one of these does to its steps, in a few words.
  func meaning(of setting: OptimizerSetting) -> String
  /// Whether its steps follow the gradient of the step alone.
  var isPlain: Bool { get }
  /// Whether it takes every row in each step, whatever the batch size.
  var takesAllRows: Bool { get }
  /// Whether it takes out of each parameter's step how large its gradients are.
  var isNormalized: Bool { get }
  /// Whether it shrinks parameters beside the gradient, by the setting `decay`.
  var decaysBeside: Bool { get }
  /// What lr multiplies: "gradient", "velocity", …
  var directionText: String { get }
  /// Where the gradients of penalty and data went together, as a sentence.
  var penaltyText: String { get }
  func firstStep(_ settings: TrainingSettings) -> FirstStep
  /// What a gradient that stays the same adds up to in a velocity; nil without one.
  func growth(_ settings: TrainingSettings) -> Double?
  /// What lr × curvature must stay below on a quadratic bowl: where the larger root of the step's
  /// characteristic polynomial leaves the unit circle at -1. Of use where steps are not normalized.
  func stabilityBound(_ settings: TrainingSettings) -> Double
  /// - Parameters:
  ///   - number: how many steps of its own it has taken.
  ///   - unitVelocity: what its velocity would be had each had a gradient of 1.
  func rate(_ settings: TrainingSettings, number: Int, unitVelocity: Double) -> StepRate
  /// That velocity after one more step; 0 without a velocity.
  func unitVelocity(after velocity: Double, _ settings: TrainingSettings) -> Double

  // MARK: Steps

  /// The next step.
  ///
  /// - Parameters:
  ///   - settings: with the step's learning rate.
  ///   - number: how many steps of its own it has taken with this one.
  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep

  /// What a step did with one parameter.
  func trace(_ input: TraceInput) -> OptimizerTrace
}

extension Optimizer {
  package var slots: [String] { [] }
  package var countsSteps: Bool { false }
  package var hasVelocity: Bool { false }
  package var standardEpsilon: Double { 1e-8 }
  package var standardBeta2: Double { 0.999 }
}

/// One step of an optimizer, with its scalars computed in Double and rounded to Float once. They are
/// the same for all parameters.
package protocol OptimizerStep: Sendable {
  /// Writes the next values of consecutive parameters; false if one is not finite.
  ///
  /// - Parameter penalized: whether penalties reach these parameters.
  func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool

  /// Makes bounds of the values before the step bounds of those after it, rounding aside.
  ///
  /// - Parameter gradient: the most that a part of the gradient can be.
  /// - Returns: the most that is divided by the step's denominator; 0 where nothing is.
  func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double
}

/// Where a step finds the values of consecutive parameters, and where it writes the next ones.
package struct StepPlaces {
  /// The present values, and the next ones; no place where there is nothing to remember.
  struct Pair {
    var current: UnsafeMutablePointer<Float>?
    var next: UnsafeMutablePointer<Float>?
  }

  var count = 0
  var gradient: UnsafePointer<Float>?
  var parameters = Pair()
  /// What the optimizer remembers, in the order of its slots.
  var first = Pair()
  var second = Pair()
  var third = Pair()

  /// One of these three.
  func slot(_ place: Int) -> Pair { place == 0 ? first : place == 1 ? second : third }
}

/// Upper bounds for the magnitudes of the parameters and of what the optimizer remembers.
package struct ValueBounds {
  var parameters = Double.infinity
  /// In the order of the optimizer's slots.
  var first = Double.infinity
  var second = Double.infinity
  var third = Double.infinity
}
