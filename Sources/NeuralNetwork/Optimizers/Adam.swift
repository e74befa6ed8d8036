// Adam (Kingma and Ba, ICLR 2015), after its t-th step: m ← β₁·m + (1 - β₁)·g;
// v ← β₂·v + (1 - β₂)·g²; p ← p - lr·m̂/(√v̂ + ε) with m̂ = m/(1 - β₁ᵗ) and v̂ = v/(1 - β₂ᵗ).

import CKernels

struct Adam: Optimizer {
  var slots: [String] { ["first_moment", "second_moment"] }
  var countsSteps: Bool { true }

  var title: String { "Adam" }
  var summary: String { "a step size of its own for every parameter" }
  var isNormalized: Bool { true }
  var directionText: String { "m̂/(√v̂+ε)" }
  var penaltyText: String { MomentTrace.penaltyText }

  func firstStep(_ settings: TrainingSettings) -> FirstStep { MomentTrace.firstStep }

  func rate(_ settings: TrainingSettings, number: Int) -> StepRate {
    let scalars = AdamScalars(settings: settings, step: number)
    return .rooted(slot: 1, correction: scalars.biasCorrection2, text: "lr/(√v̂+ε)")
  }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(scalars: AdamScalars(settings: settings, step: number).forKernels)
  }

  func trace(_ input: TraceInput) -> OptimizerTrace {
    let moments = MomentTrace(input)
    return OptimizerTrace(
      quantities: moments.quantities,
      lines: moments.lines + [
        .init("step", moments.step, moments.update, isSigned: true)
      ],
      update: moments.update, direction: moments.direction)
  }

  private struct Step: OptimizerStep {
    let scalars: descent_adam_scalars

    func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool {
      withUnsafePointer(to: scalars) {
        kernels.adam_step(
          places.count, places.parameters.current, places.first.current, places.second.current,
          places.gradient, $0, places.parameters.next, places.first.next, places.second.next) == 0
      }
    }

    func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
      scalars.widen(&bounds, gradient: gradient)
    }
  }
}

/// Adam's moments of one parameter, and its step: m = m₀ + (g - m₀)(1 - β₁); v = v₀ β₂ + (1 - β₂) g g;
/// update = (-stepSize · m) / (√v · rootScale + ε). With m̂ and v̂ the same reads -lr · m̂ / (√v̂ + ε).
struct MomentTrace {
  static let firstStep = FirstStep.ofLength(
    why: "is lr long, since m̂ = g and √v̂ = |g|")
  static let penaltyText =
    "They went into m and v, so Adam's division scaled the penalty too."

  let quantities: [OptimizerTrace.Quantity]
  let lines: [OptimizerTrace.Line]
  /// -lr·m̂/(√v̂ + ε).
  let step: Formula
  let update: Float
  let direction: Double

  init(_ input: TraceInput) {
    let scalars = AdamScalars(settings: input.settings, step: input.number)
    let (beta1, beta2) = (input.settings.beta1, input.settings.beta2)
    let (m, v) = (input.slots[0], input.slots[1])
    let mHat = Double(m.after) / scalars.biasCorrection1
    let vHat = Double(v.after) / scalars.biasCorrection2
    update =
      (-scalars.stepSize * m.after) / (v.after.squareRoot() * scalars.rootScale + scalars.epsilon)
    direction = mHat / (vHat.squareRoot() + Double(scalars.epsilon))
    step =
      input.minusRate * .named("m̂", mHat)
      / (.root(.named("v̂", vHat)) + .named("ε", scalars.epsilon))
    quantities = [
      .init("beta1", beta1), .init("beta2", beta2), .init("t", input.number),
      .init("m_before", m.before), .init("m", m.after), .init("v_before", v.before),
      .init("v", v.after), .init("m_hat", mHat), .init("v_hat", vHat),
      .init("eps", scalars.epsilon),
    ]
    lines = [
      .init(
        "m ←", .exact(beta1) * .named("m", m.before) + .number(1 - beta1) * input.g, m.after,
        remark: .corrected("m", m.after, beta1, input.number, mHat)),
      .init(
        "v ←", .exact(beta2) * .named("v", v.before) + .number(1 - beta2) * input.g.squared,
        v.after, remark: .corrected("v", v.after, beta2, input.number, vHat)),
    ]
  }
}

extension OptimizerTrace.Line.Remark {
  /// m̂ = m/(1 - βᵗ), the mean without its start at 0.
  fileprivate static func corrected(
    _ name: String, _ moment: Float, _ beta: Double, _ step: Int, _ value: Double
  ) -> Self {
    Self(
      name: name + "\u{302}",
      formula: .named(name, moment) / (.number(1) - .power(.exact(beta), step)), value: value)
  }
}

/// Adam's scalars for one step: computed in Double, rounded to Float once, as PyTorch does.
package struct AdamScalars {
  package let biasCorrection1: Double
  package let biasCorrection2: Double
  /// lr / (1 - β₁ᵗ).
  let stepSize: Float
  /// 1 / √(1 - β₂ᵗ).
  let rootScale: Float
  let epsilon: Float
  /// 1 - β₁.
  let weight1: Float
  let beta2: Float
  /// 1 - β₂.
  let weight2: Float

  /// - Parameter step: the optimizer's own step count, the step to take included.
  package init(settings: TrainingSettings, step: Int) {
    biasCorrection1 = 1 - PortableMath.power(settings.beta1, step)
    biasCorrection2 = 1 - PortableMath.power(settings.beta2, step)
    stepSize = Float(settings.learningRate / biasCorrection1)
    rootScale = Float(1 / biasCorrection2.squareRoot())
    epsilon = Float(settings.effectiveEpsilon)
    weight1 = Float(1 - settings.beta1)
    beta2 = Float(settings.beta2)
    weight2 = Float(1 - settings.beta2)
  }

  var forKernels: descent_adam_scalars {
    descent_adam_scalars(
      step_size: stepSize, root_scale: rootScale, epsilon: epsilon, weight1: weight1,
      beta2: beta2, weight2: weight2)
  }
}

extension descent_adam_scalars {
  /// The part of Adam's moments and of its quotient in `OptimizerStep.widen`.
  func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
    bounds.first = max(bounds.first, gradient)
    bounds.second = max(bounds.second, gradient * gradient)
    let dividend = Double(step_size) * bounds.first
    bounds.parameters += dividend / Double(epsilon)
    return dividend
  }
}
