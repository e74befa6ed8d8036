// Nesterov's momentum as Sutskever, Martens, Dahl and Hinton (ICML 2013) and PyTorch have it:
// v ← μ·v + g; p ← p - lr·(g + μ·v).

import CKernels

struct Nesterov: Optimizer {
  var slots: [String] { ["velocity"] }
  var hasVelocity: Bool { true }

  var title: String { "nesterov" }
  var summary: String { "momentum that looks one step ahead" }
  var variation: OptimizerVariation? { .init(base: .momentum, text: "which adds a look ahead") }
  var settings: [OptimizerSetting] { [.momentum] }
  var directionText: String { "(g + momentum·v)" }
  var penaltyText: String { "Both went into its velocity and beside it." }

  func firstStep(_ settings: TrainingSettings) -> FirstStep {
    let mu = settings.momentum
    return .alongGradient(
      times: .init(
        before: "(1 + ", setting: "momentum", settingValue: mu, after: ")", value: 1 + mu),
      why: "it looks a step ahead")
  }

  func growth(_ settings: TrainingSettings) -> Double? { 1 / (1 - settings.momentum) }

  func stabilityBound(_ settings: TrainingSettings) -> Double {
    2 * (1 + settings.momentum) / (1 + 2 * settings.momentum)
  }

  func rate(_ settings: TrainingSettings, number: Int, unitVelocity: Double) -> StepRate {
    .common(settings.learningRate * (1 + settings.momentum * unitVelocity))
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
    let ahead = input.gradient + velocity.after * mu
    let update = -input.rate * ahead
    return OptimizerTrace(
      quantities: [
        .init("momentum", mu), .init("velocity_before", velocity.before),
        .init("velocity", velocity.after), .init("ahead", ahead),
      ],
      lines: [
        .init("v ←", .named("μ", mu) * .named("v", velocity.before) + input.g, velocity.after),
        .init("ahead", input.g + .named("μ", mu) * .named("v", velocity.after), ahead),
        .init("step", input.minusRate * .named("ahead", ahead), update, isSigned: true),
      ],
      plainLines: [
        input.velocityLine(velocity),
        .init(
          "ahead", input.gradientByName + input.momentumByName * .named("velocity", velocity.after),
          ahead, isSigned: true),
        .init("step", input.minusRate * .named("ahead", ahead), update, isSigned: true),
      ], update: update, direction: Double(ahead),
      rate: .init(
        input.lr * (.number(1) + .named("μ", mu) * input.u), lines: [input.unitLine]))
  }

  private struct Step: OptimizerStep {
    let rate: Float
    let momentum: Float

    func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool {
      kernels.nesterov_step(
        places.count, places.parameters.current, places.first.current, places.gradient, rate,
        momentum, places.parameters.next, places.first.next) == 0
    }

    func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
      bounds.first = Double(momentum) * bounds.first + gradient
      bounds.parameters += Double(rate) * (gradient + Double(momentum) * bounds.first)
      return 0
    }
  }
}
