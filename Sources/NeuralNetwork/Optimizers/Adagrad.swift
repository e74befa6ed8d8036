// Adagrad (Duchi, Hazan and Singer, JMLR 2011): s ← s + g²; p ← p - lr·g/(√s + ε).

import CKernels

struct Adagrad: Optimizer {
  var slots: [String] { ["square_sum"] }
  /// PyTorch's.
  var standardEpsilon: Double { 1e-10 }

  var title: String { "Adagrad" }
  var summary: String { "divides by the root of all squared gradients so far" }
  var settings: [OptimizerSetting] { [.eps] }
  var isNormalized: Bool { true }
  var directionText: String { "g/(√s+ε)" }
  var penaltyText: String { RootedQuotient.penaltyText }

  func firstStep(_ settings: TrainingSettings) -> FirstStep {
    .ofLength(dividedBy: nil, epsilon: settings.effectiveEpsilon, why: "√s = |g|")
  }

  func rate(_ settings: TrainingSettings, number: Int, unitVelocity: Double) -> StepRate {
    .rooted(slot: 0, correction: 1, text: "lr/(√s+ε)")
  }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(rate: Float(settings.learningRate), epsilon: Float(settings.effectiveEpsilon))
  }

  func trace(_ input: TraceInput) -> OptimizerTrace {
    let squares = input.slots[0]
    let quotient = RootedQuotient(input, squares: squares.after)
    return OptimizerTrace(
      quantities: [
        .init("square_sum_before", squares.before), .init("square_sum", squares.after),
      ] + quotient.quantities,
      lines: [.init("s ←", .named("s", squares.before) + input.g.squared, squares.after)]
        + quotient.lines,
      plainLines: quotient.plainLines("root of the sum of all its gradients²"),
      update: quotient.update, direction: quotient.direction, rate: quotient.rate)
  }

  private struct Step: OptimizerStep {
    let rate: Float
    let epsilon: Float

    func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool {
      kernels.adagrad_step(
        places.count, places.parameters.current, places.first.current, places.gradient, rate,
        epsilon, places.parameters.next, places.first.next) == 0
    }

    func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
      bounds.first += gradient * gradient
      let dividend = Double(rate) * gradient
      bounds.parameters += dividend / Double(epsilon)
      return dividend
    }
  }
}

/// A step divided by the root of what the squares of gradients have come to, for one parameter.
struct RootedQuotient {
  static let penaltyText =
    "They went into g and s, so the division by √s scaled the penalty too."

  let quantities: [OptimizerTrace.Quantity]
  let lines: [OptimizerTrace.Line]
  private let input: TraceInput
  private let denominator: Float
  let update: Float
  let direction: Double
  let rate: OptimizerTrace.Rate

  init(_ input: TraceInput, squares: Float) {
    self.input = input
    denominator = squares.squareRoot() + input.epsilon
    update = (-input.rate * input.gradient) / denominator
    direction = Double(input.gradient) / Double(denominator)
    quantities = [.init("eps", input.epsilon), .init("denominator", denominator)]
    let divisor: Formula = .named("(√s + ε)", denominator)
    rate = .init(input.lr / divisor)
    let sum: Formula = .root(.named("s", squares)) + .named("ε", input.epsilon)
    lines = [
      .init("√s + ε", sum, denominator),
      .init(
        "step", input.minusRate * input.g / divisor, update,
        isSigned: true),
    ]
  }

  /// - Parameter text: what the step is divided by, in words.
  func plainLines(_ text: String) -> [OptimizerTrace.Line] {
    let quotient = input.minusRate * input.gradientByName / .named("size", denominator)
    return [
      input.sizeLine(text, Double(denominator)), .init("step", quotient, update, isSigned: true),
    ]
  }
}
