// Lion (Chen and others, NeurIPS 2023): c = β₁·m + (1 - β₁)·g; p ← p - lr·(sign(c) + decay·p);
// m ← β₂·m + (1 - β₂)·g. Every parameter moves by lr, where Adam's steps are mostly shorter: the paper
// advises a third to a tenth of AdamW's lr, and as much more decay.

import CKernels

struct Lion: Optimizer {
  var slots: [String] { ["first_moment"] }
  /// The paper's, shorter than Adam's as it is the memory of the gradients themselves.
  var standardBeta2: Double { 0.99 }

  var title: String { "Lion" }
  var summary: String {
    "lr along a mean gradient's sign; wants 3 to 10 times less of it than adam"
  }
  var settings: [OptimizerSetting] { [.beta1, .beta2, .decay] }
  var isNormalized: Bool { true }
  var decaysBeside: Bool { true }
  var directionText: String { "(sign(c) + decay·p)" }
  var penaltyText: String { "They went into c and m; of c only the sign counts." }

  func meaning(of setting: OptimizerSetting) -> String {
    switch setting {
    case .beta1: "the share of the mean gradient in the mix whose sign makes the step"
    case .beta2: "how slowly the mean of the gradients forgets"
    default: setting.usualMeaning
    }
  }

  func firstStep(_ settings: TrainingSettings) -> FirstStep {
    .ofLength(dividedBy: nil, epsilon: 0, why: "only the gradient's sign counts")
  }

  func rate(_ settings: TrainingSettings, number: Int, unitVelocity: Double) -> StepRate {
    .none(why: "a step of lion is as long for a small gradient as for a large one")
  }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(
      scalars: descent_lion_scalars(
        learning_rate: Float(settings.learningRate), beta1: Float(settings.beta1),
        weight1: Float(1 - settings.beta1), beta2: Float(settings.effectiveBeta2),
        weight2: Float(1 - settings.effectiveBeta2)),
      decay: settings.decayOfStep)
  }

  func trace(_ input: TraceInput) -> OptimizerTrace {
    let (beta1, beta2) = (input.settings.beta1, input.settings.effectiveBeta2)
    let (m, g) = (input.slots[0], input.gradient)
    let mixed = m.before * Float(beta1) + g * Float(1 - beta1)
    let sign: Float = mixed > 0 ? 1 : mixed < 0 ? -1 : 0
    let moved = sign * -input.rate
    let end = DecayTrace(input, gradientUpdate: moved)
    let before: Formula = .named("m", m.before)
    return OptimizerTrace(
      quantities: [
        .init("beta1", beta1), .init("beta2", beta2), .init("m_before", m.before),
        .init("c", mixed), .init("m", m.after), .init("sign_update", moved),
        .init("decay", end.decay), .init("decay_update", end.decayUpdate),
      ],
      lines: [
        .init("c", .exact(beta1) * before + .number(1 - beta1) * input.g, mixed, isSigned: true),
        .init("m ←", .exact(beta2) * before + .number(1 - beta2) * input.g, m.after),
        .init(
          "sign's part", input.minusRate * .named("sign(c)", sign), moved, isSigned: true),
      ] + end.lines,
      plainLines: [
        .init(
          "mean", .words("of earlier gradients, new ones counting more"), m.before,
          isSigned: true),
        .init(
          "mix",
          .exact(beta1) * .named("mean", m.before) + .number(1 - beta1)
            * input.gradientByName, mixed, isSigned: true),
        .init(
          "sign's part", input.minusRate * .named("sign of mix", sign), moved, isSigned: true),
      ] + end.plainLines,
      update: end.update, gradientUpdate: moved,
      direction: Double(sign) + end.decay * Double(input.before))
  }

  private struct Step: OptimizerStep {
    let scalars: descent_lion_scalars
    let decay: Float

    func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool {
      withUnsafePointer(to: scalars) {
        kernels.lion_step(
          places.count, places.parameters.current, places.first.current, places.gradient, $0,
          penalized ? decay : 0, places.parameters.next, places.first.next) == 0
      }
    }

    func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
      bounds.first = max(bounds.first, gradient)
      bounds.parameters += Double(scalars.learning_rate) + Double(decay) * bounds.parameters
      return 0
    }
  }
}
