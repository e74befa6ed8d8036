// How large the values of a training can have become at most. Where that shows that nothing in the
// next step can overflow, the step may write over the old values, since it will not have to be
// dropped.

/// Upper bounds for the magnitudes of the parameters and of what the optimizer remembers. They grow
/// with each step and are much larger than what they bound.
struct StepBounds {
  private var values = ValueBounds()

  /// Knows nothing yet. Nil for settings whose steps cannot be bounded or cannot write over the old
  /// values: proximal L1 compares these with the new ones.
  init?(_ settings: TrainingSettings) {
    if settings.l1Mode == .proximal && settings.l1 != 0 { return nil }
  }

  /// Takes what the values are at present.
  mutating func reset(_ values: ValueBounds) { self.values = values }

  /// Takes a step into account, if none of its values can be infinite or not a number.
  ///
  /// - Parameters:
  ///   - settings: with the step's learning rate.
  ///   - gradient: the most that a part of the gradient can be without penalties.
  mutating func allow(
    _ step: any OptimizerStep, _ settings: TrainingSettings, gradient: Double
  ) -> Bool {
    let g = gradient + settings.l1InGradient + settings.l2 * values.parameters
    var next = values
    let dividend = step.widen(&next, gradient: g)
    next.grow()
    // Far enough from the largest number, 3e38, for sums of a few of these; of squares too.
    let most = 1e30
    guard g <= 1e15, dividend <= most, next.parameters <= most, next.first <= most,
      next.second <= most, next.third <= most
    else { return false }
    values = next
    return true
  }
}

extension ValueBounds {
  /// By more than rounding can add in a step, also that of its scalars.
  fileprivate mutating func grow() {
    parameters = parameters * (1 + 1e-6) + 1e-30
    first = first * (1 + 1e-6) + 1e-30
    second = second * (1 + 1e-6) + 1e-30
    third = third * (1 + 1e-6) + 1e-30
  }
}
