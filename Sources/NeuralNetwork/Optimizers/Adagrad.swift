// Adagrad (Duchi, Hazan and Singer, JMLR 2011): s ← s + g²; p ← p - lr·g/(√s + ε).

import CKernels

struct Adagrad: Optimizer {
  var slots: [String] { ["square_sum"] }
  /// PyTorch's.
  var standardEpsilon: Double { 1e-10 }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(rate: Float(settings.learningRate), epsilon: Float(settings.effectiveEpsilon))
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
