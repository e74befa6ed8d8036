// Nesterov's momentum as Sutskever, Martens, Dahl and Hinton (ICML 2013) and PyTorch have it:
// v ← μ·v + g; p ← p - lr·(g + μ·v).

import CKernels

struct Nesterov: Optimizer {
  var slots: [String] { ["velocity"] }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(rate: Float(settings.learningRate), momentum: Float(settings.momentum))
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
