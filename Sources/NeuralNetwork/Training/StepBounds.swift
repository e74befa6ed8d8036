// How large the values of a training can have become at most. Where that shows that nothing in the
// next step can overflow, the step may write over the old values, since it will not have to be
// dropped.

import CKernels

/// Upper bounds for the magnitudes of the parameters and of what the optimizer remembers. They grow
/// with each step and are much larger than what they bound.
struct StepBounds {
  private var parameters = Double.infinity
  private var first = Double.infinity
  private var second = Double.infinity

  /// Knows nothing yet. Nil for settings whose steps cannot be bounded or cannot write over the old
  /// values: proximal L1 compares these with the new ones.
  init?(_ settings: TrainingSettings) {
    if settings.l1Mode == .proximal && settings.l1 != 0 { return nil }
    switch settings.optimizer {
    case .gd, .sgd, .momentum, .nesterov: break
    case .adagrad, .rmsprop, .adam, .adamw:
      if Float(settings.effectiveEpsilon) < .leastNormalMagnitude { return nil }
    }
  }

  /// Takes what the values are at present.
  mutating func reset(parameters: Double, first: Double, second: Double) {
    (self.parameters, self.first, self.second) = (parameters, first, second)
  }

  /// Takes a step into account, if none of its values can be infinite or not a number.
  ///
  /// - Parameters:
  ///   - settings: with the step's learning rate.
  ///   - gradient: the most that a part of the gradient can be without penalties.
  mutating func allow(
    _ settings: TrainingSettings, adam: descent_adam_scalars, gradient: Double
  ) -> Bool {
    let g = gradient + settings.l1InGradient + settings.l2 * parameters
    var next = self
    let rate = settings.learningRate
    let epsilon = Double(Float(settings.effectiveEpsilon))
    // The dividend of the step's quotient, and what is subtracted from the parameters.
    var (dividend, change) = (0.0, 0.0)
    switch settings.optimizer {
    case .gd, .sgd: change = rate * g
    case .momentum:
      next.first = settings.momentum * first + g
      change = rate * next.first
    case .nesterov:
      next.first = settings.momentum * first + g
      change = rate * (g + settings.momentum * next.first)
    case .adagrad:
      next.first = first + g * g
      dividend = rate * g
      change = dividend / epsilon
    case .rmsprop:
      next.first = max(first, g * g)
      dividend = rate * g
      change = dividend / epsilon
    case .adam, .adamw:
      next.first = max(first, g)
      next.second = max(second, g * g)
      dividend = Double(adam.step_size) * next.first
      change = dividend / epsilon
      if settings.optimizer == .adamw { change += rate * settings.decay * parameters }
    }
    next.parameters += change
    next.grow()
    // Far enough from the largest number, 3e38, for sums of a few of these; of squares too.
    let most = 1e30
    guard g <= 1e15, dividend <= most, next.parameters <= most, next.first <= most,
      next.second <= most
    else { return false }
    self = next
    return true
  }

  /// By more than rounding can add in a step.
  private mutating func grow() {
    parameters = parameters * (1 + 1e-6) + 1e-30
    first = first * (1 + 1e-6) + 1e-30
    second = second * (1 + 1e-6) + 1e-30
  }
}
