// What Adam shares with the optimizers made of it: its facts, its scalars, its two moments and its
// quotient.

import CKernels
import Numerics

/// Adam, or an optimizer that divides as it does.
protocol AdamVariant: Optimizer {
  /// The place of the slot whose root the step is divided by.
  var rootedSlot: Int { get }
}

extension AdamVariant {
  var rootedSlot: Int { 1 }
  var countsSteps: Bool { true }
  var isNormalized: Bool { true }
  var directionText: String { "m̂/(√v̂+ε)" }
  var penaltyText: String {
    "They went into m and v, so the division by √v̂ scaled the penalty too."
  }

  func firstStep(_ settings: TrainingSettings) -> FirstStep {
    .ofLength(dividedBy: nil, epsilon: settings.effectiveEpsilon, why: "m̂ = g and √v̂ = |g|")
  }

  func rate(_ settings: TrainingSettings, number: Int, unitVelocity: Double) -> StepRate {
    let scalars = AdamScalars(settings: settings, step: number)
    return .rooted(
      slot: rootedSlot, correction: scalars.biasCorrection2, text: "lr/(√v̂+ε)")
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
    biasCorrection2 = 1 - PortableMath.power(settings.effectiveBeta2, step)
    stepSize = Float(settings.learningRate / biasCorrection1)
    rootScale = Float(1 / biasCorrection2.squareRoot())
    epsilon = Float(settings.effectiveEpsilon)
    weight1 = Float(1 - settings.beta1)
    beta2 = Float(settings.effectiveBeta2)
    weight2 = Float(1 - settings.effectiveBeta2)
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

/// Adam's moments of one parameter: m = m₀ + (g - m₀)(1 - β₁); v = v₀ β₂ + (1 - β₂) g g.
struct AdamMoments {
  let quantities: [OptimizerTrace.Quantity]
  let mean: OptimizerTrace.Line
  let squares: OptimizerTrace.Line

  init(_ input: TraceInput) {
    let (beta1, beta2) = (input.settings.beta1, input.settings.effectiveBeta2)
    let (m, v) = (input.slots[0], input.slots[1])
    quantities = [
      .init("beta1", beta1), .init("beta2", beta2), .init("t", input.number),
      .init("m_before", m.before), .init("m", m.after), .init("v_before", v.before),
      .init("v", v.after),
    ]
    mean = .init(
      "m ←", .exact(beta1) * .named("m", m.before) + .number(1 - beta1) * input.g, m.after)
    squares = .init(
      "v ←", .exact(beta2) * .named("v", v.before) + .number(1 - beta2) * input.g.squared, v.after)
  }

  func lines(with quotient: AdamQuotient) -> [OptimizerTrace.Line] {
    [mean.remarking(quotient.mHat), squares.remarking(quotient.vHat)]
  }
}

/// Adam's step for one parameter: (-stepSize · m) / (√v · rootScale + ε). With m̂ and v̂ the same reads
/// -lr · m̂ / (√v̂ + ε).
struct AdamQuotient {
  let quantities: [OptimizerTrace.Quantity]
  /// How the moments become those of a mean that does not begin at 0.
  let mHat: OptimizerTrace.Line.Remark
  let vHat: OptimizerTrace.Line.Remark
  let formula: Formula
  /// The same in words, and what it is made of.
  let plainFormula: Formula
  let plainLines: [OptimizerTrace.Line]
  let update: Float
  let direction: Double
  let rate: OptimizerTrace.Rate

  /// - Parameters:
  ///   - squares: what stands in v's place; v where nil.
  ///   - name: what formulas call it.
  init(_ input: TraceInput, squares: Float? = nil, name: String = "v") {
    let scalars = AdamScalars(settings: input.settings, step: input.number)
    let (m, v) = (input.slots[0].after, squares ?? input.slots[1].after)
    func corrected(_ name: String, _ hat: String, _ moment: Float, _ beta: Double, _ by: Double)
      -> OptimizerTrace.Line.Remark
    {
      .init(
        name: hat,
        formula: .named(name, moment) / (.number(1) - .power(.exact(beta), input.number)),
        value: Double(moment) / by)
    }
    mHat = corrected("m", "m\u{302}", m, input.settings.beta1, scalars.biasCorrection1)
    vHat = corrected(
      name, "v\u{302}", v, input.settings.effectiveBeta2, scalars.biasCorrection2)
    update = (-scalars.stepSize * m) / (v.squareRoot() * scalars.rootScale + scalars.epsilon)
    let size = vHat.value.squareRoot() + Double(scalars.epsilon)
    direction = mHat.value / size
    plainFormula = input.minusRate * .named("mean", mHat.value) / .named("size", size)
    plainLines = [
      .init(
        "mean", .words("of its gradients, new ones counting more"), Float(mHat.value),
        isSigned: true),
      input.sizeLine(
        squares == nil
          ? "root of the mean of their squares" : "root of the largest mean of their squares",
        size),
    ]
    let divisor: Formula =
      .root(.named(vHat.name, vHat.value)) + .named("ε", scalars.epsilon)
    formula = input.minusRate * .named(mHat.name, mHat.value) / divisor
    rate = .init(input.lr / divisor)
    quantities = [
      .init("m_hat", mHat.value), .init("v_hat", vHat.value), .init("eps", scalars.epsilon),
    ]
  }
}
