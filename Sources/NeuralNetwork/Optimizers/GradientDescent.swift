// Plain gradient descent: p ← p - lr·g, over all rows at once (gd) or batch by batch (sgd).

import CKernels

struct GradientDescent: Optimizer {
  /// One step an epoch, whatever the batch size.
  let takesAllRows: Bool

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(rate: Float(settings.learningRate))
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
