// What explanations, searches and warnings need to know of an optimizer beside its arithmetic.

/// A setting that some optimizers look at and others do not. The raw value is the name users type.
package enum OptimizerSetting: String, Sendable {
  case batch, momentum, beta1, beta2, eps, rho, decay

  /// What it does to most optimizers that look at it, in a few words.
  package var usualMeaning: String {
    switch self {
    case .batch: "how many rows each step averages its gradient over"
    case .momentum: "the share of the velocity that is kept from step to step"
    case .beta1: "how slowly the mean of the gradients forgets"
    case .beta2, .rho: "how slowly the mean of the squared gradients forgets"
    case .eps: "keeps the division away from zero"
    case .decay:
      "each step takes lr · decay of every parameter away, under `penalize weights` of every weight"
    }
  }
}

/// How an optimizer differs from the one it is made of.
package struct OptimizerVariation: Equatable, Sendable {
  package let base: OptimizerKind
  /// Behind the optimizer's name: "adamw, Adam with a decay of its own".
  package let text: String
}

/// What an optimizer's very first step comes to, when it remembers nothing yet.
package enum FirstStep: Equatable, Sendable {
  /// lr · gradient, or that times a factor.
  case alongGradient(times: Factor?, why: String)
  /// lr·|g|/(d·|g| + ε) long for a gradient g, the divisor d being 1 where nil: lr/d for every
  /// gradient beside which ε is small.
  case ofLength(dividedBy: Factor?, epsilon: Double, why: String)

  /// What one setting makes of a step: (1 + momentum).
  package struct Factor: Equatable, Sendable {
    package let before: String
    package let setting: String
    /// The setting's value.
    package let settingValue: Double
    package let after: String
    package let value: Double

    package var text: String { before + setting + after }
  }

  /// Whether ε makes the step of such a gradient shorter by so much that it shows.
  package func isShortened(_ gradient: Double) -> Bool {
    guard case .ofLength(let divisor, let epsilon, _) = self else { return false }
    return epsilon > 0.001 * (divisor?.value ?? 1) * abs(gradient)
  }
}

/// By what a step multiplies a gradient that has been the same in every step so far: what a penalty is
/// to be multiplied by for training to end where it does with the penalty in the gradient.
package enum StepRate: Equatable, Sendable {
  /// The same number for all parameters.
  case common(Double)
  /// Each parameter's own, lr/(√(x/correction) + ε) with its x in one of the optimizer's slots.
  case rooted(slot: Int, correction: Double, text: String)
  /// There is no such number, and why.
  case none(why: String)
}

extension Optimizer {
  /// Whether a setting that not all look at makes a difference to its steps.
  package func looks(at setting: OptimizerSetting) -> Bool {
    setting == .batch ? !takesAllRows : settings.contains(setting)
  }

  package var settings: [OptimizerSetting] { [] }
  package func meaning(of setting: OptimizerSetting) -> String { setting.usualMeaning }
  package var variation: OptimizerVariation? { nil }
  package var isPlain: Bool { false }
  package var takesAllRows: Bool { false }
  package var isNormalized: Bool { false }
  package var decaysBeside: Bool { false }
  package func unitVelocity(after velocity: Double, _ settings: TrainingSettings) -> Double { 0 }
  package func growth(_ settings: TrainingSettings) -> Double? { nil }
  package func stabilityBound(_ settings: TrainingSettings) -> Double { 2 }
}
