// RMSProp (Tieleman and Hinton, 2012): s ← ρ·s + (1 - ρ)·g²; p ← p - lr·g/(√s + ε).

import CKernels

struct RMSProp: Optimizer {
  var slots: [String] { ["square_mean"] }

  var title: String { "RMSProp" }
  var summary: String { "divides by the root of a mean of recent squared gradients" }
  var settings: [OptimizerSetting] { [.rho, .eps] }
  var isNormalized: Bool { true }
  var directionText: String { "g/(√s+ε)" }
  var penaltyText: String { RootedQuotient.penaltyText }

  func firstStep(_ settings: TrainingSettings) -> FirstStep {
    let rho = settings.rho
    return .ofLength(
      dividedBy: .init(
        before: "the root of (1 - ", setting: "rho", settingValue: rho, after: ")",
        value: (1 - rho).squareRoot()),
      epsilon: settings.effectiveEpsilon, why: "√s = √(1 - rho)·|g|")
  }

  func rate(_ settings: TrainingSettings, number: Int, unitVelocity: Double) -> StepRate {
    .rooted(slot: 0, correction: 1, text: "lr/(√s+ε)")
  }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(
      scalars: descent_rmsprop_scalars(
        learning_rate: Float(settings.learningRate), rho: Float(settings.rho),
        weight: Float(1 - settings.rho), epsilon: Float(settings.effectiveEpsilon)))
  }

  func trace(_ input: TraceInput) -> OptimizerTrace {
    let squares = input.slots[0]
    let rho = input.settings.rho
    let quotient = RootedQuotient(input, squares: squares.after)
    return OptimizerTrace(
      quantities: [
        .init("rho", rho), .init("square_mean_before", squares.before),
        .init("square_mean", squares.after),
      ] + quotient.quantities,
      lines: [
        .init(
          "s ←", .exact(rho) * .named("s", squares.before) + .number(1 - rho) * input.g.squared,
          squares.after)
      ] + quotient.lines,
      plainLines: quotient.plainLines("root of the mean of recent gradients²"),
      update: quotient.update, direction: quotient.direction, rate: quotient.rate)
  }

  private struct Step: OptimizerStep {
    let scalars: descent_rmsprop_scalars

    func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool {
      withUnsafePointer(to: scalars) {
        kernels.rmsprop_step(
          places.count, places.parameters.current, places.first.current, places.gradient, $0,
          places.parameters.next, places.first.next) == 0
      }
    }

    func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
      bounds.first = max(bounds.first, gradient * gradient)
      let dividend = Double(scalars.learning_rate) * gradient
      bounds.parameters += dividend / Double(scalars.epsilon)
      return dividend
    }
  }
}
