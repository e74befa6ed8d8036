// Adam (Kingma and Ba, ICLR 2015), after its t-th step: m ← β₁·m + (1 - β₁)·g;
// v ← β₂·v + (1 - β₂)·g²; p ← p - lr·m̂/(√v̂ + ε) with m̂ = m/(1 - β₁ᵗ) and v̂ = v/(1 - β₂ᵗ).

import CKernels

struct Adam: Optimizer {
  var slots: [String] { ["first_moment", "second_moment"] }
  var countsSteps: Bool { true }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(scalars: AdamScalars(settings: settings, step: number).forKernels)
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
