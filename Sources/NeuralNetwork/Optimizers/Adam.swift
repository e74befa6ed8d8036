// Adam (Kingma and Ba, ICLR 2015), after its t-th step: m ← β₁·m + (1 - β₁)·g;
// v ← β₂·v + (1 - β₂)·g²; p ← p - lr·m̂/(√v̂ + ε) with m̂ = m/(1 - β₁ᵗ) and v̂ = v/(1 - β₂ᵗ).

import CKernels

struct Adam: AdamVariant {
  var slots: [String] { ["first_moment", "second_moment"] }

  var title: String { "Adam" }
  var summary: String { "a step size of its own for every parameter" }
  var settings: [OptimizerSetting] { [.beta1, .beta2, .eps] }

  func step(_ settings: TrainingSettings, number: Int) -> any OptimizerStep {
    Step(scalars: AdamScalars(settings: settings, step: number).forKernels)
  }

  func trace(_ input: TraceInput) -> OptimizerTrace {
    let (moments, quotient) = (AdamMoments(input), AdamQuotient(input))
    return OptimizerTrace(
      quantities: moments.quantities + quotient.quantities,
      lines: moments.lines(with: quotient) + [
        .init("step", quotient.formula, quotient.update, isSigned: true)
      ],
      plainLines: quotient.plainLines + [
        .init("step", quotient.plainFormula, quotient.update, isSigned: true)
      ],
      update: quotient.update, direction: quotient.direction, rate: quotient.rate)
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
