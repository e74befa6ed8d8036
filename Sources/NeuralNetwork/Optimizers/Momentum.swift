// Momentum: v ← μ·v + g; p ← p - lr·v.

import CKernels

struct Momentum: Optimizer {
  var slots: [String] { ["velocity"] }
  var hasVelocity: Bool { true }

  var title: String { "momentum" }
  var summary: String { "SGD with a velocity that remembers earlier steps" }
  var settings: [OptimizerSetting] { [.momentum] }
  var directionText: String { "velocity" }
  var penaltyText: String { "Both went into its velocity." }

  func firstStep(_ settings: TrainingSettings) -> FirstStep {
    .alongGradient(times: nil, why: "velocity starts at 0 and builds up from now on")
  }

  func growth(_ settings: TrainingSettings) -> Double? { 1 / (1 - settings.momentum) }

  func stabilityBound(_ settings: TrainingSettings) -> Double { 2 * (1 + settings.momentum) }

  func rate(_ settings: TrainingSettings, number: Int, unitVelocity: Double) -> StepRate {
    .common(settings.learningRate * unitVelocity)
  }

  func unitVelocity(after velocity: Double, _ settings: TrainingSettings) -> Double {
    settings.momentum * velocity + 1
  }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(rate: Float(settings.learningRate), momentum: Float(settings.momentum))
  }

  func trace(_ input: TraceInput) -> OptimizerTrace {
    let mu = Float(input.settings.momentum)
    let velocity = input.slots[0]
    let update = -input.rate * velocity.after
    return OptimizerTrace(
      quantities: [
        .init("momentum", mu), .init("velocity_before", velocity.before),
        .init("velocity", velocity.after),
      ],
      lines: [
        .init("v ←", .named("μ", mu) * .named("v", velocity.before) + input.g, velocity.after),
        .init("step", input.minusRate * .named("v", velocity.after), update, isSigned: true),
      ],
      plainLines: [
        input.velocityLine(velocity),
        .init("step", input.minusRate * .named("velocity", velocity.after), update, isSigned: true),
      ], update: update, direction: Double(velocity.after),
      rate: .init(input.lr * input.u, lines: [input.unitLine]))
  }

  private struct Step: OptimizerStep {
    let rate: Float
    let momentum: Float

    func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool {
      kernels.momentum_step(
        places.count, places.parameters.current, places.first.current, places.gradient, rate,
        momentum, places.parameters.next, places.first.next) == 0
    }

    func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
      bounds.first = Double(momentum) * bounds.first + gradient
      bounds.parameters += Double(rate) * bounds.first
      return 0
    }
  }
}

extension TraceInput {
  /// How a velocity comes about, in words.
  func velocityLine(_ velocity: (before: Float, after: Float)) -> OptimizerTrace.Line {
    .init(
      "velocity", momentumByName * .named("the last", velocity.before) + gradientByName,
      velocity.after, isSigned: true)
  }
}
