// Plain gradient descent: p ← p - lr·g, over all rows at once (gd) or batch by batch (sgd).

import CKernels

struct GradientDescent: Optimizer {
  /// One step an epoch, whatever the batch size.
  let takesAllRows: Bool

  var title: String { takesAllRows ? "gd" : "sgd" }
  var summary: String {
    takesAllRows
      ? "gradient descent: one step an epoch, over all training rows"
      : "stochastic gradient descent: one step a batch"
  }
  var isPlain: Bool { true }
  var directionText: String { "gradient" }
  var penaltyText: String { "" }

  func firstStep(_ settings: TrainingSettings) -> FirstStep {
    .alongGradient(times: nil, why: "the steeper the loss, the longer the step")
  }

  func rate(_ settings: TrainingSettings, number: Int, unitVelocity: Double) -> StepRate {
    .common(settings.learningRate)
  }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(rate: Float(settings.learningRate))
  }

  func trace(_ input: TraceInput) -> OptimizerTrace {
    let update = -input.rate * input.gradient
    return OptimizerTrace(
      lines: [.init("step", input.minusRate * input.g, update, isSigned: true)],
      plainLines: [
        .init("step", input.minusRate * input.gradientByName, update, isSigned: true)
      ],
      update: update, direction: Double(input.gradient), rate: .init(input.lr))
  }

  private struct Step: OptimizerStep {
    let rate: Float

    func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool {
      kernels.plain_step(
        places.count, places.parameters.current, places.gradient, rate, places.parameters.next) == 0
    }

    func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
      bounds.parameters += Double(rate) * gradient
      return 0
    }
  }
}
