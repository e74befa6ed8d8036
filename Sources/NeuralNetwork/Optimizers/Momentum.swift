// Momentum: v ← μ·v + g; p ← p - lr·v.

import CKernels

struct Momentum: Optimizer {
  var slots: [String] { ["velocity"] }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(rate: Float(settings.learningRate), momentum: Float(settings.momentum))
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
