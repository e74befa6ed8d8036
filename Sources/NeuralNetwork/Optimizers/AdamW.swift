// AdamW (Loshchilov and Hutter, ICLR 2019): Adam's step, and beside it a decay of the parameters that
// the penalties reach, p ← p - lr·m̂/(√v̂ + ε) - lr·decay·p.

import CKernels

struct AdamW: Optimizer {
  var slots: [String] { ["first_moment", "second_moment"] }
  var countsSteps: Bool { true }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(
      scalars: AdamScalars(settings: settings, step: number).forKernels,
      decay: settings.decayOfStep)
  }

  private struct Step: OptimizerStep {
    let scalars: descent_adam_scalars
    let decay: Float

    func write(_ kernels: descent_kernels, _ places: StepPlaces, penalized: Bool) -> Bool {
      withUnsafePointer(to: scalars) {
        kernels.adamw_step(
          places.count, places.parameters.current, places.first.current, places.second.current,
          places.gradient, $0, penalized ? decay : 0, places.parameters.next, places.first.next,
          places.second.next) == 0
      }
    }

    func widen(_ bounds: inout ValueBounds, gradient: Double) -> Double {
      let decayed = Double(decay) * bounds.parameters
      let dividend = scalars.widen(&bounds, gradient: gradient)
      bounds.parameters += decayed
      return dividend
    }
  }
}

extension TrainingSettings {
  /// lr · decay, of the weight decay beside the gradient: computed in Double and rounded once.
  var decayOfStep: Float { Float(learningRate * decay) }
}
