// RMSProp (Tieleman and Hinton, 2012): s ← ρ·s + (1 - ρ)·g²; p ← p - lr·g/(√s + ε).

import CKernels

struct RMSProp: Optimizer {
  var slots: [String] { ["square_mean"] }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(
      scalars: descent_rmsprop_scalars(
        learning_rate: Float(settings.learningRate), rho: Float(settings.rho),
        weight: Float(1 - settings.rho), epsilon: Float(settings.effectiveEpsilon)))
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
